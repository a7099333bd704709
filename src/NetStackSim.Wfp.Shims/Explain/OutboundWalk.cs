using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>The way of a packet that the host sends, from the layer that first knows of it.</summary>
internal sealed class OutboundWalk(TrafficWalk walk, ParsedPacket packet, IPacketSurroundings host, uint interfaceIndex)
    : PacketWalk(walk, packet, host, interfaceIndex, isInbound: false)
{
    /// <summary>Walks.</summary>
    internal void Run()
    {
        if (Packet.IsIp && Above())
        {
            InspectionContext transport = Context(hasPorts: Packet.HasTransport);
            if (Walk.Pass(InspectionLayer.OutboundTransport, Family, ref transport))
            {
                InspectionContext network = Context();
                Walk.Pass(InspectionLayer.OutboundNetwork, Family, ref network);
            }
        }

        if (!Walk.IsOver)
        {
            Frame(nativeFirst: false);
        }

        bool isReadable = Packet.IsIp || Packet.Problem.Length == 0;
        Walk.End(isReadable ? PacketFate.Sent : PacketFate.Unreadable, isReadable ? "Sent." : $"Unreadable: {Packet.Problem}.");
    }

    private bool Above()
    {
        PacketParty? party = Packet.HasTransport ? Host.Find(Packet.Protocol, Local, Remote, Packet.EchoId) : null;
        switch ((IpProtocol)Packet.Protocol)
        {
            case IpProtocol.Tcp when Packet.HasTransport:
                return Tcp(party);
            case IpProtocol.Icmp or IpProtocol.IcmpV6 when Packet.IsIcmpError:
                InspectionContext error = Context(hasPorts: true);
                return Walk.Pass(InspectionLayer.OutboundIcmpError, Family, ref error);
            case IpProtocol.Icmp or IpProtocol.IcmpV6 when Packet.IsEchoReply:
                return Datagram(null);
            case IpProtocol.Icmp or IpProtocol.IcmpV6 when !Packet.IsEchoRequest:
                return true;
            default:
                return !Packet.HasTransport || Datagrams(party);
        }
    }

    private bool Tcp(PacketParty? party)
    {
        bool isOpening = (Packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        if (isOpening)
        {
            return Connect(party is { IsFlow: true } ? party : new PacketParty(Family) { Process = party?.Process }) && StreamPacket();
        }

        if (party is not { IsFlow: true })
        {
            return StreamPacket();
        }

        bool hasNews = Packet.PayloadLength > 0 || (Packet.TcpFlags & TcpFlags.Fin) != 0;
        return Reauthorise(party) && (!hasNews || Stream(party)) && StreamPacket();
    }

    private bool Datagrams(PacketParty? party)
    {
        if (party is { IsFlow: true })
        {
            return Reauthorise(party) && (party.IsEstablished || Establish(party)) && Datagram(party);
        }

        party ??= new PacketParty(Family);
        if (Packet.IsEchoRequest)
        {
            InspectionContext bind = Flow(party);
            bind.RemoteAddress = default;
            if (!Walk.Pass(InspectionLayer.Bind, Family, ref bind, "the endpoint of the echo"))
            {
                return false;
            }
        }

        return Connect(party) && Establish(party) && Datagram(party);
    }

    private bool Connect(PacketParty party)
    {
        InspectionContext redirect = Flow(party);
        if (!Packet.IsIcmp && !Walk.Pass(InspectionLayer.ConnectRedirect, party.Family, ref redirect))
        {
            return false;
        }

        InspectionContext connect = Flow(party);
        return Walk.Pass(InspectionLayer.Connect, party.Family, ref connect);
    }
}
