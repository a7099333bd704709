namespace NetStackSim.Kernel;

/// <content>The cancel lock, and completions that are posted.</content>
public sealed partial class IoManager
{
    private readonly SimSpinLock _cancelLock;
    private readonly Dpc _postedDpc;
    private Irql _irqlBeforeCancelLock;
    private Irp? _postedHead;
    private Irp? _postedTail;

    /// <summary>The IRP whose cancel routine runs, until it is completed.</summary>
    internal Irp? CancellingIrp { get; set; }

    /// <summary>Takes the system-wide cancel lock: raises to Dispatch. Released by <see cref="ReleaseCancelLock"/>.</summary>
    [WindowsDdi("IoAcquireCancelSpinLock")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void AcquireCancelLock()
    {
        Irql before = Kernel.CurrentProcessor.Irql;
        _cancelLock.Acquire();
        _irqlBeforeCancelLock = before;
    }

    /// <summary>Releases the cancel lock and restores the IRQL it was taken at.</summary>
    [WindowsDdi("IoReleaseCancelSpinLock")]
    public void ReleaseCancelLock() => _cancelLock.Release(_irqlBeforeCancelLock);

    /// <summary>Calls a cancel routine with the cancel lock held, and checks that it let go of it.</summary>
    internal void RunCancelRoutine(IrpCancelRoutine routine, DeviceObject? device, Irp irp)
    {
        Irp? outer = CancellingIrp;
        int serial = irp.Serial;
        CancellingIrp = irp;
        routine(device, irp);
        CancellingIrp = outer;
        if (_cancelLock.Owner is not null)
        {
            Kernel.BugCheck(
                BugCheckCode.DriverReturnedHoldingCancelLock,
                (ulong)serial,
                0,
                0,
                0,
                device?.DisplayName ?? "a driver without device",
                "the cancel routine returned with the cancel lock held");
        }
    }

    /// <summary>Queues a completion walk for the DPC (<see cref="IrpCompletionMode.Posted"/>).</summary>
    internal void PostCompletion(Irp irp)
    {
        irp.QueueNext = null;
        if (_postedTail is null)
        {
            _postedHead = irp;
            _postedDpc.Queue();
        }
        else
        {
            _postedTail.QueueNext = irp;
        }

        _postedTail = irp;
    }

    private void RunPostedCompletions()
    {
        // Completions that the routines cause are appended and run in this same DPC, one after the other, never nested.
        while (_postedHead is { } irp)
        {
            _postedHead = irp.QueueNext;
            if (_postedHead is null)
            {
                _postedTail = null;
            }

            irp.QueueNext = null;
            irp.CompleteNow();
        }
    }

    private sealed class PostedCompletions(IoManager manager) : IDpcTarget
    {
        public void OnDpc(Dpc dpc) => manager.RunPostedCompletions();
    }
}
