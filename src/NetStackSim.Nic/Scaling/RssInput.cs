using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>What of a received frame goes into its hash: two addresses, perhaps the ports, and the type that says so.</summary>
/// <remarks>Fragments, the first one too, have no ports here; IPv6 extension headers may replace the addresses (home address option, routing header type 2).</remarks>
internal ref struct RssInput
{
    private const int IPv4Source = 12;
    private const int IPv6Source = 8;
    private const int PortsSize = 4;
    private const byte HomeAddressOption = 0xC9;
    private const byte RoutingType2 = 2;

    /// <summary>The source address.</summary>
    internal ReadOnlySpan<byte> Source;

    /// <summary>The destination address.</summary>
    internal ReadOnlySpan<byte> Destination;

    /// <summary>Source and destination port; empty for a hash of the addresses.</summary>
    internal ReadOnlySpan<byte> Ports;

    /// <summary>One bit; none when the frame is not hashed.</summary>
    internal RssHashTypes Type;

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="enabled">The types that are switched on.</param>
    internal static RssInput Of(ReadOnlySpan<byte> frame, RssHashTypes enabled)
    {
        FrameHeaders headers = FrameHeaders.Parse(frame);
        RssInput input = default;
        if (headers.IsIPv4)
        {
            input.ReadIPv4(frame, headers, enabled);
        }
        else if (headers.IsIPv6)
        {
            input.ReadIPv6(frame, headers, enabled);
        }

        return input;
    }

    private void ReadIPv4(ReadOnlySpan<byte> frame, in FrameHeaders headers, RssHashTypes enabled)
    {
        Source = frame.Slice(headers.NetworkOffset + IPv4Source, 4);
        Destination = frame.Slice(headers.NetworkOffset + IPv4Source + 4, 4);
        RssHashTypes transport = headers.IsTcp ? RssHashTypes.TcpIPv4 : headers.IsUdp ? RssHashTypes.UdpIPv4 : RssHashTypes.None;
        if ((enabled & transport) != 0)
        {
            Type = transport;
            Ports = frame.Slice(headers.TransportOffset, PortsSize);
        }
        else
        {
            Type = enabled & RssHashTypes.IPv4;
        }
    }

    private void ReadIPv6(ReadOnlySpan<byte> frame, in FrameHeaders headers, RssHashTypes enabled)
    {
        Source = frame.Slice(headers.NetworkOffset + IPv6Source, 16);
        Destination = frame.Slice(headers.NetworkOffset + IPv6Source + 16, 16);
        int transport = headers.TransportOffset;
        IpProtocol protocol = transport != 0 ? headers.Protocol : IpProtocol.HopByHopOptions;
        ReadOnlySpan<byte> home = default;
        ReadOnlySpan<byte> final = default;
        if (headers.HasNetworkOptions)
        {
            WalkExtensions(frame[headers.NetworkOffset..headers.End], out home, out final, out protocol, out transport);
            transport += transport != 0 ? headers.NetworkOffset : 0;
        }

        (RssHashTypes plain, RssHashTypes extended) = protocol switch
        {
            IpProtocol.Tcp => (RssHashTypes.TcpIPv6, RssHashTypes.TcpIPv6Ex),
            IpProtocol.Udp => (RssHashTypes.UdpIPv6, RssHashTypes.UdpIPv6Ex),
            _ => (RssHashTypes.None, RssHashTypes.None),
        };
        bool hasReplacement = !home.IsEmpty || !final.IsEmpty;
        Type = Choose(enabled, plain, extended, hasReplacement);
        if (Type != RssHashTypes.None)
        {
            Ports = frame.Slice(transport, PortsSize);
        }
        else
        {
            Type = Choose(enabled, RssHashTypes.IPv6, RssHashTypes.IPv6Ex, hasReplacement);
        }

        if ((Type & (RssHashTypes.IPv6Ex | RssHashTypes.TcpIPv6Ex | RssHashTypes.UdpIPv6Ex)) != 0)
        {
            Source = home.IsEmpty ? Source : home;
            Destination = final.IsEmpty ? Destination : final;
        }
    }

    // The extended type is meant where it makes a difference, and everywhere when the plain one is off.
    private static RssHashTypes Choose(RssHashTypes enabled, RssHashTypes plain, RssHashTypes extended, bool hasReplacement)
    {
        bool both = (enabled & plain) != 0 && (enabled & extended) != 0;
        return both ? (hasReplacement ? extended : plain) : enabled & (plain | extended);
    }

    private static void WalkExtensions(
        ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> home, out ReadOnlySpan<byte> final, out IpProtocol protocol, out int transport)
    {
        home = default;
        final = default;
        bool isFragment = false;
        IPv6ExtensionReader reader = new(packet, (IpProtocol)packet[6]);
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                case IpProtocol.DestinationOptions:
                    home = FindHomeAddress(reader.Data);
                    break;
                case IpProtocol.RoutingHeader when reader.Data.Length == 24 && reader.Data[2] == RoutingType2:
                    final = reader.Data.Slice(8, 16);
                    break;
                case IpProtocol.FragmentHeader:
                    isFragment = true;
                    break;
            }
        }

        int minimum = reader.NextHeader switch { IpProtocol.Tcp => 20, IpProtocol.Udp => 8, _ => int.MaxValue };
        bool found = reader.Error == ParseError.None && !isFragment && packet.Length - reader.NextOffset >= minimum;
        protocol = found ? reader.NextHeader : IpProtocol.HopByHopOptions;
        transport = found ? reader.NextOffset : 0;
    }

    private static ReadOnlySpan<byte> FindHomeAddress(ReadOnlySpan<byte> options)
    {
        int at = 2;
        while (at < options.Length)
        {
            byte kind = options[at];
            int length = kind == 0 ? 1 : at + 1 < options.Length ? options[at + 1] + 2 : int.MaxValue;
            if (length > options.Length - at)
            {
                return default;
            }

            if (kind == HomeAddressOption && length == 18)
            {
                return options.Slice(at + 2, 16);
            }

            at += length;
        }

        return default;
    }
}
