namespace NetStackSim.Kernel;

/// <content>Completion: pending mark, the walk up, and the rules that hold on the way.</content>
public sealed partial class Irp
{
    /// <summary>While a completion routine runs: whether the layer just finished had marked the IRP pending.</summary>
    public bool PendingReturned { get; private set; }

    /// <summary>Announces that the driver of the current location will return <see cref="NtStatus.Pending"/>. To be called before the IRP is queued.</summary>
    [WindowsDdi("IoMarkIrpPending")]
    public void MarkPending()
    {
        if (_currentLocation > _stackCount)
        {
            // Rule 6: the creator has no location; the mark would land outside of the IRP.
            _manager.Violation(IrpRules.PendingPropagation, this, "IoMarkIrpPending by the creator of the IRP, who has no stack location of its own.");
            return;
        }

        _locations[_currentLocation - 1].Control |= StackLocationControl.PendingReturned;
    }

    /// <summary>
    /// What a driver that is called directly (as WSK is) does on entry in place of being dispatched: takes the next location as its own and holds the IRP.
    /// </summary>
    /// <param name="device">The driver's device; names the driver in reports.</param>
    /// <param name="majorFunction">Recorded in the location.</param>
    /// <param name="minorFunction">Recorded in the location.</param>
    /// <returns>The driver's location.</returns>
    [WindowsDdi("IoSetNextIrpStackLocation")]
    public IoStackLocation BeginRequest(DeviceObject? device, IrpMajorFunction majorFunction, byte minorFunction = 0)
    {
        _manager.Checks?.BeforeDispatch(this, device);
        IoStackLocation location = Enter(device);
        location.MajorFunction = majorFunction;
        location.MinorFunction = minorFunction;
        return location;
    }

    /// <summary>Hands the IRP back up with the status and information it holds. The caller must not touch it afterwards.</summary>
    [WindowsDdi("IoCompleteRequest")]
    public void Complete()
    {
        if (_state != IrpState.InFlight || _currentLocation > _stackCount)
        {
            _manager.BugCheckIrp(BugCheckCode.MultipleIrpCompleteRequests, this, $"IoCompleteRequest on {Describe()}, which is {_state}: it was completed before.");
        }

        if (_cancelRoutine is not null)
        {
            _manager.BugCheckIrp(BugCheckCode.CancelStateInCompletedIrp, this, $"IoCompleteRequest on {Describe()}, whose cancel routine is still set.");
        }

        _manager.Checks?.BeforeComplete(this);
        if (_manager.CompletionMode == IrpCompletionMode.Posted && IsMarkedPending)
        {
            _state = IrpState.CompletionQueued;
            _manager.PostCompletion(this);
            return;
        }

        CompleteNow();
    }

    /// <summary>Sets status and information and completes. The caller must not touch the IRP afterwards.</summary>
    /// <param name="status">Final status.</param>
    /// <param name="information">Byte count or other number of the result.</param>
    public void Complete(NtStatus status, nuint information = 0)
    {
        _status = status;
        _information = information;
        Complete();
    }

    /// <summary>
    /// Ends a request inside the call that brought it, and returns what that call must return: <paramref name="status"/>, or
    /// <see cref="NtStatus.Pending"/> when completions are posted.
    /// </summary>
    /// <param name="status">Final status.</param>
    /// <param name="information">Byte count or other number of the result.</param>
    public NtStatus CompleteRequest(NtStatus status, nuint information = 0)
    {
        bool posted = _manager.CompletionMode == IrpCompletionMode.Posted && Origin == IrpOrigin.Client;
        if (posted)
        {
            MarkPending();
        }

        Complete(status, information);
        return posted ? NtStatus.Pending : status;
    }

    internal bool IsMarkedPending => (_locations[_currentLocation - 1].Control & StackLocationControl.PendingReturned) != 0;

    /// <summary>The walk up, for <see cref="Complete()"/> and for the DPC that runs posted completions.</summary>
    internal void CompleteNow()
    {
        IoManager manager = _manager;
        _state = IrpState.InFlight;
        manager.EnterCompletion(this);
        while (true)
        {
            IoStackLocation finished = _locations[_currentLocation - 1];
            StackLocationControl control = finished.Control;
            PendingReturned = (control & StackLocationControl.PendingReturned) != 0;
            if (finished.VerifierFrame != 0)
            {
                manager.Checks?.LocationFinished(finished, PendingReturned);
            }

            _currentLocation++;
            bool atTop = _currentLocation > _stackCount;
            if (atTop)
            {
                ReachTop();
            }

            if ((control & InvokeMask()) == 0)
            {
                finished.Clear();
                PropagatePending(atTop);
            }
            else if (RunRoutine(finished, atTop))
            {
                break;
            }

            if (atTop)
            {
                FinishAtTop();
                break;
            }
        }

        manager.LeaveCompletion();
    }

    /// <summary>Calls the routine of the layer above. True if it kept the IRP, which then must not be touched here any more.</summary>
    private bool RunRoutine(IoStackLocation finished, bool atTop)
    {
        IrpCompletionRoutine routine = finished.CompletionRoutine!;
        object? context = finished.Context;
        finished.Clear();
        uint generation = _generation;
        int location = _currentLocation;
        bool pending = PendingReturned;
        if (routine(this, context) == NtStatus.MoreProcessingRequired)
        {
            return true;
        }

        _manager.Checks?.AfterRoutine(this, generation, location, pending, atTop);
        return false;
    }

    private StackLocationControl InvokeMask()
        => (_status.IsSuccess ? StackLocationControl.InvokeOnSuccess : StackLocationControl.InvokeOnError)
            | (Cancel ? StackLocationControl.InvokeOnCancel : StackLocationControl.None);

    /// <summary>A layer without a routine passes the pending mark on by itself (rule 6).</summary>
    private void PropagatePending(bool atTop)
    {
        if (PendingReturned && !atTop)
        {
            _locations[_currentLocation - 1].Control |= StackLocationControl.PendingReturned;
        }
    }

    private void ReachTop()
    {
        _state = IrpState.Owned;
        IrpStatistics statistics = _manager.Statistics;
        statistics.Completed++;
        if (Cancel)
        {
            statistics.Cancelled++;
        }

        if (CountedFile is { } file)
        {
            file.OutstandingRequests--;
            CountedFile = null;
        }
    }

    private void FinishAtTop()
    {
        if (Origin == IrpOrigin.Manager)
        {
            Signal();
            return;
        }

        // Rule 4: nobody above the creator could take the IRP.
        _manager.Violation(
            IrpRules.CreatorRoutine,
            this,
            "The completion walk ran past the top: the creator's completion routine must return STATUS_MORE_PROCESSING_REQUIRED and keep the IRP.");
    }
}
