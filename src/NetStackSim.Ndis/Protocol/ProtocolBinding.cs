using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The NDIS side of a binding: one protocol over one adapter (NdisOpenAdapterEx, NdisSendNetBufferLists, ...).</summary>
public sealed partial class ProtocolBinding : IOidSubmitter
{
    private readonly DriverStack _stack;
    private IProtocol? _protocol;
    private PendingStep? _step;
    private bool _mayOpen;

    internal ProtocolBinding(DriverStack stack, ProtocolRegistration driver)
    {
        _stack = stack;
        Driver = driver;
        ObjectNumber = stack.Runtime.NextObjectNumber();
        Name = $"{stack.Adapter.Name}-{driver.Name}";
        Node = stack.AddNode("protocol:" + driver.Name, Name, this);
    }

    /// <summary>Name: adapter and protocol.</summary>
    public string Name { get; }

    /// <summary>The driver.</summary>
    public ProtocolRegistration Driver { get; }

    /// <summary>Where the binding is in its life.</summary>
    public BindingState State { get; private set; }

    /// <summary>The adapter below.</summary>
    public MiniportAdapter Adapter => _stack.Adapter;

    /// <summary>What is known of the adapter: address, MTU, link, offloads, interface.</summary>
    public AdapterAttributes Attributes => _stack.Adapter.Attributes;

    /// <summary>The protocol's side of the binding; null while it is not bound.</summary>
    public IProtocol? Protocol => _protocol;

    /// <summary>EtherTypes that NDIS dispatches to this binding, host order; empty: all.</summary>
    public IReadOnlyList<ushort> FrameTypes { get; private set; } = [];

    /// <summary>What this binding asked to receive; set with <see cref="Oid.GenCurrentPacketFilter"/>.</summary>
    public PacketFilter PacketFilter { get; internal set; }

    /// <summary>The multicast list of this binding; set with <see cref="Oid.Ethernet8023MulticastList"/>.</summary>
    public IReadOnlyList<MacAddress> MulticastList { get; internal set; } = [];

    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    internal PathNode Node { get; }

    internal bool IsOpen { get; private set; }

    /// <summary>Opens the adapter with EtherTypes of the protocol's choice. From the bind handler only, once.</summary>
    /// <returns>Success, or InvalidState when the binding is open already.</returns>
    /// <exception cref="BugCheckException">Called outside the bind handler (0x7C/0x16).</exception>
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

        if (IsOpen)
        {
            return NdisStatus.InvalidState;
        }

        FrameTypes = [.. parameters.FrameTypes];
        IsOpen = true;
        return NtStatus.Success;
    }

    /// <summary>When the adapter below is a virtual miniport: the context that its intermediate driver gave it; null otherwise. IRQL: below Dispatch.</summary>
    [WindowsDdi("NdisIMGetBindingContext")]
    public object? ImBindingContext => Adapter.ImDeviceContext;

    /// <summary>The protocol completes an event that it had left pending. IRQL: Passive.</summary>
    [WindowsDdi("NdisCompleteNetPnPEvent")]
    public void CompleteNetPnPEvent(NetPnPEvent netPnPEvent, NtStatus status)
    {
        NdisDdi.CompleteNetPnPEvent.Check(Adapter.Kernel);
        if (_step is not { IsCompleted: false } step || !ReferenceEquals(step.Tag, netPnPEvent))
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"NdisCompleteNetPnPEvent({netPnPEvent}) for '{Name}': nobody waits for it");
            return;
        }

        step.Complete(status);
    }

    /// <summary>The protocol completes an unbind that it had left pending. IRQL: Passive.</summary>
    [WindowsDdi("NdisCompleteUnbindAdapterEx")]
    public void UnbindComplete()
    {
        NdisDdi.CompleteUnbindAdapterEx.Check(Adapter.Kernel);
        if (State != BindingState.Closing || _step is not { IsCompleted: false } step)
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"NdisCompleteUnbindAdapterEx for '{Name}', which is {State}");
            return;
        }

        step.Complete(NtStatus.Success);
    }

    /// <summary>The protocol gives the adapter up on its own account. Asynchronous: the unbind handler is called from a work item. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisUnbindAdapter")]
    public void RequestUnbind()
    {
        NdisDdi.UnbindAdapter.Check(Adapter.Kernel);
        _stack.RequestUnbind(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({State})";

    /// <summary>ProtocolBindAdapterEx.</summary>
    internal NtStatus Bind()
    {
        MoveTo(BindingEvent.BindCalled);
        _mayOpen = true;
        Driver.HandlerDepth++;
        NtStatus status = Driver.Driver.BindAdapter(this, new BindParameters(Adapter.Name, Attributes), out _protocol);
        Driver.HandlerDepth--;
        _mayOpen = false;
        if (status == NtStatus.Success && _protocol is null)
        {
            status = NdisStatus.BadCharacteristics;
        }

        if (status != NtStatus.Success)
        {
            _protocol = null;
            IsOpen = false;
            MoveTo(BindingEvent.BindFailed);
            return status;
        }

        IsOpen = true;
        MoveTo(BindingEvent.BindSucceeded);
        return status;
    }

    /// <summary>NetEventPause; complete when the protocol has said so and all its sends are back.</summary>
    internal PendingStep Pause(PauseReason reason)
    {
        MoveTo(BindingEvent.PauseSent);
        return Notify(new NetPnPEvent(NetPnPEventCode.Pause, reason), NdisWatchdog.ProtocolPause);
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

    /// <summary>Any other event.</summary>
    internal PendingStep Notify(NetPnPEvent netPnPEvent, NdisWatchdog? watchdog = NdisWatchdog.ProtocolNetPnPEvent)
    {
        PendingStep step = _step = new PendingStep($"{netPnPEvent} of protocol '{Name}'", watchdog, Driver.Name) { Tag = netPnPEvent };
        return step.Returned(_protocol!.NetPnPEvent(netPnPEvent));
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

    /// <summary>The unbind is complete: nothing may be out any more.</summary>
    internal void Unbound()
    {
        if (_outstandingSends != 0 || _outstandingReceives != 0)
        {
            NdisBugCheck.Raise(
                Adapter.Kernel, NdisBugCheckCode.LeakedNetBufferLists, Driver.Name,
                $"'{Name}' was unbound with {_outstandingSends} sends and {_outstandingReceives} received lists out", 1);
        }

        MoveTo(BindingEvent.UnbindCompleted);
        _protocol = null;
        IsOpen = false;
        PacketFilter = PacketFilter.None;
        MulticastList = [];
    }

    internal void MoveTo(BindingEvent what)
    {
        if (BindingTransitions.Next(State, what) is not { } next)
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"{what} for binding '{Name}', which is {State}");
            return;
        }

        State = next;
        _isRunning = next == BindingState.Running;
    }
}
