using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>One value of a page: a text, a number or a truth; made by assignment.</summary>
public readonly record struct InspectorValue
{
    private readonly string? _text;

    private InspectorValue(InspectorValueKind kind, string? text, long number)
    {
        Kind = kind;
        _text = text;
        Number = number;
    }

    /// <summary>What it is.</summary>
    public InspectorValueKind Kind { get; }

    /// <summary>The number; 0 or 1 of a truth, 0 of a text.</summary>
    public long Number { get; }

    /// <summary>The value as people read it.</summary>
    public string Text => Kind switch
    {
        InspectorValueKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        InspectorValueKind.Truth => Number != 0 ? "Yes" : "No",
        _ => _text ?? string.Empty,
    };

    /// <summary>A text.</summary>
    public static implicit operator InspectorValue(string? text) => FromText(text);

    /// <summary>A number.</summary>
    public static implicit operator InspectorValue(long number) => FromNumber(number);

    /// <summary>A truth.</summary>
    public static implicit operator InspectorValue(bool truth) => FromTruth(truth);

    /// <summary>A text; null is the empty one.</summary>
    public static InspectorValue FromText(string? text) => new(InspectorValueKind.Text, text, 0);

    /// <summary>A number.</summary>
    public static InspectorValue FromNumber(long number) => new(InspectorValueKind.Number, null, number);

    /// <summary>A truth.</summary>
    public static InspectorValue FromTruth(bool truth) => new(InspectorValueKind.Truth, null, truth ? 1 : 0);

    /// <summary>A name of an enumeration.</summary>
    public static InspectorValue Of<T>(T value)
        where T : struct, Enum => FromText(value.ToString());

    /// <summary>A number in hexadecimal.</summary>
    public static InspectorValue Hex(ulong value, int digits = 1) => FromText("0x" + value.ToString("X" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
