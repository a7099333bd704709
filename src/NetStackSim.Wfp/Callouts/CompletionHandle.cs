using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Lets a callout hold an ALE operation (<c>completionHandle</c> of the metadata).</summary>
public sealed class CompletionHandle
{
    private readonly IPendedOperation? _operation;
    private RuntimeCallout? _keeper;
    private bool _isComplete;

    /// <summary>Makes a handle for one classification.</summary>
    /// <param name="operation">What the stack goes on with; null when it cannot wait, as when a flow is authorised again.</param>
    public CompletionHandle(IPendedOperation? operation) => _operation = operation;

    /// <summary>False when the classification cannot wait.</summary>
    public bool CanPend => _operation is not null;

    /// <summary>True once a callout holds the operation.</summary>
    public bool IsPended { get; private set; }

    /// <summary>Holds the operation; the callout then answers Block and Absorb and completes it exactly once later.</summary>
    /// <param name="metadata">The metadata of the classification.</param>
    /// <returns>Success, or <see cref="FwpStatus.CannotPend"/>.</returns>
    [WindowsDdi("FwpsPendOperation0")]
    public NtStatus Pend(in ClassifyMetadata metadata)
    {
        if (!CanPend || IsPended)
        {
            return FwpStatus.CannotPend;
        }

        IsPended = true;
        return NtStatus.Success;
    }

    /// <summary>A callout holds the operation.</summary>
    internal void Keep(RuntimeCallout callout)
    {
        _keeper = callout;
        callout.Pended++;
    }

    /// <summary>
    /// Ends the wait. A connect, bind or listen is classified again, where the callout gives the decision that it came to; for a pended
    /// accept the packet is gone, and what the callout injects is classified as a new one.
    /// </summary>
    /// <returns>Success; invalid parameter when the operation is not held or complete already.</returns>
    [WindowsDdi("FwpsCompleteOperation0")]
    public NtStatus Complete()
    {
        if (!IsPended || _isComplete)
        {
            return NtStatus.InvalidParameter;
        }

        _isComplete = true;
        if (_keeper is not null)
        {
            _keeper.Pended--;
        }

        _operation!.Resume();
        return NtStatus.Success;
    }
}
