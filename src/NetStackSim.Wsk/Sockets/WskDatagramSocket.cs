using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>A datagram or raw socket. Sends go by reference; received datagrams are lent to the receive event or copied once into a request's buffer.</summary>
public sealed partial class WskDatagramSocket : WskSocket, IDatagramClient
{
    private IrpQueue? _binds;
    private IrpQueue? _remotes;
    private bool _binding;
    private bool _settingRemote;
    private NtStatus _early;
    private readonly IWskDatagramEvents? _client;
    private readonly bool _isRaw;
    private IDatagramEndpoint? _endpoint;
    private bool _bound;

    internal WskDatagramSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
        : base(wsk, request, staticEvents & WskEventMask.ReceiveFrom)
    {
        _client = request.Events as IWskDatagramEvents;
        _isRaw = request.SocketType == TransportSocketType.Raw;
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Datagram;

    /// <summary>The bound address.</summary>
    public IpEndpoint LocalAddress => _endpoint is { } endpoint ? Present(endpoint.Local) : default;

    private protected override bool IsBound => _bound;

    private protected override int Retained => _retained;

    private protected override WskEventMask Events => WskEventMask.ReceiveFrom;

    private protected override bool MayControlEvents => _bound;

    /// <summary>Assigns the local address; the socket can send and receive afterwards.</summary>
    /// <param name="local">An address of this host or the unspecified one; port 0 picks an ephemeral port.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, InvalidDeviceState; Pending while a filter holds it.</returns>
    [WindowsDdi("WskBind")]
    public NtStatus Bind(in IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Bind);
        NtStatus status = BindCore(local);
        return status == NtStatus.Pending ? Wait(_binds ??= new IrpQueue("WSK binds"), irp) : irp.CompleteRequest(status);
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
        return irp.CompleteRequest(Usable is { IsSuccess: false } unusable ? unusable : _bound ? NtStatus.Success : NtStatus.InvalidDeviceState);
    }

    /// <summary>Fixes or clears the remote address (<c>SIO_WSK_SET_REMOTE_ADDRESS</c>, <c>SIO_WSK_SET_SENDTO_ADDRESS</c>).</summary>
    /// <param name="remote">The peer; default clears it.</param>
    /// <param name="filterReceives">True: datagrams of others are dropped.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, InvalidDeviceState, NetworkUnreachable, AccessDenied (filter); Pending while a filter holds it.</returns>
    [WindowsDdi("SIO_WSK_SET_REMOTE_ADDRESS")]
    [WindowsDdi("SIO_WSK_SET_SENDTO_ADDRESS")]
    public NtStatus SetRemoteAddress(in IpEndpoint remote, bool filterReceives, Irp irp)
    {
        Begin(irp, WskMinorFunction.Control);
        NtStatus status = Usable;
        status = status.IsSuccess ? SetRemote(remote, filterReceives) : status;
        return status == NtStatus.Pending ? Wait(_remotes ??= new IrpQueue("WSK remote addresses"), irp) : irp.CompleteRequest(status);
    }

    /// <summary>Joins or leaves a multicast group (<c>IP_ADD_MEMBERSHIP</c>, <c>IPV6_ADD_MEMBERSHIP</c> and their opposites).</summary>
    /// <param name="group">The group.</param>
    /// <param name="interfaceIndex">The interface; 0 for the routing table's choice.</param>
    /// <param name="join">True to join.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, InvalidDeviceState, InvalidParameter, NotFound, AddressAlreadyExists.</returns>
    [WindowsDdi("IP_ADD_MEMBERSHIP")]
    [WindowsDdi("IP_DROP_MEMBERSHIP")]
    public NtStatus SetMembership(in IpAddress group, uint interfaceIndex, bool join, Irp irp)
    {
        Begin(irp, WskMinorFunction.Control);
        NtStatus status = Usable;
        if (status.IsSuccess)
        {
            status = _bound ? _endpoint!.SetMembership(group, interfaceIndex, join) : NtStatus.InvalidDeviceState;
        }

        return irp.CompleteRequest(status);
    }

    void IDatagramClient.OnBound(NtStatus status)
    {
        _binding = false;
        _bound = status.IsSuccess;
        _early = status;
        _binds?.RemoveNext()?.Complete(status);
    }

    void IDatagramClient.OnRemoteSet(NtStatus status)
    {
        _settingRemote = false;
        _early = status;
        _remotes?.RemoveNext()?.Complete(status);
    }

    void IDatagramClient.OnClosed()
    {
        _endpoint = null;
        OnTransportReleased();
    }

    private protected override void FailRequests(NtStatus status)
    {
        _binds?.CompleteAll(status);
        _remotes?.CompleteAll(status);
        _receives.CompleteAll(status);
    }

    private protected override void IndicateForcedClose()
    {
        if (_client is { } client && IsEventEnabled(WskEventMask.ReceiveFrom))
        {
            EnterCallback(WskEventMask.ReceiveFrom);
            client.ReceiveFrom(this, LevelFlag, null);
            LeaveCallback(WskEventMask.ReceiveFrom);
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

    private protected override NtStatus ApplyOption(TransportOption option, long value)
    {
        if (option == TransportOption.ReceiveBuffer)
        {
            _receiveLimit = value;
        }

        return _endpoint is { } endpoint ? endpoint.SetOption(option, value) : NtStatus.InvalidDeviceState;
    }

    private protected override NtStatus Ioctl(uint code, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        switch (code)
        {
            case WskSocketOption.SetRemoteAddress or WskSocketOption.SetSendToAddress:
                IpEndpoint remote = default;
                return input.IsEmpty || WskSocketAddress.TryRead(input, out remote)
                    ? SetRemote(remote, code == WskSocketOption.SetRemoteAddress)
                    : NtStatus.InvalidParameter;
            case WskSocketOption.UdpConnectionReset:
                return WskOptionTable.TryRead(code, 0, input, out uint value)
                    ? ApplyOption(TransportOption.ReportConnectionReset, value == 0 ? 0 : 1)
                    : NtStatus.InvalidBufferSize;
            case WskSocketOption.ReceiveAll when _isRaw:
                return WskOptionTable.TryRead(code, 0, input, out uint mode)
                    ? ApplyOption(TransportOption.ReceiveAll, mode)
                    : NtStatus.InvalidBufferSize;
            default:
                return NtStatus.NotSupported;
        }
    }

    // Pending: OnRemoteSet follows. An answer inside the call is the call's.
    private NtStatus SetRemote(in IpEndpoint remote, bool filterReceives)
    {
        if (!_bound || _settingRemote)
        {
            return NtStatus.InvalidDeviceState;
        }

        _settingRemote = true;
        NtStatus status = _endpoint!.SetRemote(remote, filterReceives);
        status = status == NtStatus.Pending && !_settingRemote ? _early : status;
        _settingRemote = status == NtStatus.Pending;
        return status;
    }

    private static NtStatus Wait(IrpQueue queue, Irp irp)
    {
        queue.Insert(irp);
        return NtStatus.Pending;
    }

    private NtStatus BindCore(in IpEndpoint local)
    {
        NtStatus status = Usable;
        if (!status.IsSuccess)
        {
            return status;
        }

        if (_bound || _binding || Wsk.Transport is not { } transport)
        {
            return NtStatus.InvalidDeviceState;
        }

        if (_endpoint is null)
        {
            status = _isRaw
                ? transport.CreateRawEndpoint(EndpointOptions, this, out _endpoint)
                : transport.CreateDatagramEndpoint(EndpointOptions, this, out _endpoint);
        }

        if (status.IsSuccess)
        {
            status = ApplyStoredOptions();
        }

        if (status.IsSuccess)
        {
            _binding = true;
            status = _endpoint!.Bind(local, Sharing);
            status = status == NtStatus.Pending && !_binding ? _early : status;
        }

        _binding = status == NtStatus.Pending;
        _bound = status == NtStatus.Success;
        return status;
    }
}
