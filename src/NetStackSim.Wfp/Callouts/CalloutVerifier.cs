namespace NetStackSim.Wfp;

/// <summary>Watches what callouts do and names the rule that one broke. Off the path: only a broken rule costs anything.</summary>
public sealed class CalloutVerifier
{
    private const int KeptViolations = 256;

    private readonly List<ContractViolation> _violations = [];

    /// <summary>What happens on a violation; by default it is recorded.</summary>
    public ContractMode Mode { get; set; } = ContractMode.Record;

    /// <summary>Number of violations since the start.</summary>
    public long Count { get; private set; }

    /// <summary>The first violations in the order in which they happened.</summary>
    public IReadOnlyList<ContractViolation> Violations => _violations;

    internal void Report(ContractRule rule, RuntimeFilter filter, string message) =>
        Report(rule, filter.Layer.Name, filter.Definition.CalloutKey, filter.Id, message);

    internal void Report(ContractRule rule, string layer, Guid callout, ulong filterId, string message)
    {
        if (Mode == ContractMode.Off)
        {
            return;
        }

        Count++;
        ContractViolation violation = new(rule, layer, callout, filterId, message);
        if (_violations.Count < KeptViolations)
        {
            _violations.Add(violation);
        }

        if (Mode == ContractMode.Throw)
        {
            throw new ContractViolationException(violation);
        }
    }
}
