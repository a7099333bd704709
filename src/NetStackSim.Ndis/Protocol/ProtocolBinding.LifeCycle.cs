using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Bind and open, events, close and unbind: what the protocol calls, and what the driver stack calls.</content>
public sealed partial class ProtocolBinding : IWorkItemTarget
{
    private const int OpenWork = 0;
    private const int CloseWork = 1;

    private readonly List<NetPnPEvent> _events = [];
    private PendingStep? _step;
    private PendingStep? _closing;
    private bool _mayOpen;
    private bool _isOpening;
    private bool _isClosePending;
    private int _requestsOut;

    /// <summary>Opens the adapter with EtherTypes of the protocol's choice. From the bind handler, or until the bind is complete; once.</summary>
    /// <returns>Success; Pending and later <see cref="IProtocol.OpenAdapterComplete"/>; InvalidState when the binding is open already.</returns>
    /// <exception cref="BugCheckException">Called outside the bind (0x7C/0x16).</exception>
    /// <remarks>IRQL: Passive.</remarks>
    [WindowsDdi("NdisOpenAdapterEx")]
    public NtStatus Open(OpenParameters parameters)
    {
        NdisDdi.OpenAdapterEx.Check(Adapter.Kernel);
        NdisArgument.NotNull(parameters, Adapter.Kernel, "NdisOpenAdapterEx");
        if (!_mayOpen)
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.OpenOutsideBind, Driver.Name, $"'{Name}' was opened outside the bind handler");
        }

        if (IsOpen || _isOpening)
        {
            return NdisStatus.InvalidState;
        }

        FrameTypes = [.. parameters.FrameTypes];
        if (!_stack.Runtime.PendsOpens)
        {
            IsOpen = true;
            return NtStatus.Success;
        }

        _isOpening = true;
        new WorkItem(Adapter.Kernel, this, OpenWork).Queue();
        return NtStatus.Pending;
    }

    /// <summary>
    /// Closes the adapter: from the unbind handler or until the unbind is complete, or in a bind that is to fail. Nothing may be out but requests; NDIS waits for those.
    /// IRQL: Passive.
    /// </summary>
    /// <returns>Success, or Pending and later <see cref="IProtocol.CloseAdapterComplete"/>; InvalidState when there is nothing to close.</returns>
    /// <exception cref="BugCheckException">Lists are out (0x7C/0x27).</exception>
    [WindowsDdi("NdisCloseAdapterEx")]
    public NtStatus Close()
    {
        if (!IsOpen || State is not (BindingState.Closing or BindingState.Opening))
        {
            return NdisStatus.InvalidState;
        }

        RequireNothingOut();
        IsOpen = false;
        if (_requestsOut == 0 && !_stack.Runtime.PendsOpens)
        {
            return NtStatus.Success;
        }

        _isClosePending = true;
        RequestEnded();
        return NtStatus.Pending;
    }

    /// <summary>The protocol completes a bind that it had left pending. IRQL: Passive.</summary>
    [WindowsDdi("NdisCompleteBindAdapterEx")]
    public void BindComplete(NtStatus status) => CompleteStep(BindingState.Opening, status, "NdisCompleteBindAdapterEx");

    /// <summary>The protocol completes an unbind that it had left pending. IRQL: Passive.</summary>
    [WindowsDdi("NdisCompleteUnbindAdapterEx")]
    public void UnbindComplete()
    {
        NdisDdi.CompleteUnbindAdapterEx.Check(Adapter.Kernel);
        CompleteStep(BindingState.Closing, NtStatus.Success, "NdisCompleteUnbindAdapterEx");
    }

    /// <summary>The protocol completes an event that it had left pending. IRQL: Passive.</summary>
    [WindowsDdi("NdisCompleteNetPnPEvent")]
    public void CompleteNetPnPEvent(NetPnPEvent netPnPEvent, NtStatus status)
    {
        NdisDdi.CompleteNetPnPEvent.Check(Adapter.Kernel);
        NdisArgument.NotNull(netPnPEvent, Adapter.Kernel, "NdisCompleteNetPnPEvent");
        if (!_events.Remove(netPnPEvent))
        {
            RaiseIllegal($"NdisCompleteNetPnPEvent({netPnPEvent}) for '{Name}': nobody waits for it");
        }

        netPnPEvent.AnsweredLater(status);
    }

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem)
    {
        if (workItem.Id == OpenWork)
        {
            _isOpening = false;
            IsOpen = _mayOpen;
            _protocol?.OpenAdapterComplete(_mayOpen ? NtStatus.Success : NdisStatus.Closing);
            return;
        }

        if (_isClosePending)
        {
            _isClosePending = false;
            _protocol?.CloseAdapterComplete();
        }

        _closing?.Complete(NtStatus.Success);
        _closing = null;
    }

    /// <summary>ProtocolBindAdapterEx.</summary>
    internal PendingStep Bind()
    {
        MoveTo(BindingEvent.BindCalled);
        _mayOpen = true;
        PendingStep step = _step = new PendingStep($"bind of protocol '{Name}'", null, Driver.Name);
        Driver.HandlerDepth++;
        NtStatus status = Driver.Driver.BindAdapter(this, new BindParameters(Adapter.Name, Attributes, Adapter.PortTable.Active), out _protocol);
        Driver.HandlerDepth--;
        return step.Returned(status);
    }

    /// <summary>The bind is complete.</summary>
    /// <returns>Its result.</returns>
    internal NtStatus EndBind(NtStatus status)
    {
        _mayOpen = false;
        if (status == NtStatus.Success && _protocol is null)
        {
            status = NdisStatus.BadCharacteristics;
        }

        if (status == NtStatus.Success)
        {
            IsOpen = true;
            MoveTo(BindingEvent.BindSucceeded);
            return status;
        }

        Forget();
        MoveTo(BindingEvent.BindFailed);
        return status;
    }

    /// <summary>NetEventPause.</summary>
    internal PendingStep Pause(PauseReason reason)
    {
        MoveTo(BindingEvent.PauseSent);
        return Notify(new NetPnPEvent(reason), NdisWatchdog.ProtocolPause);
    }

    /// <summary>A step that is complete when all sends of the binding are back.</summary>
    internal PendingStep Drain()
    {
        PendingStep step = new($"sends of '{Name}'", NdisWatchdog.ProtocolPause, Driver.Name);
        _drain = _outstandingSends == 0 ? null : step;
        return step.Returned(_outstandingSends == 0 ? NtStatus.Success : NtStatus.Pending);
    }

    /// <summary>NetEventRestart.</summary>
    internal PendingStep Restart()
    {
        MoveTo(BindingEvent.RestartSent);
        return Notify(new NetPnPEvent(NetPnPEventCode.Restart), null);
    }

    /// <summary>An event to this binding alone.</summary>
    internal PendingStep Notify(NetPnPEvent netPnPEvent, NdisWatchdog? watchdog = NdisWatchdog.ProtocolNetPnPEvent)
    {
        PendingStep step = netPnPEvent.Step = new PendingStep($"{netPnPEvent} of protocol '{Name}'", watchdog, Driver.Name) { Tag = netPnPEvent };
        Ask(netPnPEvent);
        return step.Returned(netPnPEvent.Result);
    }

    /// <summary>ProtocolNetPnPEvent; the answer is noted in the event.</summary>
    internal void Ask(NetPnPEvent netPnPEvent)
    {
        netPnPEvent.Asked();
        _events.Add(netPnPEvent);
        NtStatus status = _protocol!.NetPnPEvent(netPnPEvent);
        if (status == NtStatus.Pending)
        {
            netPnPEvent.Step?.MoveTo(Driver.Name, netPnPEvent.Code == NetPnPEventCode.Pause ? NdisWatchdog.ProtocolPause : NdisWatchdog.ProtocolNetPnPEvent);
        }
        else if (_events.Remove(netPnPEvent))
        {
            netPnPEvent.Answered(status);
        }
        else
        {
            RaiseIllegal($"{netPnPEvent} of '{Name}' was completed and returned {status} as well");
        }
    }

    /// <summary>ProtocolUnbindAdapterEx.</summary>
    internal PendingStep Unbind()
    {
        MoveTo(BindingEvent.UnbindCalled);
        PendingStep step = _step = new PendingStep($"unbind of protocol '{Name}'", NdisWatchdog.ProtocolUnbind, Driver.Name);
        Driver.HandlerDepth++;
        NtStatus status = _protocol!.Unbind();
        Driver.HandlerDepth--;
        return step.Returned(status);
    }

    /// <summary>The unbind is complete: nothing may be out any more but requests, for which this step waits.</summary>
    internal PendingStep AwaitClosed()
    {
        RequireNothingOut();
        IsOpen = false;
        PendingStep step = new($"requests of '{Name}'", NdisWatchdog.ProtocolUnbind, Driver.Name);
        bool isClosed = _requestsOut == 0 && !_isClosePending;
        _closing = isClosed ? null : step;
        return step.Returned(isClosed ? NtStatus.Success : NtStatus.Pending);
    }

    /// <summary>The binding is gone.</summary>
    internal void Unbound()
    {
        MoveTo(BindingEvent.UnbindCompleted);
        Forget();
    }

    internal void MoveTo(BindingEvent what)
    {
        BindingState before = State;
        if (BindingTransitions.Next(before, what) is not { } next)
        {
            RaiseIllegal($"{what} for binding '{Name}', which is {State}");
            return;
        }

        State = next;
        _isRunning = next == BindingState.Running;
        _stack.Runtime.LifeCycleObserver?.OnBinding(this, before, what);
    }

    private void RequestEnded()
    {
        if (_requestsOut == 0 && (_isClosePending || _closing is not null))
        {
            new WorkItem(Adapter.Kernel, this, CloseWork).Queue();
        }
    }

    private void RequireNothingOut()
    {
        if (_outstandingSends != 0 || _outstandingReceives != 0)
        {
            NdisBugCheck.Raise(
                Adapter.Kernel, NdisBugCheckCode.LeakedNetBufferLists, Driver.Name,
                $"'{Name}' was unbound with {_outstandingSends} sends and {_outstandingReceives} received lists out", 1);
        }
    }

    private void Forget()
    {
        _protocol = null;
        IsOpen = false;
        PacketFilter = PacketFilter.None;
        MulticastList = [];
        Options = ProtocolBindingOptions.None;
        Lookahead = 0;
        Granted = new GrantedWishes();
    }

    private void CompleteStep(BindingState expected, NtStatus status, string call)
    {
        if (State != expected || _step is not { IsCompleted: false } step)
        {
            RaiseIllegal($"{call} for '{Name}', which is {State}");
            return;
        }

        step.Complete(status);
    }

    private void RaiseIllegal(string text) => NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, text);
}
