using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>Fills in what a stack leaves to the NIC (lengths of large sends, checksums), in a copy that somebody wants to look at.</summary>
/// <remarks>
/// For capture files and fuzzers; the data path never comes here. Fields that are right, fragments, and packets that cannot be parsed stay as they are, and so
/// does a UDP checksum of zero over IPv4, which means "none".
/// </remarks>
public static class FrameRepair
{
    /// <summary>Repairs an Ethernet frame in place.</summary>
    /// <param name="ethernetFrame">The frame; without padding when the IP length is zero.</param>
    /// <returns>What was changed.</returns>
    public static FrameRepairs Fill(Span<byte> ethernetFrame) =>
        EthernetHeader.TryParse(ethernetFrame, out EthernetHeader header) && header.EtherType is EtherTypes.IPv4 or EtherTypes.IPv6
            ? FillIp(ethernetFrame[header.HeaderLength..])
            : FrameRepairs.None;

    /// <summary>Repairs an IPv4 or IPv6 packet in place.</summary>
    /// <param name="packet">The packet from its IP header on.</param>
    /// <returns>What was changed.</returns>
    public static FrameRepairs FillIp(Span<byte> packet)
    {
        FrameRepairs repairs = FillIPv4(packet) | FillIPv6(packet);
        if (!TransportLocation.TryFind(packet, out TransportLocation location))
        {
            return repairs;
        }

        Span<byte> data = packet[location.Start..location.End];
        return repairs | location.Protocol switch
        {
            IpProtocol.Tcp => FillTcp(data, location),
            IpProtocol.Udp => FillUdp(data, location),
            IpProtocol.Icmp when location.Source.IsV4 => FillIcmp4(data),
            IpProtocol.IcmpV6 when location.Source.IsV6 => FillIcmp6(data, location),
            _ => FrameRepairs.None,
        };
    }

    private static FrameRepairs FillIPv4(Span<byte> packet)
    {
        if (!IPv4Header.TryParse(packet, out IPv4Header header))
        {
            return FrameRepairs.None;
        }

        FrameRepairs repairs = FrameRepairs.None;
        if (header.TotalLength == 0 && packet.Length <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
            repairs = FrameRepairs.IpLength;
        }

        if (!header.IsChecksumValid)
        {
            IPv4Header.FillChecksum(packet[..header.HeaderLength]);
            repairs |= FrameRepairs.IPv4Checksum;
        }

        return repairs;
    }

    private static FrameRepairs FillIPv6(Span<byte> packet)
    {
        // A zero payload length is legal only for a packet without payload, or a jumbogram, which Ethernet does not carry.
        int payload = packet.Length - IPv6Header.Size;
        if (!IPv6Header.TryParse(packet, out IPv6Header header) || header.PayloadLength != 0 || payload is 0 or > ushort.MaxValue)
        {
            return FrameRepairs.None;
        }

        IPv6Header.SetPayloadLength(packet, payload);
        return FrameRepairs.IpLength;
    }

    private static FrameRepairs FillTcp(Span<byte> segment, TransportLocation location)
    {
        if (!TcpHeader.TryParse(segment, out TcpHeader tcp) || tcp.IsChecksumValid(location.Source, location.Destination))
        {
            return FrameRepairs.None;
        }

        TcpHeader.FillChecksum(segment, location.Source, location.Destination);
        return FrameRepairs.TransportChecksum;
    }

    private static FrameRepairs FillUdp(Span<byte> datagram, TransportLocation location)
    {
        if (!UdpHeader.TryParse(datagram, out UdpHeader udp))
        {
            return FrameRepairs.None;
        }

        FrameRepairs repairs = FrameRepairs.None;
        if (!udp.HasValidLength)
        {
            BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)datagram.Length);
            repairs = FrameRepairs.UdpLength;
        }

        if (!udp.IsChecksumValid(location.Source, location.Destination))
        {
            UdpHeader.FillChecksum(datagram[..udp.Length], location.Source, location.Destination);
            repairs |= FrameRepairs.TransportChecksum;
        }

        return repairs;
    }

    private static FrameRepairs FillIcmp4(Span<byte> message)
    {
        if (!Icmp4Header.TryParse(message, out Icmp4Header icmp) || icmp.IsChecksumValid)
        {
            return FrameRepairs.None;
        }

        Icmp4Header.FillChecksum(message);
        return FrameRepairs.TransportChecksum;
    }

    private static FrameRepairs FillIcmp6(Span<byte> message, TransportLocation location)
    {
        if (!Icmp6Header.TryParse(message, out Icmp6Header icmp) || icmp.IsChecksumValid(location.Source, location.Destination))
        {
            return FrameRepairs.None;
        }

        Icmp6Header.FillChecksum(message, location.Source, location.Destination);
        return FrameRepairs.TransportChecksum;
    }
}
