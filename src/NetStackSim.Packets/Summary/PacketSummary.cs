using System.Text;

namespace NetStackSim.Packets;

/// <summary>One line of text about a packet, in the manner of tcpdump. For output that people read; allocates.</summary>
/// <remarks>Any bytes are taken; what cannot be read is said so in the line. Checksums are not judged: the NIC may fill them in later.</remarks>
public static class PacketSummary
{
    // Tunnels and quotes nest; a hostile packet must not make the line endless.
    private const int MaximumDepth = 3;

    /// <summary>Describes an Ethernet frame.</summary>
    /// <param name="ethernetFrame">The frame without its check sequence.</param>
    /// <param name="withAddresses">True puts the two MAC addresses first.</param>
    public static string Describe(ReadOnlySpan<byte> ethernetFrame, bool withAddresses = false)
    {
        StringBuilder text = new(96);
        if (!EthernetHeader.TryParse(ethernetFrame, out EthernetHeader header))
        {
            return $"truncated Ethernet frame, {ethernetFrame.Length} bytes";
        }

        if (withAddresses)
        {
            text.Append($"{header.Source} > {header.Destination} ");
        }

        if (header.IsTagged)
        {
            text.Append($"{header.Tag} ");
        }

        AppendPayload(text, header);
        return text.ToString();
    }

    /// <summary>Describes an IPv4 or IPv6 packet.</summary>
    /// <param name="packet">The packet from its IP header on.</param>
    public static string DescribeIp(ReadOnlySpan<byte> packet)
    {
        StringBuilder text = new(96);
        AppendIp(text, packet, 0);
        return text.ToString();
    }

    private static void AppendPayload(StringBuilder text, EthernetHeader header)
    {
        switch (header.EtherType)
        {
            case EtherTypes.IPv4 or EtherTypes.IPv6:
                AppendIp(text, header.Payload, 0);
                break;
            case EtherTypes.Arp:
                AppendArp(text, header.Payload);
                break;
            default:
                AppendOther(text, header);
                break;
        }
    }

    private static void AppendOther(StringBuilder text, EthernetHeader header)
    {
        if (header.TryGetSnap(out ushort snapType, out ReadOnlySpan<byte> payload))
        {
            text.Append($"SNAP type 0x{snapType:X4}, {payload.Length} bytes");
        }
        else
        {
            string kind = header.IsLength ? "802.3 length" : header.IsInvalidType ? "invalid type" : "type";
            text.Append($"{header.Source} > {header.Destination} {kind} 0x{header.EtherType:X4}, {header.Payload.Length} bytes");
        }
    }

    private static void AppendArp(StringBuilder text, ReadOnlySpan<byte> data)
    {
        if (!ArpPacket.TryParse(data, out ArpPacket arp, out ParseError error))
        {
            text.Append($"ARP, not readable ({error})");
            return;
        }

        text.Append(arp.Operation switch
        {
            _ when arp.IsProbe => $"ARP probe for {arp.TargetAddress} from {arp.SenderMac}",
            _ when arp.IsAnnouncement => $"ARP announcement {arp.SenderAddress} is at {arp.SenderMac}",
            ArpOperation.Request => $"ARP who has {arp.TargetAddress}? tell {arp.SenderAddress}",
            ArpOperation.Reply => $"ARP {arp.SenderAddress} is at {arp.SenderMac}",
            _ => $"ARP operation {(ushort)arp.Operation}",
        });
    }

    internal static void AppendIp(StringBuilder text, ReadOnlySpan<byte> packet, int depth)
    {
        if (depth == MaximumDepth)
        {
            text.Append("...");
        }
        else if (IPv4Header.TryParse(packet, out IPv4Header v4, out ParseError error))
        {
            AppendIPv4(text, v4, depth);
        }
        else if (IPv6Header.TryParse(packet, out IPv6Header v6))
        {
            AppendIPv6(text, v6, depth);
        }
        else
        {
            text.Append($"IP, not readable ({error}), {packet.Length} bytes");
        }
    }

    private static void AppendIPv4(StringBuilder text, IPv4Header header, int depth)
    {
        if (header.FragmentOffset != 0)
        {
            text.Append($"{header.Source} > {header.Destination} {TransportSummary.NameOf(header.Protocol)}");
        }
        else
        {
            TransportSummary.Append(text, header.Source, header.Destination, header.Protocol, header.Payload, depth);
        }

        if (header.IsFragment)
        {
            AppendFragment(text, header.Identification, header.FragmentOffset, header.Payload.Length, header.MoreFragments);
        }
    }

    private static void AppendIPv6(StringBuilder text, IPv6Header header, int depth)
    {
        IPv6HeaderChain chain = header.FindUpperLayer();
        ReadOnlySpan<byte> upper = header.Packet[Math.Min(chain.Offset, header.Packet.Length)..];
        if (chain.Error != ParseError.None || chain.IsLaterFragment)
        {
            text.Append($"{header.Source} > {header.Destination} {TransportSummary.NameOf(chain.Protocol)}");
        }
        else
        {
            TransportSummary.Append(text, header.Source, header.Destination, chain.Protocol, upper, depth);
        }

        if (chain.Error != ParseError.None)
        {
            text.Append($" (extension headers not readable: {chain.Error})");
        }
        else if (chain.IsFragment && IPv6FragmentHeader.TryParse(header.Packet[chain.FragmentHeaderOffset..], out IPv6FragmentHeader fragment))
        {
            AppendFragment(text, fragment.Identification, fragment.FragmentOffset, upper.Length, fragment.MoreFragments);
        }
    }

    private static void AppendFragment(StringBuilder text, uint identification, int offset, int length, bool more) =>
        text.Append($" frag {identification}:{length}@{offset}{(more ? "+" : "")}");
}
