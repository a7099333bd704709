using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A UDP endpoint: bind, options, demultiplexing facts, the receive side. Sending is in <see cref="UdpSender"/>.</summary>
internal sealed partial class UdpEndpoint : IDatagramEndpoint
{
    private readonly UdpProtocol _udp;
    private readonly TcpIpStack _stack;
    private readonly IDatagramClient _client;
    private readonly IpFamily _family;
    private readonly UdpSender _sender;
    private IpEndpoint _local;
    private IpEndpoint _remote;
    private int _receiveLimit;
    private int _receiveHeld;
    private int _receiveLists;
    private bool _isBound;
    private bool _filterReceives;
    private bool _isClosed;
    private bool _isClosedTold;

    internal UdpEndpoint(UdpProtocol udp, in EndpointOptions options, IDatagramClient client)
    {
        _udp = udp;
        _stack = udp.Stack;
        _client = client;
        _family = options.Family;
        IsDual = options.DualMode && options.Family == IpFamily.V6;
        Process = options.Process;
        Handle = udp.NextHandle();
        _receiveLimit = _stack.Profile.UdpReceiveBuffer;
        IpAddress any = Any(_family);
        _local = new IpEndpoint(any, 0);
        _remote = new IpEndpoint(any, 0);
        _sender = new UdpSender(udp, this);
    }

    /// <inheritdoc/>
    public IpEndpoint Local => _local;

    /// <inheritdoc/>
    public IpEndpoint Remote => _remote;

    internal AddressSharing Sharing { get; private set; }

    internal SimProcess? Process { get; }

    /// <inheritdoc/>
    public ulong Handle { get; }

    /// <summary>An IPv6 endpoint that serves IPv4 too.</summary>
    internal bool IsDual { get; }

    internal bool IsBound => _isBound;

    /// <summary>True while datagrams may arrive: not while a filter holds the bind or the closure.</summary>
    internal bool IsOpen => _isBound && !_isClosed;

    internal IpFamily Family => _family;

    /// <summary>Redirections that the client declared: it is a proxy.</summary>
    internal RedirectRecords? DeclaredRecords { get; private set; }

    /// <summary>Who redirected the datagrams to a peer, by the peer that the client named; null until somebody does.</summary>
    internal Dictionary<IpEndpoint, UdpRedirect>? Redirects { get; set; }

    internal UdpEndpoint? NextOnPort { get; set; }

    /// <summary>Flows that were authorised for this endpoint.</summary>
    internal List<DatagramFlowKey> FlowKeys { get; } = [];

    internal List<(IpAddress Group, uint InterfaceIndex)> Memberships { get; } = [];

    internal UdpOptions Options { get; } = new();

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

        return BindSequence.Run(_udp.Inspection, this, local, sharing, out _bind);
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
        group.IsMulticast && Serves(group.Family) ? UdpMembership.Set(_stack, this, group, interfaceIndex, join) : NtStatus.InvalidParameter;

    /// <inheritdoc/>
    public NtStatus SetOption(TransportOption option, long value)
    {
        if (option != TransportOption.ReceiveBuffer)
        {
            return Options.Set(option, value);
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
        UdpMembership.LeaveAll(_stack, this);
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

    /// <summary>How well a datagram matches: 0 not at all, more is better.</summary>
    internal int Score(in IpAddress local, in IpAddress remote, ushort remotePort)
    {
        if (!IsOpen || !Serves(local.Family))
        {
            return 0;
        }

        bool wildcard = _local.Address.IsUnspecified;
        if (!wildcard && _local.Address.Unmap() != local)
        {
            return 0;
        }

        int score = wildcard ? 1 : 2;
        if (!_filterReceives)
        {
            return score;
        }

        return _remote.Port == remotePort && _remote.Address.Unmap() == remote ? score + 4 : 0;
    }

    /// <summary>True when a broadcast or multicast datagram is for this endpoint too.</summary>
    internal bool TakesGroup(in NetworkLayerInfo network)
    {
        bool addressed = IsOpen && Serves(network.Destination.Family) && (_local.Address.IsUnspecified || network.Destination.IsV4 || _local.Address == network.Destination);
        return addressed && (!_filterReceives || (_remote.Address.Unmap() == network.Source && _remote.Port == network.SourcePort));
    }

    /// <summary>Room, filters, flow: may the datagram come in? Takes care of the list when not.</summary>
    internal bool Accepts(NetBufferList list)
    {
        int length = list.FirstNetBuffer.DataLength;
        if ((_receiveHeld + length > _receiveLimit && _receiveHeld > 0) || _receiveLists >= _stack.Profile.UdpReceiveLists)
        {
            _udp.Statistics.InErrorsCount++;
            _stack.Drops.Drop(UdpDrops.ReceiveBufferFull, list.Network.Source.Family, list);
            _stack.Ip.ReturnReceived(list);
            return false;
        }

        FlowDecision decision = _stack.Flows.Inbound(list, this, list.Network.DestinationPort, list.Network.SourcePort);
        InspectionAction action = decision switch
        {
            FlowDecision.Go => _udp.ShowDatagram(list, this, inbound: true),
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

        list.Network.PayloadLength = length;
        _receiveHeld += length;
        _receiveLists++;
        return true;
    }

    /// <summary>Hands datagrams to the client.</summary>
    internal void Deliver(ref NetBufferListChain chain)
    {
        _udp.Statistics.InDatagramsCount += chain.Count;
        if (IsDual)
        {
            MapAddresses(ref chain);
        }

        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.Deliver, _udp.Component, chain.Head, 0);
        }

        _client.OnReceive(ref chain);
    }

    /// <summary>An ICMP error about a datagram of ours.</summary>
    internal void OnError(in IpEndpoint remote, NtStatus status)
    {
        if (Options.ReportsErrors && !_isClosed)
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

    private static IpAddress Any(IpFamily family) => family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    private static void MapAddresses(ref NetBufferListChain chain)
    {
        foreach (NetBufferList list in chain)
        {
            list.Network.Source = list.Network.Source.MapToV6();
            list.Network.Destination = list.Network.Destination.MapToV6();
        }
    }

    private bool CanUse(in IpAddress address)
    {
        IpAddress plain = address.Unmap();
        if (address.Family != _family)
        {
            return false;
        }

        return plain.IsUnspecified || plain.IsMulticast || plain.IsLoopback || _stack.Ip.For(plain.Family).FindLocal(plain, null) is { IsUsable: true };
    }
}
