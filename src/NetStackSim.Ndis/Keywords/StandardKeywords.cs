namespace NetStackSim.Ndis;

/// <summary>The configuration keywords that Windows has standardised for network drivers: names, and one definition of each.</summary>
/// <remarks>
/// A driver's INF lists those that its hardware has, with its own limits; see <see cref="AdapterKeywords"/>. Values are texts (REG_SZ). The numbers of the offload
/// keywords are not those of OID_TCP_OFFLOAD_PARAMETERS: a checksum keyword counts from 0 (off) to 3 (both directions), the OID from 1 to 4.
/// </remarks>
public static partial class StandardKeywords
{
    private static readonly KeywordChoice[] DisabledEnabled = [new("0", "Disabled"), new("1", "Enabled")];

    private static readonly KeywordChoice[] Directions =
        [new("0", "Disabled"), new("1", "Tx Enabled"), new("2", "Rx Enabled"), new("3", "Rx & Tx Enabled")];

    private static readonly KeywordChoice[] IPsecModes =
        [new("0", "Disabled"), new("1", "Auth Header Enabled"), new("2", "ESP Enabled"), new("3", "Auth Header & ESP Enabled")];

    /// <summary>All of them, in the order of the reference; those without display last.</summary>
    public static IReadOnlyList<KeywordDefinition> All { get; } = Table();

    /// <summary>The definition of a keyword.</summary>
    /// <param name="keyword">The name; case does not matter.</param>
    /// <returns>Null for a name that Windows has not standardised.</returns>
    public static KeywordDefinition? Find(string keyword)
    {
        foreach (KeywordDefinition definition in All)
        {
            if (string.Equals(definition.Keyword, keyword, StringComparison.OrdinalIgnoreCase))
            {
                return definition;
            }
        }

        return null;
    }

    /// <summary>The definition of a keyword that is known to be there.</summary>
    /// <exception cref="KeyNotFoundException">Windows has not standardised the name.</exception>
    public static KeywordDefinition Get(string keyword) => Find(keyword) ?? throw new KeyNotFoundException($"'{keyword}' is no standardised keyword.");

    private static KeywordDefinition Switch(string keyword, string display, bool on = true) =>
        new() { Keyword = keyword, Display = display, Choices = DisabledEnabled, Default = on ? "1" : "0" };

    private static KeywordDefinition Direction(string keyword, string display) =>
        new() { Keyword = keyword, Display = display, Choices = Directions, Default = "3" };

    private static KeywordDefinition IPsec(string keyword, string display) =>
        new() { Keyword = keyword, Display = display, Choices = IPsecModes, Default = "3" };

    private static KeywordDefinition List(string keyword, string display, string @default, params KeywordChoice[] choices) =>
        new() { Keyword = keyword, Display = display, Choices = choices, Default = @default };

    private static KeywordDefinition Number(string keyword, string display, long @default, long minimum, long maximum, long step = 1) => new()
    {
        Keyword = keyword,
        Display = display,
        Type = KeywordType.Int,
        Default = @default.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Minimum = minimum,
        Maximum = maximum,
        Step = step,
    };

    private static KeywordDefinition Hidden(string keyword, string display, long @default) => Number(keyword, display, @default, 0, uint.MaxValue) with { IsDisplayed = false };
}
