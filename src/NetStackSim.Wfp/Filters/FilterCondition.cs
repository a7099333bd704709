namespace NetStackSim.Wfp;

/// <summary>One condition of a filter (<c>FWPM_FILTER_CONDITION0</c>).</summary>
/// <param name="FieldKey">The field.</param>
/// <param name="Match">How to compare.</param>
/// <param name="Value">What to compare with.</param>
public readonly record struct FilterCondition(Guid FieldKey, FwpMatchType Match, FwpValue Value)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string field = WellKnownNames.Strip(WellKnownNames.Condition(FieldKey), "FWPM_CONDITION_");
        return $"{field} {Match} {FwpText.Of(field, Value)}";
    }
}
