namespace NetStackSim.Packets;

/// <summary>Walks the options of a hop-by-hop or destination options header (RFC 8200 section 4.2).</summary>
/// <remarks>Pad1 and PadN are yielded too. Stops with <see cref="IsMalformed"/> at an option that runs past the header. Never throws.</remarks>
public ref struct IPv6OptionReader
{
    /// <summary>One byte of padding.</summary>
    public const byte Pad1 = 0;

    /// <summary>Padding of two bytes or more.</summary>
    public const byte PadN = 1;

    /// <summary>Router alert (RFC 2711).</summary>
    public const byte RouterAlert = 5;

    /// <summary>Jumbo payload (RFC 2675).</summary>
    public const byte JumboPayload = 0xC2;

    private const int FixedPart = 2;

    private readonly ReadOnlySpan<byte> _header;
    private int _next;

    /// <summary>Starts at the first option.</summary>
    /// <param name="header">The whole extension header.</param>
    public IPv6OptionReader(ReadOnlySpan<byte> header)
    {
        _header = header;
        _next = FixedPart;
        Offset = FixedPart;
    }

    /// <summary>The type of the current option.</summary>
    public byte Type { get; private set; }

    /// <summary>The offset of the current option's type byte from the start of the extension header.</summary>
    public int Offset { get; private set; }

    /// <summary>The data of the current option without type and length.</summary>
    public readonly ReadOnlySpan<byte> Data => Type == Pad1 || IsMalformed ? default : _header[(Offset + 2).._next];

    /// <summary>What to do when the type is not known: the two highest bits of the type.</summary>
    public readonly IPv6UnknownOptionAction ActionWhenUnknown => (IPv6UnknownOptionAction)(Type >> 6);

    /// <summary>True when the walk ended at an option that runs past the header.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next option.</summary>
    public bool MoveNext()
    {
        if (IsMalformed || _next >= _header.Length)
        {
            return false;
        }

        Offset = _next;
        Type = _header[Offset];
        if (Type == Pad1)
        {
            _next++;
            return true;
        }

        int left = _header.Length - Offset - 2;
        if (left < 0 || _header[Offset + 1] > left)
        {
            IsMalformed = true;
            return false;
        }

        _next = Offset + 2 + _header[Offset + 1];
        return true;
    }
}
