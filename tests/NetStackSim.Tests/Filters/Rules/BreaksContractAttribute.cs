using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Names the rule of the callout contract that a test breaks. Each has exactly one such test: <see cref="ContractRuleCoverageTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BreaksContractAttribute(ContractRule rule) : Attribute
{
    public ContractRule Rule { get; } = rule;
}
