namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>Names the verifier rule, or the stop ("0x7C/0x1E", "0x7C/0x25/0x11"), that a test breaks. Each has exactly one such test: <see cref="RuleCoverageTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class BreaksRuleAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
