using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Lets a callout hold an ALE operation (<c>completionHandle</c> of the metadata).</summary>
public sealed class CompletionHandle
{
    private readonly FilterEngine? _engine;
    private readonly IPendedOperation? _operation;
    private RuntimeFilter? _keeper;
    private bool _isComplete;

    /// <summary>Makes a handle for one classification.</summary>
    /// <param name="operation">What the stack goes on with; null when it cannot wait, as when a flow is authorised again.</param>
    /// <param name="engine">The engine, which watches what is done with the handle; null for nobody.</param>
    public CompletionHandle(IPendedOperation? operation, FilterEngine? engine = null)
    {
        _operation = operation;
        _engine = engine;
    }

    /// <summary>False when the classification cannot wait.</summary>
    public bool CanPend => _operation is not null;

    /// <summary>True once a callout holds the operation.</summary>
    public bool IsPended { get; private set; }

    /// <summary>Holds the operation; the callout then answers Block and Absorb and completes it exactly once later.</summary>
    /// <param name="metadata">The metadata of the classification.</param>
    /// <returns>Success, or <see cref="FwpStatus.CannotPend"/>.</returns>
    [WindowsDdi("FwpsPendOperation0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Pend(in ClassifyMetadata metadata)
    {
        if (_engine is { } engine && engine.Refuses("FwpsPendOperation0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!CanPend || IsPended)
        {
            return FwpStatus.CannotPend;
        }

        IsPended = true;
        return NtStatus.Success;
    }

    /// <summary>A callout holds the operation.</summary>
    internal void Keep(RuntimeFilter filter)
    {
        _keeper = filter;
        filter.Callout!.Pended += _isComplete ? 0 : 1;
    }

    /// <summary>
    /// Ends the wait. A connect, bind or listen is classified again, where the callout gives the decision that it came to; for a pended
    /// accept the packet is gone, and what the callout injects is classified as a new one. Inside classifyFn it takes effect after the call.
    /// </summary>
    /// <returns>Success; invalid parameter when the operation is not held or complete already.</returns>
    [WindowsDdi("FwpsCompleteOperation0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Complete()
    {
        _engine?.AssertIrqlAtMost(Irql.Dispatch, "FwpsCompleteOperation0");
        if (!IsPended || _isComplete)
        {
            string message = _isComplete ? "an operation was completed twice" : "an operation was completed that nobody holds";
            _engine?.Contracts.Report(ContractRule.CompletedTwice, message, _keeper);
            return NtStatus.InvalidParameter;
        }

        _isComplete = true;
        if (_keeper is { Callout: { } callout })
        {
            callout.Pended--;
        }

        if (_engine?.Completions.TryDefer(_operation!.Resume) != true)
        {
            _operation!.Resume();
        }

        return NtStatus.Success;
    }
}
