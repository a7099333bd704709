namespace NetStackSim.Wfp;

/// <summary>What a contract rule wants, where Windows says so and how a driver keeps it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Source">The Windows function, structure or topic that states the contract.</param>
/// <param name="Remedy">What the driver has to do instead.</param>
public sealed record ContractRuleInfo(ContractRule Rule, string Source, string Remedy)
{
    /// <summary>The stable id for logs and searches, for example <c>WFP0017</c>.</summary>
    public string Id => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"WFP{(int)Rule:D4}");
}
