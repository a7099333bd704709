using NetStackSim.Packets;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Wfp.Shims;

/// <summary>A captured packet, read as far as it can be. Never throws on input.</summary>
internal sealed class ParsedPacket
{
    private const int EchoHeader = 8;

    private ParsedPacket()
    {
    }

    internal string Summary { get; private set; } = string.Empty;

    /// <summary>Why it could not be read further; empty when it could.</summary>
    internal string Problem { get; private set; } = string.Empty;

    internal bool HasEthernet { get; private set; }

    internal MacAddress SourceMac { get; private set; }

    internal MacAddress DestinationMac { get; private set; }

    internal ushort EtherType { get; private set; }

    internal ushort VlanId { get; private set; }

    internal bool IsIp { get; private set; }

    internal IpAddress Source { get; private set; }

    internal IpAddress Destination { get; private set; }

    internal byte Protocol { get; private set; }

    internal byte HopLimit { get; private set; }

    internal int IpHeaderSize { get; private set; }

    /// <summary>The length that the IP header says: more than there is of a packet that an ICMP error quotes.</summary>
    internal int TotalLength { get; private set; }

    internal bool IsFragment { get; private set; }

    internal uint FragmentId { get; private set; }

    internal int FragmentOffset { get; private set; }

    internal int FragmentLength { get; private set; }

    /// <summary>True once ports, or ICMP type and code, are known.</summary>
    internal bool HasTransport { get; private set; }

    /// <summary>The port; for ICMP the type.</summary>
    internal ushort SourcePort { get; private set; }

    /// <summary>The port; for ICMP the code.</summary>
    internal ushort DestinationPort { get; private set; }

    internal int TransportHeaderSize { get; private set; }

    internal int PayloadLength { get; private set; }

    internal TcpFlags TcpFlags { get; private set; }

    /// <summary>Identifier and sequence number of an echo.</summary>
    internal uint IcmpRest { get; private set; }

    /// <summary>The packet that an ICMP error quotes; empty for everything else.</summary>
    internal byte[] Quote { get; private set; } = [];

    /// <summary>The same, read as far as it can be.</summary>
    internal ParsedPacket Quoted => Read(Quote, LinkType.RawIP);

    internal IpFamily Family => Source.Family;

    internal bool IsIcmp => Protocol is (byte)IpProtocol.Icmp or (byte)IpProtocol.IcmpV6;

    internal bool IsIcmpError => IsIcmp && Quote.Length > 0;

    internal bool IsEchoRequest => IsIcmp && SourcePort == (Family == IpFamily.V4 ? (int)Icmp4Type.Echo : (int)Icmp6Type.Echo);

    internal bool IsEchoReply => IsIcmp && SourcePort == (Family == IpFamily.V4 ? (int)Icmp4Type.EchoReply : (int)Icmp6Type.EchoReply);

    internal ushort EchoId => IsEchoRequest || IsEchoReply ? (ushort)(IcmpRest >> 16) : (ushort)0;

    /// <summary>Reads a packet.</summary>
    internal static ParsedPacket Read(ReadOnlySpan<byte> data, LinkType linkType)
    {
        ParsedPacket packet = new() { Summary = linkType == LinkType.Ethernet ? PacketSummary.Describe(data) : PacketSummary.DescribeIp(data) };
        if (linkType != LinkType.Ethernet)
        {
            packet.ReadIp(data);
        }
        else if (EthernetHeader.TryParse(data, out EthernetHeader ethernet))
        {
            packet.HasEthernet = true;
            packet.SourceMac = ethernet.Source;
            packet.DestinationMac = ethernet.Destination;
            packet.EtherType = ethernet.EtherType;
            packet.VlanId = ethernet.IsTagged ? (ushort)ethernet.Tag.VlanId : (ushort)0;
            if (ethernet.EtherType is EtherTypes.IPv4 or EtherTypes.IPv6)
            {
                packet.ReadIp(ethernet.Payload);
            }
        }
        else
        {
            packet.Problem = "the frame is shorter than an Ethernet header";
        }

        return packet;
    }

    private void ReadIp(ReadOnlySpan<byte> data)
    {
        if (IPv4Header.TryParse(data, out IPv4Header v4))
        {
            (IsIp, Source, Destination, Protocol, HopLimit, IpHeaderSize) = (true, v4.Source, v4.Destination, (byte)v4.Protocol, v4.TimeToLive, v4.HeaderLength);
            (IsFragment, TotalLength) = (v4.IsFragment, v4.TotalLength);
            (FragmentId, FragmentOffset, FragmentLength) = (v4.Identification, v4.FragmentOffset, v4.Payload.Length);
            ReadTransport(v4.Payload);
        }
        else if (IPv6Header.TryParse(data, out IPv6Header v6))
        {
            IPv6HeaderChain chain = v6.FindUpperLayer();
            (IsIp, Source, Destination, Protocol, HopLimit) = (true, v6.Source, v6.Destination, (byte)chain.Protocol, v6.HopLimit);
            (IpHeaderSize, TotalLength) = (Math.Min(chain.Offset, v6.Packet.Length), IPv6Header.Size + v6.PayloadLength);
            if (chain.IsFragment && IPv6FragmentHeader.TryParse(v6.Packet[chain.FragmentHeaderOffset..], out IPv6FragmentHeader fragment) && !fragment.IsAtomic)
            {
                IsFragment = true;
                (FragmentId, FragmentOffset, FragmentLength) = (fragment.Identification, fragment.FragmentOffset, v6.Packet.Length - IpHeaderSize);
            }

            Problem = chain.Error == ParseError.None ? string.Empty : "the chain of extension headers is broken";
            ReadTransport(v6.Packet[IpHeaderSize..]);
        }
        else
        {
            Problem = "the IP header cannot be read";
        }
    }

    private void ReadTransport(ReadOnlySpan<byte> data)
    {
        if (Problem.Length > 0 || (IsFragment && FragmentOffset > 0))
        {
            return;
        }

        switch ((IpProtocol)Protocol)
        {
            case IpProtocol.Tcp when TcpHeader.TryParse(data, out TcpHeader tcp):
                (SourcePort, DestinationPort, TcpFlags, TransportHeaderSize) = (tcp.SourcePort, tcp.DestinationPort, tcp.Flags, tcp.HeaderLength);
                HasTransport = true;
                break;
            case IpProtocol.Udp when UdpHeader.TryParse(data, out UdpHeader udp):
                (SourcePort, DestinationPort, TransportHeaderSize) = (udp.SourcePort, udp.DestinationPort, UdpHeader.Size);
                HasTransport = true;
                break;
            case IpProtocol.Icmp or IpProtocol.IcmpV6 when data.Length >= EchoHeader:
                ReadIcmp(data);
                break;
            case IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6:
                Problem = "the transport header cannot be read";
                break;
        }

        PayloadLength = data.Length - TransportHeaderSize;
    }

    private void ReadIcmp(ReadOnlySpan<byte> data)
    {
        (SourcePort, DestinationPort, HasTransport) = (data[0], data[1], true);
        IcmpRest = ((uint)data[4] << 24) | ((uint)data[5] << 16) | ((uint)data[6] << 8) | data[7];
        bool isError = Family == IpFamily.V4
            ? Icmp4Header.TryParse(data, out Icmp4Header v4) && v4.IsError
            : data[0] < 128;
        Quote = isError ? data[EchoHeader..].ToArray() : [];
    }
}
