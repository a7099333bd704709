namespace NetStackSim.Packets;

/// <summary>Judges whole packets as a strict receiver would: header fields, lengths, options, every checksum. For tests, captures and tools.</summary>
public static class FrameValidator
{
    /// <summary>Judges an Ethernet frame; types other than IP and ARP are not looked into.</summary>
    /// <param name="ethernetFrame">The frame without its check sequence; padding behind the packet is allowed.</param>
    public static FrameProblems Validate(ReadOnlySpan<byte> ethernetFrame)
    {
        if (!EthernetHeader.TryParse(ethernetFrame, out EthernetHeader header))
        {
            return FrameProblems.Header;
        }

        switch (header.EtherType)
        {
            case EtherTypes.IPv4:
            case EtherTypes.IPv6:
                int version = header.EtherType == EtherTypes.IPv4 ? 4 : 6;
                return header.Payload.Length > 0 && header.Payload[0] >> 4 == version ? ValidateIp(header.Payload) : FrameProblems.Header;
            case EtherTypes.Arp:
                return ArpPacket.TryParse(header.Payload, out _) ? FrameProblems.None : FrameProblems.Arp;
            default:
                return FrameProblems.None;
        }
    }

    /// <summary>Judges an IPv4 or IPv6 packet.</summary>
    /// <param name="packet">The packet from its IP header on; bytes behind its length are allowed.</param>
    public static FrameProblems ValidateIp(ReadOnlySpan<byte> packet)
    {
        FrameProblems problems;
        if (IPv4Header.TryParse(packet, out IPv4Header v4))
        {
            problems = ValidateIPv4(v4);
        }
        else if (IPv6Header.TryParse(packet, out IPv6Header v6))
        {
            problems = ValidateIPv6(v6);
        }
        else
        {
            return FrameProblems.Header;
        }

        return TransportLocation.TryFind(packet, out TransportLocation location)
            ? problems | ValidateTransport(packet[location.Start..location.End], location)
            : problems;
    }

    private static FrameProblems ValidateIPv4(IPv4Header header)
    {
        OptionReader options = header.Options;
        while (options.MoveNext())
        {
        }

        return (header.HasValidTotalLength ? 0 : FrameProblems.IpLength)
            | (header.IsChecksumValid ? 0 : FrameProblems.IPv4Checksum)
            | (options.IsMalformed ? FrameProblems.Options : 0);
    }

    private static FrameProblems ValidateIPv6(IPv6Header header) =>
        (header.HasValidPayloadLength ? 0 : FrameProblems.IpLength)
        | (header.FindUpperLayer().Error == ParseError.None ? 0 : FrameProblems.Options);

    private static FrameProblems ValidateTransport(ReadOnlySpan<byte> data, TransportLocation location)
    {
        switch (location.Protocol)
        {
            case IpProtocol.Tcp:
                return ValidateTcp(data, location);
            case IpProtocol.Udp:
                return !UdpHeader.TryParse(data, out UdpHeader udp) || !udp.HasValidLength ? FrameProblems.TransportHeader
                    : udp.IsChecksumValid(location.Source, location.Destination) ? FrameProblems.None : FrameProblems.TransportChecksum;
            case IpProtocol.Icmp when location.Source.IsV4:
                return !Icmp4Header.TryParse(data, out Icmp4Header icmp4) ? FrameProblems.TransportHeader
                    : icmp4.IsChecksumValid ? FrameProblems.None : FrameProblems.TransportChecksum;
            case IpProtocol.IcmpV6 when location.Source.IsV6:
                return ValidateIcmp6(data, location);
            default:
                return FrameProblems.None;
        }
    }

    private static FrameProblems ValidateTcp(ReadOnlySpan<byte> data, TransportLocation location)
    {
        if (!TcpHeader.TryParse(data, out TcpHeader tcp))
        {
            return FrameProblems.TransportHeader;
        }

        TcpOptions options = default;
        return (options.Parse(tcp.OptionBytes) ? 0 : FrameProblems.TcpOptions)
            | (tcp.IsChecksumValid(location.Source, location.Destination) ? 0 : FrameProblems.TransportChecksum);
    }

    private static FrameProblems ValidateIcmp6(ReadOnlySpan<byte> data, TransportLocation location)
    {
        if (!Icmp6Header.TryParse(data, out Icmp6Header icmp))
        {
            return FrameProblems.TransportHeader;
        }

        int fixedPart = icmp.Type switch
        {
            Icmp6Type.RouterSolicitation => RouterSolicitation.Size,
            Icmp6Type.RouterAdvertisement => RouterAdvertisement.Size,
            Icmp6Type.NeighborSolicitation or Icmp6Type.NeighborAdvertisement => NeighborSolicitation.Size,
            Icmp6Type.Redirect => RedirectMessage.Size,
            _ => data.Length,
        };
        return (fixedPart > data.Length ? FrameProblems.TransportHeader : NdOptionReader.AreValid(data[fixedPart..]) ? 0 : FrameProblems.Options)
            | (icmp.IsChecksumValid(location.Source, location.Destination) ? 0 : FrameProblems.TransportChecksum);
    }
}
