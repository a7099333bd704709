using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// A connection socket. Sends go by reference and complete when the peer acknowledged them; received lists wait in the socket, are lent to the
/// receive event, or are copied once into the buffer of a receive request.
/// </summary>
public sealed partial class WskConnectionSocket : WskSocket, IStreamEndpointClient, IIrpQueueOwner
{
    private const WskEventMask Events = WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog;

    private IStreamEndpoint? _endpoint;
    private IWskConnectionEvents? _events;
    private WskEventState _eventState;
    private IrpQueue? _disconnects;
    private WskListenSocket? _listener;
    private readonly IrpQueue _connects;
    private NtStatus _dead;
    private bool _connected;
    private bool _closesOnFailure;
    private bool _bound;
    private bool _sendEnded;
    private bool _finReceived;
    private bool _disconnectIndicated;

    internal WskConnectionSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
        : base(wsk, request)
    {
        _events = request.Events as IWskConnectionEvents;
        _eventState = new WskEventState(staticEvents & Events);
        _receives = new IrpQueue("WSK receives", this);
        _connects = new IrpQueue("WSK connects", this);
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Connection;

    /// <summary>True between a successful connect and the close.</summary>
    public bool IsConnected => _connected && _dead == default;

    /// <summary>The local address, as <see cref="GetLocalAddress"/> returns it.</summary>
    public IpEndpoint LocalAddress => _endpoint?.Local ?? default;

    /// <summary>The remote address, as <see cref="GetRemoteAddress"/> returns it.</summary>
    public IpEndpoint RemoteAddress => _endpoint?.Remote ?? default;

    private protected override bool IsBound => _bound;

    /// <summary>Assigns the local address.</summary>
    /// <param name="local">An address of this host or the unspecified one; port 0 picks an ephemeral port.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, InvalidDeviceState.</returns>
    [WindowsDdi("WskBind")]
    public NtStatus Bind(in IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Bind);
        return irp.CompleteRequest(BindCore(local));
    }

    /// <summary>Connects to the peer; the socket must be bound.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="irp">The request; completes after the handshake.</param>
    /// <returns>Pending, or an error: InvalidDeviceState, NetworkUnreachable, AccessDenied. Later: ConnectionRefused, IoTimeout, HostUnreachable, Cancelled.</returns>
    [WindowsDdi("WskConnect")]
    public NtStatus Connect(in IpEndpoint remote, Irp irp)
    {
        Begin(irp, WskMinorFunction.Connect);
        if (IsClosing || !_bound || _connected || !_connects.IsEmpty)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        return ConnectCore(remote, irp);
    }

    /// <summary>The local address of the socket.</summary>
    /// <param name="local">The address; unspecified with a port after a wildcard bind, complete once connected.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, or InvalidDeviceState when unbound.</returns>
    [WindowsDdi("WskGetLocalAddress")]
    public NtStatus GetLocalAddress(out IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Address);
        local = LocalAddress;
        return irp.CompleteRequest(_bound ? NtStatus.Success : NtStatus.InvalidDeviceState);
    }

    /// <summary>The address of the peer.</summary>
    /// <param name="remote">The address.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, or InvalidDeviceState when not connected.</returns>
    [WindowsDdi("WskGetRemoteAddress")]
    public NtStatus GetRemoteAddress(out IpEndpoint remote, Irp irp)
    {
        Begin(irp, WskMinorFunction.Address);
        remote = RemoteAddress;
        return irp.CompleteRequest(_connected ? NtStatus.Success : NtStatus.InvalidDeviceState);
    }

    /// <summary>Ends the sending direction after an optional last buffer, or the whole connection at once.</summary>
    /// <param name="buffer">Last data of a graceful disconnect; length 0 for none.</param>
    /// <param name="flags">Abortive for RST; then <paramref name="buffer"/> must be empty.</param>
    /// <param name="irp">Completes when our FIN was acknowledged, or the reset sent.</param>
    /// <returns>Pending, InvalidParameter, InvalidDeviceState.</returns>
    [WindowsDdi("WskDisconnect")]
    public NtStatus Disconnect(in WskBuffer buffer, WskDisconnectFlags flags, Irp irp)
    {
        Begin(irp, WskMinorFunction.Disconnect);
        bool abortive = (flags & WskDisconnectFlags.Abortive) != 0;
        if ((abortive && buffer.Length != 0) || !buffer.IsValid || (flags & ~WskDisconnectFlags.Abortive) != 0)
        {
            return irp.CompleteRequest(NtStatus.InvalidParameter);
        }

        if (IsClosing || !_connected || (_sendEnded && !abortive))
        {
            return irp.CompleteRequest(_dead.IsError ? _dead : NtStatus.InvalidDeviceState);
        }

        return DisconnectCore(buffer, abortive, irp);
    }

    /// <summary>Sets the callbacks of a connected socket and enables some of them; what waits is indicated at once.</summary>
    /// <remarks>On Windows a client gives its dispatch table at creation or accept; this is for layers that take over an accepted socket.</remarks>
    /// <param name="events">The callbacks.</param>
    /// <param name="mask">Which to enable.</param>
    public void Attach(IWskConnectionEvents events, WskEventMask mask)
    {
        ArgumentNullException.ThrowIfNull(events);
        Take(events, mask);
    }

    internal NtStatus Create()
    {
        var options = new EndpointOptions(Family, Protocol, Process, DualMode: DualMode);
        return Wsk.Transport!.CreateStreamEndpoint(options, this, out _endpoint);
    }

    /// <summary>Becomes the client of an accepted endpoint; <see cref="IStreamEndpointClient.OnConnected"/> follows and offers the socket.</summary>
    internal void AttachAccepted(IStreamEndpoint endpoint, WskListenSocket listener)
    {
        _endpoint = endpoint;
        _listener = listener;
        _bound = true;
        _connected = true;
    }

    /// <summary>The client took the accepted socket: its callbacks start, and what has arrived is shown.</summary>
    internal void Take(IWskConnectionEvents? events, WskEventMask inherited)
    {
        _events = events ?? _events;
        _eventState.Enable(inherited & Events);
        PumpReceives();
    }

    internal NtStatus BindCore(in IpEndpoint local)
    {
        if (IsClosing || _bound)
        {
            return NtStatus.InvalidDeviceState;
        }

        if (_endpoint is null && Create() is { IsSuccess: false } failure)
        {
            return failure;
        }

        NtStatus status = _endpoint!.Bind(local, Sharing);
        _bound = status.IsSuccess;
        return status;
    }

    internal NtStatus ConnectCore(in IpEndpoint remote, Irp irp, bool ownsSocket = false)
    {
        _closesOnFailure = ownsSocket;
        _connects.Insert(irp);
        NtStatus status = IsClosing ? NtStatus.Pending : _endpoint!.Connect(remote);
        if (status != NtStatus.Pending)
        {
            FinishConnect(status);
        }

        return NtStatus.Pending;
    }

    private NtStatus DisconnectCore(in WskBuffer buffer, bool abortive, Irp irp)
    {
        (_disconnects ??= new IrpQueue("WSK disconnects")).Insert(irp);
        if (buffer.Length > 0)
        {
            // The tail waits for the FIN that follows, so that both leave in one segment.
            QueueSend(buffer, StreamSendFlags.MoreComing, null);
        }

        _sendEnded = true;
        NtStatus status = _endpoint!.Disconnect(abortive);
        if (status != NtStatus.Pending)
        {
            CompleteDisconnects(status);
        }

        return NtStatus.Pending;
    }

    private void CompleteDisconnects(NtStatus status)
    {
        while (_disconnects?.RemoveNext() is { } irp)
        {
            irp.Complete(status);
        }
    }

    private void FinishConnect(NtStatus status)
    {
        if (_connects.RemoveNext() is not { } irp)
        {
            return;
        }

        _connected = status.IsSuccess;
        EndConnect(irp, status);
        if (_connected)
        {
            PumpReceives();
        }
    }

    private void EndConnect(Irp irp, NtStatus status)
    {
        if (!status.IsSuccess && _closesOnFailure)
        {
            // The one-call connect: on failure no socket exists.
            irp.InformationObject = null;
            Wsk.Abandon(this);
        }

        irp.Complete(status);
    }

    void IIrpQueueOwner.CompleteCanceledIrp(IrpQueue queue, Irp irp)
    {
        if (ReferenceEquals(queue, _connects))
        {
            EndConnect(irp, NtStatus.Cancelled);
            return;
        }

        irp.Complete(NtStatus.Cancelled, (nuint)irp.CurrentStackLocation.Value3);
    }

    void IStreamEndpointClient.OnConnected(NtStatus status)
    {
        if (_listener is not { } listener)
        {
            FinishConnect(status);
            return;
        }

        _listener = null;
        listener.Offer(this);
    }

    void IStreamEndpointClient.OnDisconnected(NtStatus status)
    {
        if (status.IsSuccess)
        {
            _finReceived = true;
        }
        else
        {
            _dead = status;
        }

        PumpReceives();
    }

    void IStreamEndpointClient.OnDisconnectComplete(NtStatus status) => CompleteDisconnects(status);

    void IStreamEndpointClient.OnSendBacklog(long bytes)
    {
        if (!IsClosing && _eventState.IsEnabled(WskEventMask.SendBacklog))
        {
            _events?.SendBacklog(this, bytes);
        }
    }

    void IStreamEndpointClient.OnClosed()
    {
        _endpoint = null;
        CompleteDisconnects(NtStatus.ConnectionAborted);
        if (IsClosing)
        {
            CompleteClose();
        }
    }

    private protected override void BeginClose()
    {
        FailReceives(NtStatus.Cancelled);
        ReturnQueued();
        _connects.CompleteAll(NtStatus.Cancelled);
        if (_retained > 0)
        {
            Wsk.ReportRetained(this, _retained);
        }

        if (_endpoint is { } endpoint)
        {
            endpoint.Close();
        }
        else
        {
            CompleteClose();
        }
    }

    private protected override NtStatus ControlCategory(
        WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        switch (request, code)
        {
            case (WskControlRequest.SetOption, WskSocketOption.EventCallback) when level == WskSocketOption.LevelSocket:
                return ControlEvents(input);
            case (WskControlRequest.Ioctl, WskSocketOption.QueryReceiveBacklog):
                return Write((ulong)_queuedBytes, output, out bytesReturned);
            default:
                return _endpoint is null ? NtStatus.InvalidDeviceState : WskStreamOptions.Control(_endpoint, request, code, level, input, output, out bytesReturned);
        }
    }

    private NtStatus ControlEvents(ReadOnlySpan<byte> input)
    {
        if (!TryReadUInt32(input, out uint mask))
        {
            return NtStatus.InvalidParameter;
        }

        if (!_connected)
        {
            return NtStatus.InvalidDeviceState;
        }

        NtStatus status = _eventState.Control((WskEventMask)mask, Events);
        PumpReceives();
        return status;
    }
}
