using System.Buffers.Binary;
using System.Text;

namespace NetStackSim.Packets;

/// <summary>The part of a packet's summary behind the IP header.</summary>
internal static class TransportSummary
{
    internal static string NameOf(IpProtocol protocol) => protocol switch
    {
        IpProtocol.Tcp => "TCP",
        IpProtocol.Udp => "UDP",
        IpProtocol.Icmp => "ICMP",
        IpProtocol.IcmpV6 => "ICMPv6",
        IpProtocol.Igmp => "IGMP",
        IpProtocol.Esp => "ESP",
        IpProtocol.Ah => "AH",
        IpProtocol.Gre => "GRE",
        IpProtocol.NoNextHeader => "no next header",
        _ => $"protocol {(byte)protocol}",
    };

    internal static void Append(
        StringBuilder text, in IpAddress source, in IpAddress destination, IpProtocol protocol, ReadOnlySpan<byte> data, int depth)
    {
        switch (protocol)
        {
            case IpProtocol.Tcp when TcpHeader.TryParse(data, out TcpHeader tcp):
                AppendPorts(text, source, tcp.SourcePort, destination, tcp.DestinationPort);
                AppendTcp(text, tcp);
                break;
            case IpProtocol.Udp when UdpHeader.TryParse(data, out UdpHeader udp):
                AppendPorts(text, source, udp.SourcePort, destination, udp.DestinationPort);
                text.Append($" UDP len {udp.Payload.Length}");
                break;
            case IpProtocol.Tcp or IpProtocol.Udp when data.Length >= 4:
                // A quote inside an ICMP error may end behind the first eight bytes: the ports are there.
                AppendPorts(text, source, BinaryPrimitives.ReadUInt16BigEndian(data), destination, BinaryPrimitives.ReadUInt16BigEndian(data[2..]));
                text.Append($" {NameOf(protocol)} header cut");
                break;
            case IpProtocol.Icmp when Icmp4Header.TryParse(data, out Icmp4Header icmp):
                text.Append($"{source} > {destination} ICMP ");
                IcmpSummary.Append(text, icmp, depth);
                break;
            case IpProtocol.IcmpV6 when Icmp6Header.TryParse(data, out Icmp6Header icmp):
                text.Append($"{source} > {destination} ICMPv6 ");
                IcmpSummary.Append(text, icmp, depth);
                break;
            case IpProtocol.IPv4 or IpProtocol.IPv6:
                text.Append($"{source} > {destination} IP in IP: ");
                PacketSummary.AppendIp(text, data, depth + 1);
                break;
            default:
                text.Append($"{source} > {destination} {NameOf(protocol)} len {data.Length}");
                break;
        }
    }

    private static void AppendPorts(StringBuilder text, in IpAddress source, ushort sourcePort, in IpAddress destination, ushort destinationPort) =>
        text.Append($"{new IpEndpoint(source, sourcePort)} > {new IpEndpoint(destination, destinationPort)}");

    private static void AppendTcp(StringBuilder text, TcpHeader tcp)
    {
        text.Append(" TCP [");
        AppendFlags(text, tcp.Flags);
        text.Append($"] seq {tcp.SequenceNumber}");
        if ((tcp.Flags & TcpFlags.Ack) != 0)
        {
            text.Append($" ack {tcp.AcknowledgmentNumber}");
        }

        text.Append($" win {tcp.Window} len {tcp.Payload.Length}");
        if (!tcp.OptionBytes.IsEmpty)
        {
            AppendOptions(text, tcp.OptionBytes);
        }
    }

    private static void AppendFlags(StringBuilder text, TcpFlags flags)
    {
        // From the lowest bit: FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE, with tcpdump's letters.
        const string Letters = "FSRP.UEWe";
        int before = text.Length;
        for (int bit = 0; bit < Letters.Length; bit++)
        {
            if (((int)flags & (1 << bit)) != 0)
            {
                text.Append(Letters[bit]);
            }
        }

        if (text.Length == before)
        {
            text.Append("none");
        }
    }

    private static void AppendOptions(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        TcpOptions options = default;
        bool whole = options.Parse(bytes);
        text.Append(" <");
        int before = text.Length;
        AppendIf(text, before, options.HasMaximumSegmentSize, $"mss {options.MaximumSegmentSize}");
        AppendIf(text, before, options.HasWindowScale, $"wscale {options.WindowShift}");
        AppendIf(text, before, options.HasSackPermitted, "sackOK");
        AppendIf(text, before, options.HasTimestamps, $"TS {options.TimestampValue} ecr {options.TimestampEcho}");
        for (int i = 0; i < options.SackCount; i++)
        {
            SackBlock block = options.GetSackBlock(i);
            AppendIf(text, before, true, $"sack {block.Left}:{block.Right}");
        }

        AppendIf(text, before, options.HasFastOpen, options.FastOpenCookie.IsEmpty ? "tfo request" : $"tfo {Convert.ToHexStringLower(options.FastOpenCookie)}");
        AppendIf(text, before, (options.Present & TcpOptionSet.Md5Signature) != 0, "md5");
        AppendIf(text, before, (options.Present & TcpOptionSet.Authentication) != 0, "tcp-ao");
        AppendIf(text, before, (options.Present & TcpOptionSet.Unknown) != 0, "unknown option");
        AppendIf(text, before, !whole, "malformed");
        text.Append('>');
    }

    private static void AppendIf(StringBuilder text, int start, bool condition, string part)
    {
        if (condition)
        {
            text.Append(text.Length > start ? ", " : "").Append(part);
        }
    }
}
