using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>The way of a received packet, in the order of the packet-flow tables.</summary>
internal sealed class InboundWalk(TrafficWalk walk, ParsedPacket packet, IPacketSurroundings host, uint interfaceIndex)
    : PacketWalk(walk, packet, host, interfaceIndex, isInbound: true)
{
    /// <summary>Walks.</summary>
    internal void Run()
    {
        Frame(nativeFirst: true);
        if (!Packet.IsIp)
        {
            bool isPlain = Packet.Problem.Length == 0;
            Walk.End(isPlain ? PacketFate.Delivered : PacketFate.Unreadable, isPlain ? "Delivered: only the layers below IP see what is not IP." : $"Unreadable: {Packet.Problem}.");
            return;
        }

        InspectionContext context = Context();
        if (!Walk.Pass(InspectionLayer.InboundNetwork, Family, ref context))
        {
            return;
        }

        if (!Host.IsLocal(Packet.Destination))
        {
            Foreign();
        }
        else if (!Packet.IsFragment)
        {
            PassThrough();
            Transport();
        }
        else
        {
            context.Flags |= InspectionFlags.Fragment;
            (context.FragmentId, context.FragmentOffset, context.FragmentLength) = (Packet.FragmentId, (ushort)Packet.FragmentOffset, Packet.FragmentLength);
            Walk.Pass(InspectionLayer.InboundNetwork, Family, ref context, "once more, as a fragment");
            Walk.End(PacketFate.Held, "Held: the datagram is shown again, and to the layers above, when all fragments are there.");
        }
    }

    private void Foreign()
    {
        InspectionContext context = Context();
        if (!Host.Forwards(Family))
        {
            Walk.Drop(InspectionLayer.InboundNetwork, Family, ref context, NetworkDrop.NotLocallyDestined);
            return;
        }

        // A forwarded packet has source and destination in the places of local and remote address.
        (context.LocalAddress, context.RemoteAddress) = (Packet.Source, Packet.Destination);
        uint outgoing = Host.RouteTo(Packet.Destination, out _);
        if (Packet.HopLimit <= 1 || outgoing == 0)
        {
            bool isSilent = Walk.Drop(InspectionLayer.Forward, Family, ref context, outgoing == 0 ? NetworkDrop.NoRoute : NetworkDrop.HopLimitExceeded);
            AnswerWithError(isSilent, outgoing == 0 ? Error(Icmp4Type.DestinationUnreachable, Icmp6Type.DestinationUnreachable) : Error(Icmp4Type.TimeExceeded, Icmp6Type.TimeExceeded), 0);
            return;
        }

        context.ForwardInterfaceIndex = outgoing;
        if (Walk.Pass(InspectionLayer.Forward, Family, ref context))
        {
            InspectionContext sent = Context();
            sent.Direction = InspectionDirection.Outbound;
            (sent.LocalAddress, sent.RemoteAddress) = (Packet.Source, Packet.Destination);
            (sent.InterfaceIndex, sent.SubInterfaceIndex) = (outgoing, outgoing);
            Walk.Pass(InspectionLayer.OutboundNetwork, Family, ref sent);
        }

        Walk.End(PacketFate.Forwarded, $"Forwarded by interface {outgoing}.");
    }

    // Weak host: for another interface of ours than the one that it came by.
    private void PassThrough()
    {
        InspectionContext context = Context();
        uint own = Host.InterfaceOf(Packet.Destination);
        if (own != 0 && own != context.InterfaceIndex && (context.Flags & InspectionFlags.Loopback) == 0)
        {
            (context.LocalAddress, context.RemoteAddress) = (Packet.Source, Packet.Destination);
            context.Flags |= InspectionFlags.InboundPassThrough;
            Walk.Pass(InspectionLayer.Forward, Family, ref context, "for another interface of this host");
        }
    }

    private void Transport()
    {
        if (Packet.Problem.Length > 0)
        {
            InspectionContext context = Context();
            Walk.Drop(InspectionLayer.InboundTransport, Family, ref context, TransportDrop.HeaderInvalid);
            return;
        }

        switch ((IpProtocol)Packet.Protocol)
        {
            case IpProtocol.Tcp:
                Tcp(Host.Find(Packet.Protocol, Local, Remote, 0));
                break;
            case IpProtocol.Udp:
                Udp(Host.Find(Packet.Protocol, Local, Remote, 0));
                break;
            case IpProtocol.Icmp or IpProtocol.IcmpV6:
                Icmp();
                break;
            default:
                InspectionContext context = Context();
                bool isSilent = Walk.Drop(InspectionLayer.InboundNetwork, Family, ref context, NetworkDrop.ProtocolUnreachable);
                AnswerWithError(isSilent, Error(Icmp4Type.DestinationUnreachable, Icmp6Type.ParameterProblem), Family == IpFamily.V4 ? (byte)2 : (byte)1);
                break;
        }
    }

    private void Tcp(PacketParty? party)
    {
        InspectionContext context = Context(hasPorts: true);
        bool isOpening = (Packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        bool hasReset = (Packet.TcpFlags & TcpFlags.Rst) != 0;
        if (party is null)
        {
            bool isSilent = Walk.Drop(InspectionLayer.InboundTransport, Family, ref context, TransportDrop.EndpointNotFound);
            Answer(isSilent || hasReset, "the reset that answers it");
            return;
        }

        bool needsAle = party.IsFlow ? !party.IsCurrent : isOpening;
        context.Flags |= needsAle ? InspectionFlags.RequiresAleClassify : InspectionFlags.None;
        (context.EndpointHandle, context.State) = (party.EndpointHandle, party.State);
        if (!Walk.Pass(InspectionLayer.InboundTransport, Family, ref context))
        {
            return;
        }

        if (!party.IsFlow)
        {
            Listener(party, isOpening);
            return;
        }

        bool hasNews = Packet.PayloadLength > 0 || hasReset || (Packet.TcpFlags & TcpFlags.Fin) != 0;
        if (Reauthorise(party) && StreamPacket() && (party.IsEstablished || Establish(party)) && hasNews)
        {
            Stream(party);
        }

        Walk.End(PacketFate.Delivered, "Delivered to its connection.");
    }

    private void Listener(PacketParty party, bool isOpening)
    {
        if (!isOpening)
        {
            StreamPacket();
            Walk.End(PacketFate.Dropped, "Dropped by the stack: there is no connection, and it asks for none.");
            return;
        }

        InspectionContext accept = Flow(party with { ParentHandle = party.EndpointHandle });
        if (Walk.Pass(InspectionLayer.Accept, party.Family, ref accept))
        {
            StreamPacket();
        }

        Walk.End(PacketFate.Delivered, "Delivered: the listener answers with SYN-ACK; FLOW_ESTABLISHED follows with the acknowledgment.");
    }

    private void Udp(PacketParty? party)
    {
        InspectionContext context = Context(hasPorts: true);
        if (party is null)
        {
            bool isGroup = Packet.Destination.IsMulticast || Packet.Destination.IsLimitedBroadcast;
            bool isSilent = Walk.Drop(InspectionLayer.InboundNetwork, Family, ref context, NetworkDrop.PortUnreachable);
            AnswerWithError(isSilent || isGroup, Error(Icmp4Type.DestinationUnreachable, Icmp6Type.DestinationUnreachable), Family == IpFamily.V4 ? (byte)3 : (byte)4);
            return;
        }

        context.Flags |= party is { IsFlow: true, IsCurrent: true } ? InspectionFlags.None : InspectionFlags.RequiresAleClassify;
        (context.EndpointHandle, context.State) = (party.EndpointHandle, party.State);
        if (Walk.Pass(InspectionLayer.InboundTransport, Family, ref context) && Authorise(party))
        {
            Datagram(party);
        }

        Walk.End(PacketFate.Delivered, "Delivered to its endpoint.");
    }

    private void Icmp()
    {
        if (Packet.IsIcmpError)
        {
            new IcmpErrorWalk(Walk, Packet, Host, Context(hasPorts: true)).Run();
            return;
        }

        InspectionContext context = Context(hasPorts: true);
        PacketParty party = Host.Find(Packet.Protocol, Local, Remote, Packet.EchoId) ?? new PacketParty(Family);
        context.State = party.State;
        if (!Walk.Pass(InspectionLayer.InboundTransport, Family, ref context))
        {
            return;
        }

        if (Packet.IsEchoRequest && Authorise(party) && Datagram(null))
        {
            Walk.End(PacketFate.Delivered, "Delivered: the stack answers it.");
        }
        else if (Packet.IsEchoReply && Datagram(null))
        {
            Walk.End(PacketFate.Delivered, "Delivered to who asked; an answer that nobody waits for is dropped.");
        }

        Walk.End(PacketFate.Delivered, "Delivered to the stack.");
    }

    private bool Authorise(PacketParty party)
    {
        if (party.IsFlow)
        {
            return Reauthorise(party) && (party.IsEstablished || Establish(party));
        }

        InspectionContext accept = Flow(party);
        return Walk.Pass(InspectionLayer.Accept, party.Family, ref accept) && Establish(party);
    }

    private ushort Error(Icmp4Type v4, Icmp6Type v6) => Family == IpFamily.V4 ? (ushort)v4 : (ushort)v6;

    private void AnswerWithError(bool isSilent, ushort type, byte code)
    {
        if (isSilent)
        {
            return;
        }

        InspectionContext error = Context();
        error.Direction = InspectionDirection.Outbound;
        error.Protocol = Family == IpFamily.V4 ? (byte)IpProtocol.Icmp : (byte)IpProtocol.IcmpV6;
        (error.LocalPort, error.RemotePort, error.HasPorts) = (type, code, true);
        if (!Host.IsLocal(Packet.Destination))
        {
            // A router answers for what it could not forward from the address by which it reaches the sender.
            error.InterfaceIndex = error.SubInterfaceIndex = Host.RouteTo(Packet.Source, out error.LocalAddress);
            error.RemoteAddress = Packet.Source;
        }

        if (Walk.PassAnswer(InspectionLayer.OutboundIcmpError, Family, ref error, "the ICMP error that answers it")
            && Walk.PassAnswer(InspectionLayer.OutboundTransport, Family, ref error, "the ICMP error that answers it"))
        {
            Walk.PassAnswer(InspectionLayer.OutboundNetwork, Family, ref error, "the ICMP error that answers it");
        }
    }

    private void Answer(bool isSilent, string note)
    {
        if (isSilent)
        {
            return;
        }

        InspectionContext reset = Context(hasPorts: true);
        reset.Direction = InspectionDirection.Outbound;
        if (Walk.PassAnswer(InspectionLayer.StreamPacket, Family, ref reset, note) && Walk.PassAnswer(InspectionLayer.OutboundTransport, Family, ref reset, note))
        {
            Walk.PassAnswer(InspectionLayer.OutboundNetwork, Family, ref reset, note);
        }
    }
}
