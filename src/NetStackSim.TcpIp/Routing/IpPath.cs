using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>A cached route decision: source address, interface, next hop, and a ready-made link and IP header.</summary>
/// <remarks>
/// Transports keep the path of a connection and ask <see cref="IsValid"/> before they use it; any change of routes, addresses or interfaces makes it invalid.
/// Sending along a path costs a header copy and the fields that differ from packet to packet. Belongs to the loop of its host.
/// </remarks>
public sealed class IpPath : ITransportPath
{
    private readonly RoutingTable _table;
    private readonly int _generation;
    private readonly PathMtuEntry _mtu;
    private readonly int _interfaceMtu;

    internal IpPath(IpNetwork network, in IpAddress source, in IpAddress destination, in IpAddress nextHop, IpInterface outgoing, PathMtuEntry mtu)
    {
        Network = network;
        Source = source;
        Destination = destination;
        NextHop = nextHop;
        Interface = outgoing;
        _table = network.Routes;
        _generation = _table.Generation;
        _mtu = mtu;
        _interfaceMtu = outgoing.For(network.Family).Mtu;
        IsGroup = destination.IsMulticast || (destination.IsV4 && outgoing.IsBroadcast(destination));
        Offloads = outgoing.Offloads;
        OffloadsHeaderChecksum = destination.IsV4 && Offloads.Has(ChecksumOffloads.TransmitIPv4Header);
    }

    /// <summary>The source address of packets on this path.</summary>
    public IpAddress Source { get; }

    /// <summary>The destination.</summary>
    public IpAddress Destination { get; }

    /// <summary>The neighbour that packets are handed to: a gateway, or the destination itself.</summary>
    public IpAddress NextHop { get; }

    /// <summary>The interface that packets leave by; the loopback interface for our own addresses.</summary>
    public IpInterface Interface { get; }

    /// <summary>The family of both addresses.</summary>
    public IpFamily Family => Destination.Family;

    /// <summary>Bytes of the largest IP packet, header included, that is known to get through.</summary>
    public int Mtu => _mtu.Limit(_interfaceMtu);

    /// <summary>False once routes, addresses or interfaces changed: ask for a new path.</summary>
    public bool IsValid => _generation == _table.Generation;

    /// <summary>True when packets come back to this host without touching a wire.</summary>
    public bool IsLoopback => Interface.IsLoopback;

    /// <summary>True for a broadcast or multicast destination.</summary>
    public bool IsGroup { get; }

    /// <summary>What the NIC (or the loopback interface) computes for us.</summary>
    public OffloadCapabilities Offloads { get; }

    uint ITransportPath.InterfaceIndex => Interface.Index;

    ushort ITransportPath.InterfaceType => Interface.Type;

    int ITransportPath.HeaderSize => Interface.Link.HeaderSize + (Destination.IsV4 ? IPv4Header.Size : IPv6Header.Size);

    internal IpNetwork Network { get; }

    /// <summary>A link address that is known from the packet that is answered; zero for the neighbour's.</summary>
    internal MacAddress LinkAddress { get; init; }

    /// <summary>The neighbour of the next hop; null where the link address follows from the IP address or there is none.</summary>
    internal Neighbour? Neighbour { get; set; }

    /// <summary>Link and IP header as they are for every packet of the path.</summary>
    internal byte[] Template { get; set; } = [];

    /// <summary>Bytes of the link header in the template.</summary>
    internal int LinkHeaderSize { get; set; }

    /// <summary>The sum of the constant words of the IPv4 header in the template.</summary>
    internal uint ChecksumBase { get; set; }

    /// <summary>The NIC computes IPv4 header checksums.</summary>
    internal bool OffloadsHeaderChecksum { get; }

    /// <summary>The <see cref="NetStackSim.TcpIp.Neighbour.AddressVersion"/> that the template was made with.</summary>
    internal int NeighbourVersion { get; set; } = -1;

    internal PathMtuEntry MtuEntry => _mtu;

    /// <summary>The upper layer saw progress that proves that packets arrive (RFC 4861 section 7.3.1): saves the neighbour a probe.</summary>
    public void ConfirmReachability() => Neighbour?.ConfirmProgress();

    /// <inheritdoc/>
    public override string ToString() => $"{Source} -> {Destination} by {Interface.Name}";
}
