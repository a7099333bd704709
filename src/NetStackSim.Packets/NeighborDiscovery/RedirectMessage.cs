namespace NetStackSim.Packets;

/// <summary>A view of a redirect (RFC 4861 section 4.5).</summary>
/// <remarks>Made from the whole ICMPv6 message. Parsing checks type, code and length (RFC 4861 sections 6.1, 7.1, 8.1); hop limit, checksum and options are the caller's.</remarks>
public readonly ref struct RedirectMessage
{
    /// <summary>Bytes of the message without options.</summary>
    public const int Size = 40;

    private readonly ReadOnlySpan<byte> _data;

    private RedirectMessage(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The better first hop, or the destination itself when it is on the link.</summary>
    public IpAddress Target => IpAddress.ReadV6(_data[8..]);

    /// <summary>The destination that is redirected.</summary>
    public IpAddress Destination => IpAddress.ReadV6(_data[24..]);


    /// <summary>The option bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _data[Size..];

    /// <summary>Walks the options.</summary>
    public NdOptionReader Options => new(OptionBytes);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out RedirectMessage view)
    {
        bool valid = message.Length >= Size && message[0] == (byte)Icmp6Type.Redirect && message[1] == 0;
        view = valid ? new RedirectMessage(message) : default;
        return valid;
    }

    /// <summary>Writes the fixed part with checksum zero; options follow at offset 40.</summary>
    /// <returns>40.</returns>
    public static int Write(Span<byte> span, in IpAddress target, in IpAddress destination)
    {
        destination.WriteTo(span[24..]);
        target.WriteTo(span[8..]);
        Icmp6Header.Write(span, Icmp6Type.Redirect, 0);
        return Size;
    }
}
