using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The network layer of one family of one host: routes, paths, addresses, statistics; the packet work is in the subclass per family.</summary>
internal abstract class IpNetwork
{
    private readonly PathTable _paths;

    private protected IpNetwork(TcpIpStack stack, IpFamily family)
    {
        Stack = stack;
        Family = family;
        Kernel = stack.Kernel;
        Profile = stack.Profile;
        Drops = stack.Drops;
        Routes = new RoutingTable(family);
        _paths = new PathTable(this);
        InboundNetwork = stack.Inspection[InspectionLayer.InboundNetwork, family];
        OutboundNetwork = stack.Inspection[InspectionLayer.OutboundNetwork, family];
        OutboundTransport = stack.Inspection[InspectionLayer.OutboundTransport, family];
        ForwardPoint = stack.Inspection[InspectionLayer.Forward, family];
        TraceComponent = stack.TraceComponent("ip");
    }

    internal TcpIpStack Stack { get; }

    internal IpFamily Family { get; }

    internal SimKernel Kernel { get; }

    internal StackProfile Profile { get; }

    internal DropPoint Drops { get; }

    internal RoutingTable Routes { get; }

    internal PathTable Paths => _paths;

    internal IpStatistics Statistics { get; } = new();

    /// <summary>The transports by protocol number.</summary>
    internal ITransportProtocol?[] Transports { get; } = new ITransportProtocol?[256];

    internal InspectionPoint InboundNetwork { get; }

    internal InspectionPoint OutboundNetwork { get; }

    internal InspectionPoint OutboundTransport { get; }

    internal InspectionPoint ForwardPoint { get; }

    internal string TraceComponent { get; }

    /// <summary>Where a layered capture looks at packets; null for a network without an NDIS below.</summary>
    internal IpCapturePoints? CapturePoints { get; set; }

    /// <summary>The raw endpoints of the host; null while there are none.</summary>
    internal RawProtocol? RawEndpoints { get; set; }

    /// <summary>IP security; null on a host without it.</summary>
    internal IIpSecurity? Security { get; set; }

    /// <summary>Takes packets from a link; data starts at the IP header.</summary>
    internal abstract void Receive(ref NetBufferListChain chain, IpInterface incoming);

    /// <summary>Sends packets of a transport along a path; see <see cref="IpLayer.Send"/>.</summary>
    internal abstract void Send(ref NetBufferListChain chain, IpPath path);

    /// <summary>Sends packets whose data starts at a complete IP header (forwarded, injected, fragments) to the next hop of a path.</summary>
    internal abstract void SendPrepared(ref NetBufferListChain chain, IpPath path);

    /// <summary>The same for packets that a filter engine puts at the top of the network layer: they are shown there once more.</summary>
    internal abstract void SendInjected(ref NetBufferListChain chain, IpPath path);

    /// <summary>Sends a packet of a raw endpoint whose client wrote the IP header.</summary>
    internal abstract void SendIncluded(NetBufferList list, IpPath path, byte[] header);

    /// <summary>The neighbour answered: what waited for it leaves with its link address filled in.</summary>
    internal abstract void SendWaiting(ref NetBufferListChain chain, Neighbour neighbour);

    /// <summary>Writes the header template of a path.</summary>
    internal abstract void BuildTemplate(IpPath path);

    /// <summary>Gives up everything that is kept (fragments), at shutdown.</summary>
    internal abstract void Reset();

    /// <summary>The neighbour did not answer: what waited is completed with an error, and who sent it through us is told.</summary>
    internal void FailWaiting(ref NetBufferListChain chain, Neighbour neighbour, DropCause cause)
    {
        NetBufferListChain failed = default;
        int headerSize = neighbour.Interface.Link.HeaderSize;
        while (chain.RemoveFirst() is { } list)
        {
            list.Advance(headerSize);
            Drops.Drop(cause, Family, list);
            Statistics.OutDiscardsCount++;
            if (ForwardedLists.ReceivedOf(list) is { } received)
            {
                Stack.Icmp.SendAddressUnreachable(received);
            }

            list.Status = NtStatus.HostUnreachable;
            failed.Add(list);
        }

        Stack.Ip.CompleteSend(ref failed, 0);
    }

    /// <summary>A neighbour stopped answering: if it is a gateway, paths are chosen anew and other gateways get their chance.</summary>
    internal void OnNeighbourUnreachable(Neighbour neighbour)
    {
        foreach (Route route in Routes.Routes)
        {
            if (route.Interface == neighbour.Interface && route.NextHop == neighbour.Address)
            {
                Routes.Touch();
                return;
            }
        }
    }

    /// <summary>Completes a list that never left; data starts where the transport handed it over.</summary>
    internal void CompleteUnsent(NetBufferList list, NtStatus status)
    {
        list.Status = status;
        Stack.Ip.Complete(list);
    }

    /// <summary>Finds one of our addresses, in whatever state, first on one interface, then on the others in index order.</summary>
    internal InterfaceAddress? FindLocal(in IpAddress address, IpInterface? preferred)
    {
        if (preferred?.FindAddress(address) is { } own)
        {
            return own;
        }

        foreach (IpInterface candidate in Stack.InterfaceList)
        {
            if (candidate != preferred && candidate.FindAddress(address) is { } other)
            {
                return other;
            }
        }

        return null;
    }
}
