using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Small services for every driver.</content>
public sealed partial class NdisRuntime
{
    /// <summary>Longest stall that a driver may ask for, microseconds.</summary>
    public const int MaxStallMicroseconds = 50;

    private const int MaxErrorLogEntries = 256;

    private readonly List<ErrorLogEntry> _errorLog = [];

    /// <summary>What drivers wrote to the error log, oldest first; the first 256 entries are kept.</summary>
    public IReadOnlyList<ErrorLogEntry> ErrorLog => _errorLog;

    /// <summary>Explains a stop of this host, with what is out at this moment.</summary>
    public BugCheckAnalysis Analyze(BugCheckException stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        return new BugCheckAnalysis(this, stop, Kernel.Now);
    }

    /// <summary>Explains a broken rule that was recorded and did not stop the host.</summary>
    public BugCheckAnalysis Analyze(in VerifierViolation violation) =>
        new(this, new BugCheckException(violation.Rule.Code, violation.Culprit, $"{violation.Rule.Name}: {violation.Message}", violation.Rule.Parameter1), violation.TimeNs);

    /// <summary>The present level. Not in a data handler: there the dispatch flag of the call says all that a driver may use (rule Flags_Irql).</summary>
    [WindowsDdi("NDIS_CURRENT_IRQL")]
    public Irql GetCurrentIrql(string caller)
    {
        if (Ownership is { IsInDataHandler: true } verifier)
        {
            verifier.Violation(NdisVerifierRules.FlagsIrql, caller, $"{caller} asked for the present IRQL in a data handler; use the dispatch flag of the call");
        }

        return Kernel.CurrentProcessor.Irql;
    }

    /// <summary>Keeps the processor busy. IRQL: any.</summary>
    /// <param name="caller">The driver, for reports.</param>
    /// <param name="microseconds">How long; more than <see cref="MaxStallMicroseconds"/> breaks rule NdisStallExecution_Delay.</param>
    [WindowsDdi("NdisStallExecution")]
    public void StallExecution(string caller, int microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        if (microseconds > MaxStallMicroseconds)
        {
            Ownership?.Violation(NdisVerifierRules.StallExecution, caller, $"{caller} stalled the processor for {microseconds} us; {MaxStallMicroseconds} us at most");
        }

        Kernel.CurrentProcessor.Charge(microseconds * 1000L);
    }

    internal void Log(ErrorLogEntry entry)
    {
        if (_errorLog.Count < MaxErrorLogEntries)
        {
            _errorLog.Add(entry);
        }
    }
}
