using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Lets a callout hold an ALE operation (<c>completionHandle</c> of the metadata).</summary>
public sealed class CompletionHandle
{
    private readonly IPendedOperation _operation;
    private bool _isComplete;

    /// <summary>Makes a handle for one classification.</summary>
    /// <param name="operation">What the stack goes on with.</param>
    /// <param name="canPend">False when the operation is authorised again: that cannot wait.</param>
    public CompletionHandle(IPendedOperation operation, bool canPend)
    {
        _operation = operation;
        CanPend = canPend;
    }

    /// <summary>False when the classification cannot wait.</summary>
    public bool CanPend { get; }

    /// <summary>True once a callout holds the operation.</summary>
    public bool IsPended { get; private set; }

    /// <summary>Holds the operation; the callout then answers Block and Absorb and completes it exactly once later.</summary>
    /// <returns>Success, or <see cref="FwpStatus.CannotPend"/>.</returns>
    [WindowsDdi("FwpsPendOperation0")]
    public NtStatus Pend()
    {
        if (!CanPend || IsPended)
        {
            return FwpStatus.CannotPend;
        }

        IsPended = true;
        return NtStatus.Success;
    }

    /// <summary>Ends the wait; the stack goes on with the verdict.</summary>
    /// <param name="verdict">Permit or Block.</param>
    /// <returns>Success; invalid parameter when the operation is not held or complete already.</returns>
    [WindowsDdi("FwpsCompleteOperation0")]
    public NtStatus Complete(InspectionVerdict verdict)
    {
        if (!IsPended || _isComplete)
        {
            return NtStatus.InvalidParameter;
        }

        _isComplete = true;
        _operation.Complete(verdict);
        return NtStatus.Success;
    }
}
