namespace NetStackSim.Wfp;

/// <summary>One condition of a filter and whether it matched.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Match">How it compares.</param>
/// <param name="Expected">What the condition asks for.</param>
/// <param name="Actual">What the field held.</param>
/// <param name="Matched">True when it matched.</param>
public sealed record ConditionExplanation(string Field, FwpMatchType Match, string Expected, string Actual, bool Matched)
{
    /// <inheritdoc/>
    public override string ToString() => Matched
        ? $"{Field} {Actual} {Words(Match)} {Expected}"
        : $"{Field} is {Actual}, not {Words(Match)} {Expected}";

    private static string Words(FwpMatchType match) => match switch
    {
        FwpMatchType.Equal => "equal to",
        FwpMatchType.Greater => "greater than",
        FwpMatchType.Less => "less than",
        FwpMatchType.GreaterOrEqual => "at least",
        FwpMatchType.LessOrEqual => "at most",
        FwpMatchType.Range => "in",
        FwpMatchType.FlagsAllSet => "with all flags of",
        FwpMatchType.FlagsAnySet => "with any flag of",
        FwpMatchType.FlagsNoneSet => "without the flags of",
        FwpMatchType.EqualCaseInsensitive => "equal (any case) to",
        FwpMatchType.NotEqual => "other than",
        FwpMatchType.Prefix => "ending with",
        _ => "not ending with",
    };
}
