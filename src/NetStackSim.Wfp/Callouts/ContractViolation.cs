namespace NetStackSim.Wfp;

/// <summary>A rule that a callout broke.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Layer">The layer's name; empty when it happened at none.</param>
/// <param name="Callout">The callout's key; all zero when no callout is concerned.</param>
/// <param name="FilterId">The filter through which the callout was called; 0 outside of calls.</param>
/// <param name="Message">What happened, in words.</param>
public sealed record ContractViolation(ContractRule Rule, string Layer, Guid Callout, ulong FilterId, string Message)
{
    /// <summary>The name under which the callout was added; empty when it was not.</summary>
    public string CalloutName { get; init; } = string.Empty;

    /// <summary>Where Windows states the contract, and the remedy.</summary>
    public ContractRuleInfo Info => ContractRules.Get(Rule);

    /// <summary>The rule, who broke it where, what happened, the source and the remedy, in one line.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        string who = Callout == Guid.Empty ? "a driver" : CalloutName.Length == 0 ? $"callout {Callout}" : $"callout \"{CalloutName}\" {Callout}";
        string where = Layer.Length == 0 ? string.Empty : $" at {Layer}";
        string through = FilterId == 0 ? string.Empty : $" (filter {FilterId})";
        return $"{Info.Id} {Rule}: {who}{where}{through}: {Message}. {Info.Source}: {Info.Remedy}.";
    }
}
