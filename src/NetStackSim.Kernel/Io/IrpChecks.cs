namespace NetStackSim.Kernel;

/// <summary>The rules of the IRP model that need book-keeping; present only while the host's verifier is on.</summary>
/// <remarks>
/// A dispatch frame remembers what a driver did to the IRP while its dispatch routine ran, because afterwards the IRP may be gone (rule 7). Frames form a
/// stack: calls nest and never overlap on one loop.
/// </remarks>
internal sealed class IrpChecks
{
    private readonly IoManager _manager;
    private Frame[] _frames = new Frame[64];
    private int _depth;

    internal IrpChecks(IoManager manager)
    {
        _manager = manager;
    }

    /// <summary>An IRP is about to be handed to a driver.</summary>
    internal void BeforeDispatch(Irp irp, DeviceObject? device)
    {
        CheckIrql(irp, Irql.Dispatch, "IoCallDriver");
        if (irp.State == IrpState.Free || irp.State == IrpState.CompletionQueued)
        {
            _manager.Violation(IrpRules.Dispatch, irp, $"An IRP that is {irp.State} was handed to {device?.DisplayName ?? "a driver"}.");
        }

        if (irp.State == IrpState.Owned && irp.Origin == IrpOrigin.Client && irp.CurrentLocation > 1)
        {
            CheckCreatorRoutine(irp, device);
        }
    }

    /// <summary>Calls a driver's dispatch routine and checks what it returned against what it did.</summary>
    internal NtStatus Dispatch(DriverDispatch dispatch, DeviceObject device, Irp irp)
    {
        IoStackLocation location = irp.CurrentStackLocation;
        IrpMajorFunction major = location.MajorFunction;
        int number = irp.CurrentLocation;
        int frame = Push(location);
        Irql before = _manager.Kernel.CurrentProcessor.Irql;
        NtStatus status = dispatch(device, irp);
        ref Frame ended = ref _frames[frame - 1];
        bool finished = ended.Finished;

        // An IRP that a driver further down holds takes its mark on the way up (rule 6).
        bool isBelow = !finished && irp.CurrentLocation < number;
        bool marked = finished ? ended.MarkedPending : (location.Control & StackLocationControl.PendingReturned) != 0;
        if (!finished)
        {
            location.VerifierFrame = ended.Outer;
        }

        _depth = frame - 1;
        CheckReturn(irp.Serial, device, major, status, finished, marked, isBelow);
        Irql after = _manager.Kernel.CurrentProcessor.Irql;
        if (after != before)
        {
            _manager.Violation(IrpRules.Irql, device.Driver.Name, $"{major} of {device.Driver.Name} was entered at {before} and returned at {after}.");
        }

        return status;
    }

    /// <summary>The walk up has left a location that still has an open frame.</summary>
    internal void LocationFinished(IoStackLocation location, bool markedPending)
    {
        for (int frame = location.VerifierFrame; frame != 0; frame = _frames[frame - 1].Outer)
        {
            _frames[frame - 1].Finished = true;
            _frames[frame - 1].MarkedPending = markedPending;
        }
    }

    /// <summary>A driver is about to complete an IRP.</summary>
    internal void BeforeComplete(Irp irp)
    {
        CheckIrql(irp, Irql.Dispatch, "IoCompleteRequest");
        if (irp.Status == NtStatus.Pending)
        {
            _manager.Violation(IrpRules.FinalStatus, irp, "The IRP was completed with STATUS_PENDING as its final status.");
        }

        if (irp.Queue is { } queue)
        {
            _manager.Violation(IrpRules.CancelRace, irp, $"The IRP was completed while it is still in the queue '{queue.Name}'.");
        }

        if (_manager.Kernel.CurrentProcessor.LastHeldLock is { } held)
        {
            _manager.Violation(IrpRules.LockHeld, irp, $"The IRP was completed while the spin lock '{held.Name}' is held: collect, release, complete.");
        }

        if (!ReferenceEquals(_manager.CancellingIrp, irp))
        {
            return;
        }

        // From here on the IRP may live on: its completion routine may reuse and send it.
        _manager.CancellingIrp = null;
        if (irp.Status != NtStatus.Cancelled || irp.Information != 0)
        {
            _manager.Violation(
                IrpRules.CancelRoutine,
                irp,
                $"The cancel routine completed the IRP with {irp.Status} and information {irp.Information}; it must be STATUS_CANCELLED and 0.");
        }
    }

    /// <summary>A completion routine has let the walk go on.</summary>
    internal void AfterRoutine(Irp irp, uint generation, int location, bool pending, bool atTop)
    {
        IrpState expected = atTop ? IrpState.Owned : IrpState.InFlight;
        if (irp.Generation != generation || irp.CurrentLocation != location || irp.State != expected)
        {
            _manager.Violation(
                IrpRules.RoutineKeptIrp,
                irp,
                "A completion routine freed, reused, completed or sent the IRP and did not return STATUS_MORE_PROCESSING_REQUIRED.");
        }

        if (pending && !atTop && !irp.IsMarkedPending)
        {
            _manager.Violation(
                IrpRules.PendingPropagation,
                irp,
                $"The completion routine of {irp.CurrentStackLocation.DeviceObject?.DisplayName ?? "a driver"} passed on an IRP with PendingReturned and did not call IoMarkIrpPending.");
        }
    }

    /// <summary>Somebody is about to wait for an IRP.</summary>
    internal void BeforeWait(Irp irp, string operation)
    {
        Irql irql = _manager.Kernel.CurrentProcessor.Irql;
        if (irql != Irql.Passive)
        {
            _manager.Violation(IrpRules.Wait, irp, $"{operation} at {irql}: waiting is legal at Passive only.");
        }
    }

    /// <summary>Somebody is about to wait for an IRP whose call returned PENDING: a driver that was called directly must have marked it, too.</summary>
    internal void BeforeWaitForPending(Irp irp)
    {
        BeforeWait(irp, "KeWaitForSingleObject");
        if (irp.State == IrpState.InFlight && irp.CurrentLocation == irp.StackCount && !irp.IsMarkedPending)
        {
            string driver = irp.CurrentStackLocation.DeviceObject?.DisplayName ?? "a driver without device";
            _manager.Violation(IrpRules.PendingReturn, driver, $"{driver} returned STATUS_PENDING for IRP #{irp.Serial} and did not call IoMarkIrpPending.");
        }
    }

    /// <summary>IRQL rule of one operation on an IRP.</summary>
    internal void CheckIrql(Irp irp, Irql max, string operation)
    {
        Irql irql = _manager.Kernel.CurrentProcessor.Irql;
        if (irql > max)
        {
            _manager.Violation(IrpRules.Irql, irp, $"{operation} at {irql}; it is legal at {max} and below.");
        }
    }

    private void CheckCreatorRoutine(Irp irp, DeviceObject? device)
    {
        IoStackLocation next = irp.NextStackLocation;
        if (next.CompletionRoutine is null)
        {
            _manager.Violation(
                IrpRules.CreatorRoutine,
                irp,
                $"The IRP was handed to {device?.DisplayName ?? "a driver"} without a completion routine of its creator (it must be set again after IoReuseIrp).");
        }

        if ((next.Control & StackLocationControl.InvokeAlways) != StackLocationControl.InvokeAlways)
        {
            _manager.Violation(IrpRules.CreatorRoutine, irp, "The creator's completion routine must be set for success, error and cancel.");
        }
    }

    private void CheckReturn(int serial, DeviceObject device, IrpMajorFunction major, NtStatus status, bool finished, bool marked, bool isBelow)
    {
        string driver = device.Driver.Name;
        if (status == NtStatus.Pending)
        {
            if (!marked && !isBelow)
            {
                _manager.Violation(IrpRules.PendingReturn, driver, $"{major} of {driver} returned STATUS_PENDING for IRP #{serial} and did not call IoMarkIrpPending.");
            }

            return;
        }

        if (marked)
        {
            _manager.Violation(IrpRules.PendingReturn, driver, $"{major} of {driver} marked IRP #{serial} pending and returned {status}.");
        }

        if (!finished)
        {
            _manager.Violation(IrpRules.SynchronousCompletion, driver, $"{major} of {driver} returned {status} and neither completed IRP #{serial} nor marked it pending.");
        }
    }

    private int Push(IoStackLocation location)
    {
        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _depth * 2);
        }

        ref Frame frame = ref _frames[_depth++];
        frame.Finished = false;
        frame.MarkedPending = false;

        // A skipped location is shared: its new driver's frame lies on top of the one of the driver that skipped.
        frame.Outer = location.VerifierFrame;
        location.VerifierFrame = _depth;
        return _depth;
    }

    private struct Frame
    {
        internal bool Finished;
        internal bool MarkedPending;
        internal int Outer;
    }
}
