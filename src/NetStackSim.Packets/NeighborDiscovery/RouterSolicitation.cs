namespace NetStackSim.Packets;

/// <summary>A view of a router solicitation (RFC 4861 section 4.1).</summary>
/// <remarks>Made from the whole ICMPv6 message. Parsing checks type, code and length (RFC 4861 sections 6.1, 7.1, 8.1); hop limit, checksum and options are the caller's.</remarks>
public readonly ref struct RouterSolicitation
{
    /// <summary>Bytes of the message without options.</summary>
    public const int Size = 8;

    private readonly ReadOnlySpan<byte> _data;

    private RouterSolicitation(ReadOnlySpan<byte> data) => _data = data;


    /// <summary>The option bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _data[Size..];

    /// <summary>Walks the options.</summary>
    public NdOptionReader Options => new(OptionBytes);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out RouterSolicitation view)
    {
        bool valid = message.Length >= Size && message[0] == (byte)Icmp6Type.RouterSolicitation && message[1] == 0;
        view = valid ? new RouterSolicitation(message) : default;
        return valid;
    }

    /// <summary>Writes the fixed part with checksum zero; options follow at offset 8.</summary>
    /// <returns>8.</returns>
    public static int Write(Span<byte> span) => Icmp6Header.Write(span, Icmp6Type.RouterSolicitation, 0);
}
