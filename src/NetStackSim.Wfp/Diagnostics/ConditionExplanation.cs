namespace NetStackSim.Wfp;

/// <summary>One condition of a filter and whether it matched.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Match">How it compares.</param>
/// <param name="Expected">What the condition asks for.</param>
/// <param name="Actual">What the field held.</param>
/// <param name="Matched">True when it matched.</param>
public sealed record ConditionExplanation(string Field, MatchType Match, string Expected, string Actual, bool Matched)
{
    /// <inheritdoc/>
    public override string ToString() => Matched
        ? $"{Field} {Actual} {Words(Match)} {Expected}"
        : $"{Field} is {Actual}, not {Words(Match)} {Expected}";

    private static string Words(MatchType match) => match switch
    {
        MatchType.Equal => "equal to",
        MatchType.Greater => "greater than",
        MatchType.Less => "less than",
        MatchType.GreaterOrEqual => "at least",
        MatchType.LessOrEqual => "at most",
        MatchType.Range => "in",
        MatchType.FlagsAllSet => "with all flags of",
        MatchType.FlagsAnySet => "with any flag of",
        MatchType.FlagsNoneSet => "without the flags of",
        MatchType.EqualCaseInsensitive => "equal (any case) to",
        MatchType.NotEqual => "other than",
        MatchType.Prefix => "ending with",
        _ => "not ending with",
    };
}
