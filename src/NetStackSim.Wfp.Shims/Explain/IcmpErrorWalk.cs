using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>The way of a received ICMP error, which is about a packet that the host sent.</summary>
internal ref struct IcmpErrorWalk(TrafficWalk walk, ParsedPacket packet, IPacketSurroundings host, InspectionContext context)
{
    private const int MinimumTransport = 8;

    // RFC 791: every module forwards this much without cutting it.
    private const int MinimumMtuV4 = 68;

    private InspectionContext _context = context;

    private readonly IpFamily Family => packet.Family;

    /// <summary>Walks.</summary>
    internal void Run()
    {
        ParsedPacket quoted = packet.Quoted;
        if (WhyIgnored(quoted) is { } reason)
        {
            walk.Drop(InspectionLayer.InboundNetwork, Family, ref _context, reason);
            return;
        }

        // The layer shows the address that sent what the error is about.
        IpAddress own = _context.LocalAddress;
        _context.LocalAddress = quoted.Source;
        walk.Quote = packet.Quote;
        if (!walk.Pass(InspectionLayer.InboundIcmpError, Family, ref _context))
        {
            return;
        }

        _context.LocalAddress = own;
        if (IsRedirect)
        {
            walk.End(PacketFate.Delivered, "Delivered to the routing, which looks whether it may change the route.");
        }
        else if (IsSourceQuench || !IsTransport(quoted.Protocol))
        {
            walk.Drop(InspectionLayer.InboundNetwork, Family, ref _context, NetworkDrop.ProtocolUnreachable);
        }

        walk.End(PacketFate.Delivered, "Delivered to the transport of the packet that it quotes.");
    }

    private readonly bool IsRedirect => Family == IpFamily.V4 && packet.SourcePort == (ushort)Icmp4Type.Redirect;

    private readonly bool IsSourceQuench => Family == IpFamily.V4 && packet.SourcePort == (ushort)Icmp4Type.SourceQuench;

    private static bool IsTransport(byte protocol) => (IpProtocol)protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6;

    // What the stack does not act upon it shows at no layer but the discard layer.
    private readonly DropReason? WhyIgnored(ParsedPacket quoted)
    {
        if (!quoted.IsIp || quoted.Family != Family)
        {
            return NetworkDrop.BadLength;
        }

        if (quoted is { IsFragment: true, FragmentOffset: > 0 })
        {
            return NetworkDrop.MalformedHeader;
        }

        if (packet.Quote.Length < quoted.IpHeaderSize + MinimumTransport)
        {
            return NetworkDrop.BadLength;
        }

        if (!IsMtuPlausible(quoted.TotalLength))
        {
            return NetworkDrop.MalformedHeader;
        }

        return host.IsLocal(quoted.Source) || quoted.Source.IsLoopback ? null : NetworkDrop.NotLocallyDestined;
    }

    // An IPv4 router that says none leaves the stack to guess one below the packet's length.
    private readonly bool IsMtuPlausible(int packetLength)
    {
        if (Family == IpFamily.V6)
        {
            return packet.SourcePort != (ushort)Icmp6Type.PacketTooBig || packet.IcmpRest >= IPv6Header.MinimumMtu;
        }

        int mtu = (int)(packet.IcmpRest & 0xFFFF);
        bool isTooBig = packet is { SourcePort: (ushort)Icmp4Type.DestinationUnreachable, DestinationPort: Icmp4Codes.FragmentationNeeded };
        return !isTooBig || (mtu == 0 ? packetLength > MinimumMtuV4 : mtu >= MinimumMtuV4 && mtu < packetLength);
    }
}
