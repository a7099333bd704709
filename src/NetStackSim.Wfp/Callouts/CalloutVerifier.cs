using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Watches what callouts do and names the rule that one broke. Off the path: only a broken rule costs anything.</summary>
/// <remarks>
/// Changes of packets in place are found while the kernel's verifier is told to spend time on it (<see cref="Verifier.RecordsStacks"/>), as they
/// need a hash of each packet before and after the call.
/// </remarks>
public sealed class CalloutVerifier
{
    private const int KeptViolations = 256;

    private readonly List<ContractViolation> _violations = [];
    private readonly FilterEngine _engine;

    internal CalloutVerifier(FilterEngine engine) => _engine = engine;

    /// <summary>What happens on a violation; by default it is recorded.</summary>
    public ContractMode Mode { get; set; } = ContractMode.Record;

    /// <summary>How long one call may keep its processor busy at DISPATCH, in nanoseconds; by default the 100 microseconds that Windows wants of a DPC.</summary>
    public long LongestCallNs { get; set; } = 100_000;

    /// <summary>Number of violations since the start.</summary>
    public long Count { get; private set; }

    /// <summary>The first violations in the order in which they happened.</summary>
    public IReadOnlyList<ContractViolation> Violations => _violations;

    /// <summary>The innermost call that is running.</summary>
    internal CalloutCall Call { get; set; }

    /// <summary>Reports what a callout did in the call that is running, or outside of calls.</summary>
    internal void Report(ContractRule rule, string message, RuntimeFilter? origin = null)
    {
        if ((Call.Filter ?? origin) is { } filter)
        {
            Report(rule, filter, message);
            return;
        }

        Report(rule, string.Empty, Guid.Empty, 0, message);
    }

    internal void Report(ContractRule rule, RuntimeFilter filter, string message) =>
        Report(rule, filter.Layer.Name, filter.Definition.CalloutKey, filter.Id, message);

    internal void Report(ContractRule rule, string layer, Guid callout, ulong filterId, string message)
    {
        if (Mode == ContractMode.Off)
        {
            return;
        }

        Count++;
        ContractViolation violation = new(rule, layer, callout, filterId, message) { CalloutName = _engine.Store.Callouts.Find(callout)?.Value.Name ?? string.Empty };
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
