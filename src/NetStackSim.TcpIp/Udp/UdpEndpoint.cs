using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A UDP endpoint: the port, and which datagrams are for it.</summary>
internal sealed class UdpEndpoint : DatagramEndpoint
{
    private readonly UdpProtocol _udp;

    internal UdpEndpoint(UdpProtocol udp, in EndpointOptions options, IDatagramClient client)
        : base(udp.Stack, options, client)
    {
        _udp = udp;
        Use(new UdpSender(udp, this));
    }

    internal UdpEndpoint? NextOnPort { get; set; }

    /// <inheritdoc/>
    private protected override string TraceComponent => _udp.Component;

    /// <summary>How well a datagram matches: 0 not at all, more is better.</summary>
    internal int Score(in IpAddress local, in IpAddress remote, ushort remotePort)
    {
        if (!IsOpen || !Serves(local.Family))
        {
            return 0;
        }

        bool wildcard = Local.Address.IsUnspecified;
        if (!wildcard && Local.Address.Unmap() != local)
        {
            return 0;
        }

        int score = wildcard ? 1 : 2;
        if (!FiltersReceives)
        {
            return score;
        }

        return Remote.Port == remotePort && Remote.Address.Unmap() == remote ? score + 4 : 0;
    }

    /// <summary>True when a broadcast or multicast datagram is for this endpoint too.</summary>
    internal bool TakesGroup(in NetworkLayerInfo network)
    {
        bool addressed = IsOpen && Serves(network.Destination.Family) && (Local.Address.IsUnspecified || network.Destination.IsV4 || Local.Address == network.Destination);
        return addressed && (!FiltersReceives || (Remote.Address.Unmap() == network.Source && Remote.Port == network.SourcePort));
    }

    /// <summary>May the datagram come in? Takes care of the list when not.</summary>
    internal bool Accepts(NetBufferList list) => Accepts(list, list.Network.DestinationPort, list.Network.SourcePort);

    /// <summary>Hands datagrams to the client and counts them.</summary>
    internal void DeliverCounted(ref NetBufferListChain chain)
    {
        _udp.Statistics.InDatagramsCount += chain.Count;
        Deliver(ref chain);
    }

    /// <inheritdoc/>
    internal override InspectionAction ShowDatagram(NetBufferList list, bool inbound) => _udp.ShowDatagram(list, this, inbound);

    /// <inheritdoc/>
    private protected override void OnReceiveBufferFull(NetBufferList list)
    {
        _udp.Statistics.InErrorsCount++;
        Stack.Drops.Drop(UdpDrops.ReceiveBufferFull, list.Network.Source.Family, list);
    }

    /// <inheritdoc/>
    private protected override NtStatus Claim(ref IpEndpoint wanted, AddressSharing sharing)
    {
        if (wanted.Port == 0)
        {
            if (!_udp.Ports.TryChoose(_udp.Endpoints, out ushort port))
            {
                return NtStatus.TooManyAddresses;
            }

            wanted = wanted.WithPort(port);
        }

        return _udp.Endpoints.Check(this, wanted, sharing);
    }

    /// <inheritdoc/>
    private protected override void Register() => _udp.Endpoints.Add(this);

    /// <inheritdoc/>
    private protected override void Unregister() => _udp.Endpoints.Remove(this);
}
