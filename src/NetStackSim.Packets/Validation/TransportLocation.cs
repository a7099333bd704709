namespace NetStackSim.Packets;

/// <summary>Where the transport header and data of an IP packet are, as offsets, so that it serves read-only and writable spans.</summary>
internal readonly struct TransportLocation
{
    private TransportLocation(in IpAddress source, in IpAddress destination, IpProtocol protocol, int start, int end)
    {
        Source = source;
        Destination = destination;
        Protocol = protocol;
        Start = start;
        End = end;
    }

    internal IpAddress Source { get; }

    internal IpAddress Destination { get; }

    internal IpProtocol Protocol { get; }

    internal int Start { get; }

    internal int End { get; }

    /// <summary>Finds the transport part; none in a fragment, whose checksum covers bytes of other packets.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> packet, out TransportLocation location)
    {
        location = default;
        if (IPv4Header.TryParse(packet, out IPv4Header v4))
        {
            int end = v4.HeaderLength + v4.Payload.Length;
            location = new TransportLocation(v4.Source, v4.Destination, v4.Protocol, v4.HeaderLength, end);
            return !v4.IsFragment;
        }

        if (!IPv6Header.TryParse(packet, out IPv6Header v6))
        {
            return false;
        }

        // A routing header with segments left keeps the final destination elsewhere (RFC 8200 section 8.1): such a checksum cannot be judged here.
        IPv6HeaderChain chain = v6.FindUpperLayer();
        location = new TransportLocation(v6.Source, v6.Destination, chain.Protocol, chain.Offset, v6.Packet.Length);
        bool whole = !chain.IsFragment || (IPv6FragmentHeader.TryParse(packet[chain.FragmentHeaderOffset..], out IPv6FragmentHeader fragment) && fragment.IsAtomic);
        return chain.Error == ParseError.None && whole && chain.RoutingHeaderOffset == 0;
    }
}
