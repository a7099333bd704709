namespace NetStackSim.Kernel;

/// <content>The cancel lock, and completions that are posted.</content>
public sealed partial class IoManager
{
    private readonly Dpc _postedDpc;
    private Processor? _cancelLockHolder;
    private Irql _irqlBeforeCancelLock;
    private Irp? _postedHead;
    private Irp? _postedTail;

    /// <summary>The IRP whose cancel routine runs, until it is completed.</summary>
    internal Irp? CancellingIrp { get; set; }

    /// <summary>Takes the system-wide cancel lock: raises to Dispatch. Released by <see cref="ReleaseCancelLock"/>.</summary>
    [WindowsDdi("IoAcquireCancelSpinLock")]
    public void AcquireCancelLock()
    {
        Processor processor = Kernel.CurrentProcessor;
        if (_cancelLockHolder is not null)
        {
            Kernel.BugCheck(BugCheckCode.SpinLockAlreadyOwned, 0, 0, 0, 0, processor.Name, "the cancel lock was acquired while it was held");
        }

        _irqlBeforeCancelLock = processor.Irql;
        _cancelLockHolder = processor;
        processor.RaiseIrql(Irql.Dispatch);
    }

    /// <summary>Releases the cancel lock and restores the IRQL it was taken at.</summary>
    [WindowsDdi("IoReleaseCancelSpinLock")]
    public void ReleaseCancelLock()
    {
        if (_cancelLockHolder is not { } processor)
        {
            Kernel.BugCheck(BugCheckCode.SpinLockNotOwned, 0, 0, 0, 0, Kernel.CurrentProcessor.Name, "the cancel lock was released and is not held");
            return;
        }

        _cancelLockHolder = null;
        processor.SetIrql(_irqlBeforeCancelLock);
    }

    /// <summary>Calls a cancel routine with the cancel lock held, and checks that it let go of it.</summary>
    internal void RunCancelRoutine(IrpCancelRoutine routine, DeviceObject? device, Irp irp)
    {
        Irp? outer = CancellingIrp;
        int serial = irp.Serial;
        CancellingIrp = irp;
        routine(device, irp);
        CancellingIrp = outer;
        if (_cancelLockHolder is not null)
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
