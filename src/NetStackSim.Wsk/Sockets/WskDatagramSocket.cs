using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>A datagram socket. Sends go by reference; received datagrams are lent to the receive event or copied once into a request's buffer.</summary>
public sealed partial class WskDatagramSocket : WskSocket, IDatagramClient
{
    private readonly IrpQueue _receives;
    private readonly IWskDatagramEvents? _events;
    private IDatagramEndpoint? _endpoint;
    private WskEventState _eventState;
    private NetBufferListQueue _received;
    private long _queuedBytes;
    private long _receiveLimit = 64 * 1024;
    private int _retained;
    private bool _bound;
    private bool _pumping;

    internal WskDatagramSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
        : base(wsk, request)
    {
        _events = request.Events as IWskDatagramEvents;
        _eventState = new WskEventState(staticEvents & WskEventMask.ReceiveFrom);
        _receives = new IrpQueue("WSK receives");
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Datagram;

    /// <summary>The bound address.</summary>
    public IpEndpoint LocalAddress => _endpoint?.Local ?? default;

    /// <summary>Datagrams dropped because nobody took those that wait.</summary>
    public long Overflows { get; private set; }

    private protected override bool IsBound => _bound;

    /// <summary>Assigns the local address; the socket can send and receive afterwards.</summary>
    /// <param name="local">An address of this host or the unspecified one; port 0 picks an ephemeral port.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, InvalidDeviceState.</returns>
    [WindowsDdi("WskBind")]
    public NtStatus Bind(in IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Bind);
        if (IsClosing || _bound)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        NtStatus status = NtStatus.Success;
        if (_endpoint is null)
        {
            var options = new EndpointOptions(Family, Protocol, Process, DualMode: DualMode);
            status = Wsk.Transport!.CreateDatagramEndpoint(options, this, out _endpoint);
        }

        if (status.IsSuccess)
        {
            status = _endpoint!.Bind(local, Sharing);
        }

        _bound = status.IsSuccess;
        return irp.CompleteRequest(status);
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
        return irp.CompleteRequest(_bound ? NtStatus.Success : NtStatus.InvalidDeviceState);
    }

    /// <summary>Sends one datagram by reference.</summary>
    /// <param name="buffer">The payload.</param>
    /// <param name="remote">Where to; default uses the fixed remote or send-to address.</param>
    /// <param name="irp">Completes when the lower layers are done with the memory; Information is the byte count.</param>
    /// <returns>Pending, InvalidParameter, InvalidDeviceState, InvalidBufferSize, InsufficientResources.</returns>
    [WindowsDdi("WskSendTo")]
    public NtStatus SendTo(in WskBuffer buffer, in IpEndpoint remote, Irp irp)
    {
        Begin(irp, WskMinorFunction.SendTo);
        if (IsClosing || !_bound)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        if (!buffer.IsValid)
        {
            return irp.CompleteRequest(NtStatus.InvalidParameter);
        }

        if (!Wsk.Datagrams.TryRent(out DatagramSend? send))
        {
            return irp.CompleteRequest(NtStatus.InsufficientResources);
        }

        irp.MarkPending();
        Fill(send, buffer, remote, irp);
        NtStatus status = _endpoint!.Send(send);
        if (status != NtStatus.Pending)
        {
            Wsk.Datagrams.Return(send);
            irp.Complete(status);
        }

        return NtStatus.Pending;
    }

    void IDatagramClient.OnSendComplete(DatagramSend first)
    {
        for (DatagramSend? send = first; send is not null;)
        {
            DatagramSend? next = send.Next;
            var irp = (Irp)send.Context!;
            NtStatus status = send.Status;
            int length = send.Length;
            Wsk.Datagrams.Return(send);
            irp.Complete(status, status.IsSuccess ? (nuint)length : 0);
            send = next;
        }
    }

    void IDatagramClient.OnError(in IpEndpoint remote, NtStatus status)
    {
        // WSK has no event for it; a pending receive tells, as Winsock's does.
        if (_receives.RemoveNext() is { } irp)
        {
            irp.Complete(status);
        }
    }

    void IDatagramClient.OnClosed()
    {
        _endpoint = null;
        if (IsClosing)
        {
            CompleteClose();
        }
    }

    private protected override void BeginClose()
    {
        _receives.CompleteAll(NtStatus.Cancelled);

        if (!_received.IsEmpty)
        {
            NetBufferListChain chain = default;
            _received.MoveTo(ref chain);
            _queuedBytes = 0;
            _endpoint!.Return(ref chain);
        }

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
        if (!_bound)
        {
            return NtStatus.InvalidDeviceState;
        }

        if (!TryReadUInt32(input, out uint value) || request != WskControlRequest.SetOption)
        {
            return NtStatus.NotSupported;
        }

        switch (level, code)
        {
            case (WskSocketOption.LevelSocket, WskSocketOption.EventCallback):
                NtStatus status = _eventState.Control((WskEventMask)value, WskEventMask.ReceiveFrom);
                PumpReceives();
                return status;
            case (WskSocketOption.LevelSocket, WskSocketOption.ReceiveBuffer):
                _receiveLimit = value;
                return NtStatus.Success;
            case (WskSocketOption.LevelSocket, WskSocketOption.Broadcast):
                return _endpoint!.SetOption(TransportOption.Broadcast, value);
            case (WskSocketOption.LevelIp, WskSocketOption.IpTimeToLive):
                return _endpoint!.SetOption(TransportOption.HopLimit, value);
            default:
                return NtStatus.NotSupported;
        }
    }

    /// <summary>Fixes or clears the remote address (<c>SIO_WSK_SET_REMOTE_ADDRESS</c>, <c>SIO_WSK_SET_SENDTO_ADDRESS</c>).</summary>
    /// <param name="remote">The peer; default clears it.</param>
    /// <param name="filterReceives">True: datagrams of others are dropped.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, InvalidDeviceState.</returns>
    [WindowsDdi("SIO_WSK_SET_REMOTE_ADDRESS")]
    public NtStatus SetRemoteAddress(in IpEndpoint remote, bool filterReceives, Irp irp)
    {
        Begin(irp, WskMinorFunction.Control);
        return irp.CompleteRequest(_bound && !IsClosing ? _endpoint!.SetRemote(remote, filterReceives) : NtStatus.InvalidDeviceState);
    }

    private static void Fill(DatagramSend send, in WskBuffer buffer, in IpEndpoint remote, Irp irp)
    {
        send.Mdl = buffer.Mdl;
        send.Offset = buffer.Offset;
        send.Length = buffer.Length;
        send.Remote = remote;
        send.Context = irp;
    }
}
