using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>A listening socket. Established connections go to a pending accept request, else to the accept event, else into the backlog.</summary>
public sealed class WskListenSocket : WskSocket, IListenerClient
{
    private readonly IrpQueue _accepts;
    private readonly Queue<WskConnectionSocket> _backlog = new();
    private readonly IWskListenEvents? _events;
    private IListener? _listener;
    private WskEventState _eventState;
    private bool _conditional;

    internal WskListenSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
        : base(wsk, request)
    {
        _events = request.Events as IWskListenEvents;
        _eventState = new WskEventState(staticEvents & Events);
        _accepts = new IrpQueue("WSK accepts");
    }

    private const WskEventMask Events = WskEventMask.Accept | WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog;

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Listen;

    /// <summary>The bound address.</summary>
    public IpEndpoint LocalAddress => _listener?.Local ?? default;

    /// <summary>Connections that were established and not accepted yet.</summary>
    public int Backlog => _backlog.Count;

    private protected override bool IsBound => _listener is not null;

    /// <summary>Assigns the local address and starts listening.</summary>
    /// <param name="local">An address of this host or the unspecified one.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, InvalidDeviceState.</returns>
    [WindowsDdi("WskBind")]
    public NtStatus Bind(in IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Bind);
        return irp.CompleteRequest(BindCore(local));
    }

    /// <summary>Takes an established connection, or waits for the next one.</summary>
    /// <param name="acceptContext">Context of the new socket.</param>
    /// <param name="acceptEvents">Callbacks of the new socket; they start disabled.</param>
    /// <param name="irp">The request; its InformationObject becomes the <see cref="WskConnectionSocket"/>.</param>
    /// <returns>Success, Pending, InvalidDeviceState.</returns>
    [WindowsDdi("WskAccept")]
    public NtStatus Accept(object? acceptContext, IWskConnectionEvents? acceptEvents, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.Accept);
        if (IsClosing || _listener is null)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        location.Argument1 = acceptContext;
        location.Argument2 = acceptEvents;
        if (_backlog.TryDequeue(out WskConnectionSocket? socket))
        {
            _listener.Accepted();
            Hand(socket, irp);
            return irp.CompleteRequest(NtStatus.Success);
        }

        _accepts.Insert(irp);
        return NtStatus.Pending;
    }

    /// <summary>Ends a pended connection request.</summary>
    /// <param name="inspectId">Id from the inspect event.</param>
    /// <param name="action">Accept or Reject.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success (also for a request that died meanwhile, then no connection is made), InvalidParameter.</returns>
    [WindowsDdi("WskInspectComplete")]
    public NtStatus InspectComplete(ulong inspectId, WskInspectAction action, Irp irp)
    {
        Begin(irp, WskMinorFunction.Accept);
        if (IsClosing || _listener is null || action == WskInspectAction.Pend)
        {
            return irp.CompleteRequest(NtStatus.InvalidParameter);
        }

        _listener.CompleteRequest(inspectId, Translate(action));
        return irp.CompleteRequest(NtStatus.Success);
    }

    /// <summary>The local address of the socket.</summary>
    /// <param name="local">The address.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, or InvalidDeviceState when unbound.</returns>
    [WindowsDdi("WskGetLocalAddress")]
    public NtStatus GetLocalAddress(out IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Address);
        local = LocalAddress;
        return irp.CompleteRequest(IsBound ? NtStatus.Success : NtStatus.InvalidDeviceState);
    }

    ConnectionRequestAction IListenerClient.OnRequest(ulong requestId, in IpEndpoint local, in IpEndpoint remote) =>
        _events is null ? ConnectionRequestAction.Accept : Translate(_events.Inspect(this, local, remote, requestId));

    void IListenerClient.OnRequestAborted(ulong requestId) => _events?.Abort(this, requestId);

    IStreamEndpointClient? IListenerClient.OnIncoming(IStreamEndpoint endpoint, ulong requestId)
    {
        if (IsClosing)
        {
            return null;
        }

        var request = new WskSocketRequest(Family, TransportSocketType.Stream, Protocol, WskSocketFlags.Connection, Process: Process);
        var socket = new WskConnectionSocket(Wsk, request, Wsk.StaticEvents);
        socket.AttachAccepted(endpoint, this);
        return socket;
    }

    /// <summary>The endpoint knows its client now: hands the connection to a request, to the event, or to the backlog.</summary>
    internal void Offer(WskConnectionSocket socket)
    {
        if (!IsClosing && _accepts.RemoveNext() is { } irp)
        {
            _listener!.Accepted();
            Hand(socket, irp);
            irp.Complete(NtStatus.Success);
            return;
        }

        if (IsClosing || _events is null || !_eventState.IsEnabled(WskEventMask.Accept))
        {
            _backlog.Enqueue(socket);
            return;
        }

        IndicateAccept(socket);
    }

    private protected override void BeginClose()
    {
        _accepts.CompleteAll(NtStatus.Cancelled);

        while (_backlog.TryDequeue(out WskConnectionSocket? socket))
        {
            Wsk.Abandon(socket);
        }

        _listener?.Close();
        CompleteClose();
    }

    private protected override NtStatus ControlCategory(
        WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        if (request != WskControlRequest.SetOption || !TryReadUInt32(input, out uint value))
        {
            return request == WskControlRequest.SetOption ? NtStatus.InvalidParameter : NtStatus.NotSupported;
        }

        switch (level, code)
        {
            case (WskSocketOption.LevelSocket, WskSocketOption.EventCallback):
                return ControlEvents((WskEventMask)value);
            case (WskSocketOption.LevelSocket, WskSocketOption.ConditionalAccept):
                if (IsBound)
                {
                    return NtStatus.InvalidDeviceState;
                }

                _conditional = value != 0;
                return NtStatus.Success;
            default:
                return SetInherited(code, level, value);
        }
    }

    private NtStatus BindCore(in IpEndpoint local)
    {
        if (IsClosing || _listener is not null)
        {
            return NtStatus.InvalidDeviceState;
        }

        var options = new EndpointOptions(Family, Protocol, Process, DualMode: DualMode);
        NtStatus status = Wsk.Transport!.CreateListener(options, this, out IListener? listener);
        if (!status.IsSuccess)
        {
            return status;
        }

        status = listener!.Bind(local, Sharing);
        if (status.IsSuccess)
        {
            _listener = listener;
            status = listener.Listen(0, _conditional);
        }

        if (!status.IsSuccess)
        {
            _listener = null;
            listener.Close();
        }

        return status;
    }

    private NtStatus ControlEvents(WskEventMask mask)
    {
        if (!IsBound)
        {
            return NtStatus.InvalidDeviceState;
        }

        // Connection events enabled on a listener cannot be disabled there (client-apis 3.7).
        bool disables = (mask & WskEventMask.Disable) != 0;
        if (disables && (mask & ~WskEventMask.Disable) != WskEventMask.Accept)
        {
            return NtStatus.InvalidParameter;
        }

        NtStatus status = _eventState.Control(mask, Events);
        while (status.IsSuccess && _eventState.IsEnabled(WskEventMask.Accept) && _backlog.TryDequeue(out WskConnectionSocket? socket))
        {
            IndicateAccept(socket);
        }

        return status;
    }

    private NtStatus SetInherited(uint code, uint level, uint value)
    {
        if (!WskStreamOptions.TryTranslate(code, level, out TransportOption option))
        {
            return NtStatus.NotSupported;
        }

        return _listener is null ? NtStatus.InvalidDeviceState : _listener.SetOption(option, value);
    }

    private void IndicateAccept(WskConnectionSocket socket)
    {
        _eventState.Enter(WskEventMask.Accept);
        NtStatus status = _events!.Accept(this, WskEventFlags.AtDispatchLevel, socket.LocalAddress, socket.RemoteAddress, socket, out IWskConnectionEvents? events);
        _eventState.Leave(WskEventMask.Accept);
        _listener?.Accepted();
        if (!status.IsSuccess)
        {
            Wsk.Abandon(socket);
            return;
        }

        socket.Take(events, _eventState.Enabled);
    }

    private static void Hand(WskConnectionSocket socket, Irp irp)
    {
        IoStackLocation location = irp.CurrentStackLocation;
        socket.Context = location.Argument1;
        socket.Take((IWskConnectionEvents?)location.Argument2, WskEventMask.None);
        irp.InformationObject = socket;
    }

    private static ConnectionRequestAction Translate(WskInspectAction action) => action switch
    {
        WskInspectAction.Accept => ConnectionRequestAction.Accept,
        WskInspectAction.Pend => ConnectionRequestAction.Pend,
        _ => ConnectionRequestAction.Reject,
    };
}
