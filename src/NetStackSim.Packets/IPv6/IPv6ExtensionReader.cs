namespace NetStackSim.Packets;

/// <summary>Walks the extension headers of an IPv6 packet in order (RFC 8200 section 4).</summary>
/// <remarks>
/// It steps over hop-by-hop options, routing, fragment and destination options headers and over an authentication header, whose length is in the clear. It
/// stops at an upper layer, at ESP and "no next header", and behind a fragment header with an offset, where payload and not a header follows. After the
/// last <see cref="MoveNext"/>, <see cref="NextHeader"/> and <see cref="NextOffset"/> tell what follows. Never throws.
/// </remarks>
public ref struct IPv6ExtensionReader
{
    private const int NextHeaderOffsetInBase = 6;
    private const int MinimumExtension = 8;

    private readonly ReadOnlySpan<byte> _packet;
    private int _offset;
    private int _length;
    private bool _stopped;

    /// <summary>Starts behind the base header.</summary>
    /// <param name="packet">The packet from its base header on, without link padding.</param>
    /// <param name="firstHeader">The next-header field of the base header.</param>
    public IPv6ExtensionReader(ReadOnlySpan<byte> packet, IpProtocol firstHeader)
    {
        _packet = packet;
        NextHeader = firstHeader;
        NextOffset = IPv6Header.Size;
        NextHeaderFieldOffset = NextHeaderOffsetInBase;
    }

    /// <summary>The type of the current extension header.</summary>
    public IpProtocol Type { get; private set; }

    /// <summary>The offset of the current extension header from the base header.</summary>
    public readonly int Offset => _offset;

    /// <summary>The bytes of the current extension header.</summary>
    public readonly ReadOnlySpan<byte> Data => _packet.Slice(_offset, _length);

    /// <summary>The type of what follows the current header; the upper layer after the walk.</summary>
    public IpProtocol NextHeader { get; private set; }

    /// <summary>The offset of what follows the current header.</summary>
    public int NextOffset { get; private set; }

    /// <summary>The offset of the field that names what follows: the pointer of a parameter problem about an unknown header.</summary>
    public int NextHeaderFieldOffset { get; private set; }

    /// <summary>What ended the walk: <see cref="ParseError.BadLength"/> when an extension header runs past the packet.</summary>
    public ParseError Error { get; private set; }

    /// <summary>This reader, so that <c>foreach</c> works on a copy.</summary>
    public readonly IPv6ExtensionReader GetEnumerator() => this;

    /// <summary>The reader itself; read it at once.</summary>
    public readonly IPv6ExtensionReader Current => this;

    /// <summary>True for a type that this reader steps over.</summary>
    public static bool IsExtension(IpProtocol type) =>
        type is IpProtocol.HopByHopOptions or IpProtocol.RoutingHeader or IpProtocol.FragmentHeader or IpProtocol.DestinationOptions or IpProtocol.Ah;

    /// <summary>Goes to the next extension header.</summary>
    /// <returns>False when something else follows or the packet is too short for the header.</returns>
    public bool MoveNext()
    {
        if (_stopped || !IsExtension(NextHeader))
        {
            return false;
        }

        int length = LengthAt(NextHeader, NextOffset);
        if (length == 0)
        {
            Error = ParseError.BadLength;
            _stopped = true;
            return false;
        }

        Type = NextHeader;
        _offset = NextOffset;
        _length = length;
        NextHeader = (IpProtocol)_packet[_offset];
        NextHeaderFieldOffset = _offset;
        NextOffset = _offset + length;
        _stopped = Type == IpProtocol.FragmentHeader && IPv6FragmentHeader.TryParse(Data, out IPv6FragmentHeader fragment) && fragment.FragmentOffset != 0;
        return true;
    }

    // Zero when the header does not fit the packet.
    private readonly int LengthAt(IpProtocol type, int offset)
    {
        if (_packet.Length - offset < MinimumExtension)
        {
            return 0;
        }

        int length = type switch
        {
            IpProtocol.FragmentHeader => IPv6FragmentHeader.Size,
            IpProtocol.Ah => (_packet[offset + 1] + 2) * 4,
            _ => (_packet[offset + 1] + 1) * 8,
        };
        return length >= MinimumExtension && length <= _packet.Length - offset ? length : 0;
    }
}
