using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>What all datagram endpoints share: bind, options, groups, the receive side. Sending is in <see cref="DatagramSender"/>.</summary>
internal abstract partial class DatagramEndpoint : IDatagramEndpoint
{
    private readonly EndpointInspection _inspection;
    private readonly TcpIpStack _stack;
    private readonly IDatagramClient _client;
    private readonly IpFamily _family;
    private readonly byte _protocol;
    private DatagramSender _sender = null!;
    private IpEndpoint _local;
    private IpEndpoint _remote;
    private int _receiveLimit;
    private int _receiveHeld;
    private int _receiveLists;
    private bool _isBound;
    private bool _filterReceives;
    private bool _isClosed;
    private bool _isClosedTold;

    private protected DatagramEndpoint(TcpIpStack stack, in EndpointOptions options, IDatagramClient client)
    {
        _inspection = stack.Udp.Inspection;
        _stack = stack;
        _client = client;
        _protocol = options.Protocol;
        _family = options.Family;
        IsDual = options.DualMode && options.Family == IpFamily.V6;
        Process = options.Process;
        Handle = stack.Udp.NextHandle();
        _receiveLimit = _stack.Profile.UdpReceiveBuffer;
        IpAddress any = Any(_family);
        _local = new IpEndpoint(any, 0);
        _remote = new IpEndpoint(any, 0);
    }

    /// <inheritdoc/>
    public IpEndpoint Local => _local;

    /// <inheritdoc/>
    public IpEndpoint Remote => _remote;

    /// <summary>The name of the protocol in traces.</summary>
    private protected abstract string TraceComponent { get; }

    /// <summary>Condition flags that the endpoint always carries.</summary>
    public virtual InspectionFlags EndpointFlags => InspectionFlags.None;

    /// <summary>The handle of a raw endpoint, whose flows are its own; 0 for others.</summary>
    internal virtual ulong RawHandle => 0;

    /// <summary>The IP protocol.</summary>
    internal byte Protocol => _protocol;

    internal TcpIpStack Stack => _stack;

    internal AddressSharing Sharing { get; private set; }

    internal SimProcess? Process { get; }

    /// <inheritdoc/>
    public ulong Handle { get; }

    /// <summary>An IPv6 endpoint that serves IPv4 too.</summary>
    internal bool IsDual { get; }

    internal bool IsBound => _isBound;

    /// <summary>Only the fixed remote address may send here.</summary>
    private protected bool FiltersReceives => _filterReceives;

    /// <summary>True while datagrams may arrive: not while a filter holds the bind or the closure.</summary>
    internal bool IsOpen => _isBound && !_isClosed;

    internal IpFamily Family => _family;

    /// <summary>Redirections that the client declared: it is a proxy.</summary>
    internal RedirectRecords? DeclaredRecords { get; private set; }

    /// <summary>Who redirected the datagrams to a peer, by the peer that the client named; null until somebody does.</summary>
    internal Dictionary<IpEndpoint, DatagramRedirect>? Redirects { get; set; }

    /// <summary>Flows that were authorised for this endpoint.</summary>
    internal List<DatagramFlowKey> FlowKeys { get; } = [];

    internal List<(IpAddress Group, uint InterfaceIndex)> Memberships { get; } = [];

    internal UdpOptions Settings { get; } = new();

    internal IDatagramClient Client => _client;

    /// <summary>True when datagrams of a family can arrive here.</summary>
    internal bool Serves(IpFamily family) => _family == family || (IsDual && family == IpFamily.V4);

    /// <inheritdoc/>
    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing)
    {
        if (_isBound || _isClosed || _bind is not null)
        {
            return NtStatus.InvalidDeviceState;
        }

        return BindSequence.Run(_inspection, this, local, sharing, out _bind);
    }

    /// <inheritdoc/>
    public NtStatus SetRemote(in IpEndpoint remote, bool filterReceives)
    {
        if (!_isBound || _isClosed || _wantedRemote is not null)
        {
            return NtStatus.InvalidDeviceState;
        }

        _wantsFilter = filterReceives;
        NtStatus status = NtStatus.Success;
        if (!remote.Address.IsUnspecified)
        {
            _wantedRemote = remote;
            status = _sender.Connect(remote);
        }

        if (status != NtStatus.Pending)
        {
            _wantedRemote = null;
            FixRemote(remote, status);
        }

        return status;
    }

    /// <inheritdoc/>
    public NtStatus Send(DatagramSend first)
    {
        if (!_isBound || _isClosed)
        {
            return NtStatus.InvalidDeviceState;
        }

        _sender.Send(first);
        return NtStatus.Pending;
    }

    /// <inheritdoc/>
    public void Return(ref NetBufferListChain lists)
    {
        foreach (NetBufferList list in lists)
        {
            _receiveHeld -= list.Network.PayloadLength;
            _receiveLists--;
        }

        _stack.Ip.ReturnReceived(ref lists);
    }

    /// <inheritdoc/>
    public NtStatus SetMembership(in IpAddress group, uint interfaceIndex, bool join) =>
        group.IsMulticast && Serves(group.Family) ? DatagramMembership.Set(_stack, this, group, interfaceIndex, join) : NtStatus.InvalidParameter;

    /// <inheritdoc/>
    public virtual NtStatus SetOption(TransportOption option, long value)
    {
        if (option == TransportOption.FirewallProperty)
        {
            return SetFirewallProperty(value);
        }

        if (option != TransportOption.ReceiveBuffer)
        {
            return Settings.Set(option, value);
        }

        if (value is < 0 or > int.MaxValue)
        {
            return NtStatus.InvalidParameter;
        }

        _receiveLimit = (int)value;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _bind?.Abandon();
        _wantedRemote = null;
        DatagramMembership.LeaveAll(_stack, this);
        if (_isBound)
        {
            _stack.Flows.Forget(this);
            _sender.Abandon();
            ShowClosure();
            return;
        }

        OnIdle();
    }

    /// <inheritdoc/>
    public NtStatus SetRedirectRecords(RedirectRecords records)
    {
        DeclaredRecords = records;
        return NtStatus.Success;
    }

    /// <summary>A flow ended: the next datagram to its peer is redirected anew.</summary>
    /// <param name="peer">The peer as the client named it.</param>
    internal void ForgetRedirect(in IpEndpoint peer)
    {
        // A dual-mode client may name an IPv4 peer both ways.
        Redirects?.Remove(peer);
        Redirects?.Remove(new IpEndpoint(peer.Address.IsV4 ? peer.Address.MapToV6() : peer.Address.Unmap(), peer.Port));
    }

    /// <summary>Room, filters, flow: may the datagram come in? Takes care of the list when not.</summary>
    /// <param name="list">The datagram.</param>
    /// <param name="localPort">Our port, or the ICMP type.</param>
    /// <param name="remotePort">The peer's port, or the ICMP code.</param>
    /// <param name="echo">The ICMP header of an echo; empty for everything else.</param>
    /// <returns>True when it is the client's.</returns>
    internal bool Accepts(NetBufferList list, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo = default)
    {
        int length = list.FirstNetBuffer.DataLength;
        if (!HasRoom(list, length))
        {
            return false;
        }

        FlowDecision decision = _stack.Flows.Inbound(list, this, localPort, remotePort, echo);
        InspectionAction action = decision switch
        {
            FlowDecision.Go => ShowDatagram(list, inbound: true),
            FlowDecision.Absorbed => InspectionAction.Absorb,
            _ => InspectionAction.Block,
        };
        if (action == InspectionAction.Block)
        {
            _stack.Ip.ReturnReceived(list);
        }

        if (action != InspectionAction.Permit)
        {
            return false;
        }

        Hold(list, length);
        return true;
    }

    /// <summary>Room in the receive buffer? Takes care of the list when there is none.</summary>
    internal bool HasRoom(NetBufferList list, int length)
    {
        if ((_receiveHeld + length <= _receiveLimit || _receiveHeld == 0) && _receiveLists < _stack.Profile.UdpReceiveLists)
        {
            return true;
        }

        OnReceiveBufferFull(list);
        _stack.Ip.ReturnReceived(list);
        return false;
    }

    /// <summary>A datagram waits for the client.</summary>
    internal void Hold(NetBufferList list, int length)
    {
        list.Network.PayloadLength = length;
        _receiveHeld += length;
        _receiveLists++;
    }

    /// <summary>Hands datagrams to the client.</summary>
    internal void Deliver(ref NetBufferListChain chain)
    {
        if (IsDual)
        {
            MapAddresses(ref chain);
        }

        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.Deliver, TraceComponent, chain.Head, 0);
        }

        _client.OnReceive(ref chain);
    }

    /// <summary>An ICMP error about a datagram of ours.</summary>
    internal void OnError(in IpEndpoint remote, NtStatus status)
    {
        if (Settings.ReportsErrors && !_isClosed)
        {
            _client.OnError(remote, status);
        }
    }

    /// <summary>The last send came back, or there was none: a closed endpoint says goodbye.</summary>
    internal void OnIdle()
    {
        if (_isClosed && !_isBound && !_isClosedTold && _sender.Outstanding == 0)
        {
            _isClosedTold = true;
            _client.OnClosed();
        }
    }

    /// <summary>DATAGRAM_DATA: outbound data at the transport header, inbound at the payload.</summary>
    internal abstract InspectionAction ShowDatagram(NetBufferList list, bool inbound);

    /// <summary>A datagram found no room: counts the drop.</summary>
    private protected abstract void OnReceiveBufferFull(NetBufferList list);

    /// <summary>Who sends; set by the derived class when it is made.</summary>
    private protected void Use(DatagramSender sender) => _sender = sender;

    private protected static IpAddress Any(IpFamily family) => family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    private static void MapAddresses(ref NetBufferListChain chain)
    {
        foreach (NetBufferList list in chain)
        {
            list.Network.Source = list.Network.Source.MapToV6();
            list.Network.Destination = list.Network.Destination.MapToV6();
        }
    }

    private protected bool CanUse(in IpAddress address)
    {
        IpAddress plain = address.Unmap();
        if (address.Family != _family)
        {
            return false;
        }

        return plain.IsUnspecified || plain.IsMulticast || plain.IsLoopback || _stack.Ip.For(plain.Family).FindLocal(plain, null) is { IsUsable: true };
    }
}
