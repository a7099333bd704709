using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// A connection socket. Sends go by reference and complete when the peer acknowledged them; received lists wait in the socket, are lent to the
/// receive event, or are copied once into the buffer of a receive request.
/// </summary>
public sealed partial class WskConnectionSocket : WskSocket, IStreamEndpointClient, IIrpQueueOwner, IDpcTarget
{
    internal const WskEventMask ConnectionEvents = WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog;

    private IStreamEndpoint? _endpoint;
    private IWskConnectionEvents? _client;
    private WskListenSocket? _listener;
    private NtStatus _dead;
    private bool _bound;
    private bool _connected;
    private bool _silent;

    internal WskConnectionSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
        : base(wsk, request, staticEvents & ConnectionEvents)
    {
        _client = request.Events as IWskConnectionEvents;
        _receives = new IrpQueue("WSK receives", this);
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Connection;

    /// <summary>True between a successful connect and the end of the connection.</summary>
    public bool IsConnected => _connected && !_dead.IsError && !IsForcedClosed && !IsClosing;

    /// <summary>The local address, as <see cref="GetLocalAddress"/> returns it.</summary>
    public IpEndpoint LocalAddress => _endpoint is { } endpoint ? Present(endpoint.Local) : default;

    /// <summary>The remote address, as <see cref="GetRemoteAddress"/> returns it.</summary>
    public IpEndpoint RemoteAddress => _endpoint is { } endpoint ? Present(endpoint.Remote) : default;

    /// <summary>Bytes of sends that the transport would like outstanding (<c>SIO_WSK_QUERY_IDEAL_SEND_BACKLOG</c>); 0 when not connected.</summary>
    public long IdealSendBacklog => IsConnected && ReadOption(TransportOption.IdealSendBacklog, out long ideal).IsSuccess ? ideal : 0;

    /// <summary>For a socket of a conditional listener: the id that its request was inspected under; 0 for others.</summary>
    public ulong InspectId { get; private set; }

    private protected override bool IsBound => _bound;

    private protected override int Retained => _retained;

    private protected override WskEventMask Events => ConnectionEvents;

    private protected override bool MayControlEvents => _connected;

    /// <summary>Assigns the local address.</summary>
    /// <param name="local">An address of this host or the unspecified one; port 0 picks an ephemeral port.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, InvalidDeviceState; Pending while a filter holds it.</returns>
    [WindowsDdi("WskBind")]
    public NtStatus Bind(in IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Bind);
        return BindCore(local, irp);
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
        return irp.CompleteRequest(Usable is { IsSuccess: false } unusable ? unusable : _bound ? NtStatus.Success : NtStatus.InvalidDeviceState);
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
        return irp.CompleteRequest(Usable is { IsSuccess: false } unusable ? unusable : _connected ? NtStatus.Success : NtStatus.InvalidDeviceState);
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

    /// <summary>Becomes the client of an accepted endpoint; <see cref="IStreamEndpointClient.OnConnected"/> follows and offers the socket.</summary>
    internal void AttachAccepted(IStreamEndpoint endpoint, WskListenSocket listener, ulong inspectId)
    {
        _endpoint = endpoint;
        _listener = listener;
        InspectId = inspectId;
        _bound = true;
        _connected = true;
    }

    /// <summary>The client took the accepted socket: its callbacks start, and what has arrived is shown.</summary>
    internal void Take(IWskConnectionEvents? events, WskEventMask inherited)
    {
        _client = events ?? _client;
        EnableEvents(inherited & ConnectionEvents);
        Pump();
    }

    /// <inheritdoc/>
    void IIrpQueueOwner.CompleteCanceledIrp(IrpQueue queue, Irp irp)
    {
        if (ReferenceEquals(queue, _receives))
        {
            CompleteCanceledReceive(irp);
        }
        else if (ReferenceEquals(queue, _binds))
        {
            CompleteCanceledBind(irp);
        }
        else
        {
            CompleteCanceledConnect(irp);
        }
    }

    private protected override void OnEventsEnabled() => Pump();

    private protected override void FailRequests(NtStatus status)
    {
        RescuePartialReceives();
        _receives.CompleteAll(status);
        _binds?.CompleteAll(status);
        _connects?.CompleteAll(status);
        _disconnects?.CompleteAll(status);
    }

    private protected override void IndicateForcedClose()
    {
        if (_client is not { } client)
        {
            return;
        }

        int accepted = 0;
        if (IsEventEnabled(WskEventMask.Receive))
        {
            EnterCallback(WskEventMask.Receive);
            client.Receive(this, LevelFlag, null, 0, ref accepted);
            LeaveCallback(WskEventMask.Receive);
        }
        else if (IsEventEnabled(WskEventMask.Disconnect) && !_abortIndicated)
        {
            _abortIndicated = true;
            EnterCallback(WskEventMask.Disconnect);
            client.Disconnect(this, LevelFlag | WskEventFlags.Abortive);
            LeaveCallback(WskEventMask.Disconnect);
        }
    }

    private protected override void ReleaseTransport()
    {
        DiscardReceived();
        if (_endpoint is { } endpoint)
        {
            endpoint.Close();
            return;
        }

        OnTransportReleased();
    }

    void IStreamEndpointClient.OnClosed()
    {
        _endpoint = null;
        OnTransportReleased();
    }

    private protected override NtStatus ApplyOption(TransportOption option, long value) =>
        _endpoint is { } endpoint ? endpoint.SetOption(option, value) : NtStatus.InvalidDeviceState;

    private protected override NtStatus ReadOption(TransportOption option, out long value)
    {
        value = 0;
        return _endpoint is { } endpoint ? endpoint.GetOption(option, out value) : NtStatus.InvalidDeviceState;
    }

    private protected override NtStatus Ioctl(uint code, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        switch (code)
        {
            case WskSocketOption.QueryReceiveBacklog:
                return _connected ? WriteUInt64((ulong)_queuedBytes, output, out bytesReturned) : NtStatus.InvalidDeviceState;
            case WskSocketOption.QueryIdealSendBacklog:
                NtStatus status = _connected ? ReadOption(TransportOption.IdealSendBacklog, out long ideal) : Fail(out ideal);
                return status.IsSuccess ? WriteUInt64((ulong)ideal, output, out bytesReturned) : status;
            case WskSocketOption.QueryInspectId:
                return InspectId != 0 ? WriteUInt64(InspectId, output, out bytesReturned) : NtStatus.InvalidDeviceRequest;
            case WskSocketOption.SetTcpSilentMode:
                return EnterSilentMode();
            case WskSocketOption.QueryRedirectRecords or WskSocketOption.QueryRedirectContext:
                return _endpoint?.QueryRedirectRecords() is { } records
                    ? Wsk.RedirectRecords.Read(records, code == WskSocketOption.QueryRedirectContext, output, out bytesReturned)
                    : NtStatus.NotFound;
            case WskSocketOption.SetRedirectRecords:
                return _endpoint is { } endpoint && Wsk.RedirectRecords.Find(input) is { } declared
                    ? endpoint.SetRedirectRecords(declared)
                    : NtStatus.InvalidParameter;
            default:
                return NtStatus.NotSupported;
        }
    }

    private static NtStatus Fail(out long value)
    {
        value = 0;
        return NtStatus.InvalidDeviceState;
    }

    private NtStatus EnterSilentMode()
    {
        if (!IsConnected || _sendsOutstanding > 0 || _sendEnded || RemoteAddress.Address.Unmap().IsLoopback)
        {
            return NtStatus.InvalidDeviceState;
        }

        NtStatus status = _endpoint!.SetOption(TransportOption.SilentMode, 1);
        if (status.IsSuccess)
        {
            _silent = true;
            DiscardReceived();
        }

        return status;
    }
}
