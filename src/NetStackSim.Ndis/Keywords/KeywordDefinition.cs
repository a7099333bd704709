using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>One configuration keyword of a network driver, as its INF describes it: name, kind, default, and what may be set.</summary>
/// <remarks>Immutable. A leading asterisk marks a keyword that Windows has standardised.</remarks>
public sealed record KeywordDefinition
{
    private const int AddressDigits = 2 * MacAddress.Size;

    /// <summary>Registry value name, for example "*RSS".</summary>
    public required string Keyword { get; init; }

    /// <summary>Name on the Advanced tab (ParamDesc).</summary>
    public required string Display { get; init; }

    /// <summary>How it is shown and checked.</summary>
    public KeywordType Type { get; init; }

    /// <summary>The value that a driver takes when the registry has none; empty where a keyword may be absent.</summary>
    public string Default { get; init; } = string.Empty;

    /// <summary>Enum: the values, in the order of the list.</summary>
    public IReadOnlyList<KeywordChoice> Choices { get; init; } = [];

    /// <summary>Int: the least value.</summary>
    public long Minimum { get; init; }

    /// <summary>Int: the greatest value.</summary>
    public long Maximum { get; init; } = uint.MaxValue;

    /// <summary>Int: legal values are this far apart, counted from <see cref="Minimum"/>.</summary>
    public long Step { get; init; } = 1;

    /// <summary>Int: base in which it is shown, 10 or 16.</summary>
    public int Base { get; init; } = 10;

    /// <summary>Edit: most characters.</summary>
    public int LimitText { get; init; }

    /// <summary>True when the value may be missing (the "Not Present" button).</summary>
    public bool IsOptional { get; init; }

    /// <summary>False for a keyword that no tab shows.</summary>
    public bool IsDisplayed { get; init; } = true;

    /// <summary>True for a keyword that Windows has standardised.</summary>
    public bool IsStandardized => Keyword.StartsWith('*') || Keyword is "VlanID" or "NetworkAddress";

    /// <summary>Checks a value.</summary>
    /// <param name="value">The text, as the registry would hold it.</param>
    /// <param name="problem">What is wrong with it, as a sentence for the one who typed it; null when it is right.</param>
    /// <returns>True when the value may be set.</returns>
    public bool TryValidate(string value, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(value);
        problem = value.Length == 0 && IsOptional ? null : Type switch
        {
            KeywordType.Enum => CheckChoice(value),
            KeywordType.Int => CheckNumber(value),
            _ => Keyword == StandardKeywords.NetworkAddress ? CheckAddress(value) : CheckText(value),
        };
        return problem is null;
    }

    /// <summary>What the Advanced tab shows for a value: the name of a choice, or the value itself.</summary>
    public string DisplayOf(string value)
    {
        foreach (KeywordChoice choice in Choices)
        {
            if (choice.Value == value)
            {
                return choice.Display;
            }
        }

        return value.Length == 0 ? "Not Present" : value;
    }

    private string? CheckChoice(string value)
    {
        foreach (KeywordChoice choice in Choices)
        {
            if (choice.Value == value)
            {
                return null;
            }
        }

        // Speeds from 1 Gbit/s on may be written in Mbit/s instead of by their number.
        if (Keyword == StandardKeywords.SpeedDuplex && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long speed) && speed >= 1000)
        {
            return null;
        }

        return $"'{value}' is no value of {Keyword}; it takes {string.Join(", ", Choices.Select(choice => $"{choice.Value} ({choice.Display})"))}.";
    }

    private string? CheckNumber(string value)
    {
        if (!TryParse(value, out long number))
        {
            return $"'{value}' is not a {(Base == 16 ? "hexadecimal " : string.Empty)}number, which {Keyword} takes.";
        }

        if (number < Minimum || number > Maximum)
        {
            return $"{value} is outside the range of {Keyword}: {Minimum} to {Maximum}.";
        }

        return (number - Minimum) % Step == 0 ? null : $"{value} is no step of {Keyword}: it goes from {Minimum} by {Step}.";
    }

    private string? CheckText(string value) =>
        LimitText == 0 || value.Length <= LimitText ? null : $"'{value}' has {value.Length} characters; {Keyword} takes at most {LimitText}.";

    private string? CheckAddress(string value)
    {
        if (value.Length != AddressDigits || !ulong.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
        {
            return $"'{value}' is not an address for {Keyword}: it takes {AddressDigits} hexadecimal digits.";
        }

        MacAddress mac = new(address);
        return mac.IsMulticast ? $"'{value}' is a group address; {Keyword} takes the address of one card."
            : !mac.IsLocallyAdministered ? $"'{value}' is not locally administered; its second digit must be 2, 6, A or E."
            : null;
    }

    private bool TryParse(string value, out long number) => long.TryParse(
        value, Base == 16 ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
