namespace NetStackSim.Wfp;

/// <summary>Names of match types as Windows prints them, without <c>FWP_MATCH_</c>.</summary>
public static class FwpMatchTypes
{
    private static readonly string[] AllNames =
    [
        "EQUAL", "GREATER", "LESS", "GREATER_OR_EQUAL", "LESS_OR_EQUAL", "RANGE", "FLAGS_ALL_SET", "FLAGS_ANY_SET", "FLAGS_NONE_SET",
        "EQUAL_CASE_INSENSITIVE", "NOT_EQUAL", "PREFIX", "NOT_PREFIX",
    ];

    /// <summary>The names in the order of the numbers.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>The name of a match type.</summary>
    /// <param name="match">The match type.</param>
    /// <returns>The name without prefix.</returns>
    public static string Name(this FwpMatchType match) => AllNames[(int)match];

    /// <summary>Finds a match type by name.</summary>
    /// <param name="name">The name with or without <c>FWP_MATCH_</c>, in any case.</param>
    /// <param name="match">The match type.</param>
    /// <returns>False when there is none of that name.</returns>
    public static bool TryParse(string name, out FwpMatchType match)
    {
        string plain = WellKnownNames.Strip(name, "FWP_MATCH_");
        int index = Array.FindIndex(AllNames, n => string.Equals(n, plain, StringComparison.OrdinalIgnoreCase));
        match = (FwpMatchType)Math.Max(0, index);
        return index >= 0;
    }
}
