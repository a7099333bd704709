namespace NetStackSim.Packets;

/// <summary>The result of stepping over all extension headers of an IPv6 packet.</summary>
public readonly struct IPv6HeaderChain
{
    // RFC 8504 section 5.3 lets a host limit the number of headers; no valid packet comes near this.
    private const int MaximumHeaders = 16;

    /// <summary>The protocol behind the extension headers; of a later fragment the one its fragment header names.</summary>
    public IpProtocol Protocol { get; private init; }

    /// <summary>The offset of the upper layer, or of fragment payload, from the base header.</summary>
    public int Offset { get; private init; }

    /// <summary>The offset of the field that names <see cref="Protocol"/>: the pointer of a parameter problem, code 1.</summary>
    public int NextHeaderFieldOffset { get; private init; }

    /// <summary>The number of extension headers passed.</summary>
    public int ExtensionCount { get; private init; }

    /// <summary>The offset of the fragment header from the base header; 0 when there is none.</summary>
    public int FragmentHeaderOffset { get; private init; }

    /// <summary>True when a fragment header was passed.</summary>
    public bool IsFragment => FragmentHeaderOffset != 0;

    /// <summary>True when the packet holds a piece from the middle or end of a datagram: no upper header is here.</summary>
    public bool IsLaterFragment { get; private init; }

    /// <summary>The offset of the last destination options header; 0 when there is none.</summary>
    public int DestinationOptionsOffset { get; private init; }

    /// <summary>The offset of the routing header; 0 when there is none.</summary>
    public int RoutingHeaderOffset { get; private init; }

    /// <summary>Why the walk ended early; <see cref="ParseError.None"/> when it reached what it looked for.</summary>
    public ParseError Error { get; private init; }

    /// <summary>Walks a packet.</summary>
    /// <param name="packet">The packet from its base header on, without link padding.</param>
    /// <param name="firstHeader">The next-header field of the base header.</param>
    public static IPv6HeaderChain Walk(ReadOnlySpan<byte> packet, IpProtocol firstHeader)
    {
        if (!IPv6ExtensionReader.IsExtension(firstHeader))
        {
            // Nearly every packet: the upper layer follows at once.
            return new IPv6HeaderChain { Protocol = firstHeader, Offset = IPv6Header.Size, NextHeaderFieldOffset = 6 };
        }

        return WalkExtensions(new IPv6ExtensionReader(packet, firstHeader));
    }

    private static IPv6HeaderChain WalkExtensions(IPv6ExtensionReader reader)
    {
        int count = 0, fragment = 0, destination = 0, routing = 0;
        bool later = false;
        while (count < MaximumHeaders && reader.MoveNext())
        {
            count++;
            switch (reader.Type)
            {
                case IpProtocol.FragmentHeader:
                    fragment = reader.Offset;
                    later = IPv6FragmentHeader.TryParse(reader.Data, out IPv6FragmentHeader view) && view.FragmentOffset != 0;
                    break;
                case IpProtocol.DestinationOptions:
                    destination = reader.Offset;
                    break;
                case IpProtocol.RoutingHeader:
                    routing = reader.Offset;
                    break;
            }
        }

        bool tooMany = count == MaximumHeaders && !later && IPv6ExtensionReader.IsExtension(reader.NextHeader);
        return new IPv6HeaderChain
        {
            Protocol = reader.NextHeader,
            Offset = reader.NextOffset,
            NextHeaderFieldOffset = reader.NextHeaderFieldOffset,
            ExtensionCount = count,
            FragmentHeaderOffset = fragment,
            IsLaterFragment = later,
            DestinationOptionsOffset = destination,
            RoutingHeaderOffset = routing,
            Error = tooMany ? ParseError.TooManyHeaders : reader.Error,
        };
    }
}
