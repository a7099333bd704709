namespace NetStackSim.Packets;

/// <summary>A view of a neighbour solicitation (RFC 4861 section 4.3).</summary>
/// <remarks>Made from the whole ICMPv6 message. Parsing checks type, code and length (RFC 4861 sections 6.1, 7.1, 8.1); hop limit, checksum and options are the caller's.</remarks>
public readonly ref struct NeighborSolicitation
{
    /// <summary>Bytes of the message without options.</summary>
    public const int Size = 24;

    private readonly ReadOnlySpan<byte> _data;

    private NeighborSolicitation(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The target address.</summary>
    public IpAddress Target => IpAddress.ReadV6(_data[8..]);


    /// <summary>The option bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _data[Size..];

    /// <summary>Walks the options.</summary>
    public NdOptionReader Options => new(OptionBytes);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out NeighborSolicitation view)
    {
        bool valid = message.Length >= Size && message[0] == (byte)Icmp6Type.NeighborSolicitation && message[1] == 0;
        view = valid ? new NeighborSolicitation(message) : default;
        return valid;
    }

    /// <summary>Writes the fixed part with checksum zero; options follow at offset 24.</summary>
    /// <returns>24.</returns>
    public static int Write(Span<byte> span, in IpAddress target)
    {
        target.WriteTo(span[8..]);
        Icmp6Header.Write(span, Icmp6Type.NeighborSolicitation, 0);
        return Size;
    }
}
