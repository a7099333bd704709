namespace NetStackSim.Packets;

/// <summary>A view of a neighbour advertisement (RFC 4861 section 4.4).</summary>
/// <remarks>Made from the whole ICMPv6 message. Parsing checks type, code and length (RFC 4861 sections 6.1, 7.1, 8.1); hop limit, checksum and options are the caller's.</remarks>
public readonly ref struct NeighborAdvertisement
{
    /// <summary>Bytes of the message without options.</summary>
    public const int Size = 24;

    private readonly ReadOnlySpan<byte> _data;

    private NeighborAdvertisement(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>R: the sender is a router.</summary>
    public bool IsRouter => (_data[4] & 0x80) != 0;

    /// <summary>S: the answer to a solicitation.</summary>
    public bool IsSolicited => (_data[4] & 0x40) != 0;

    /// <summary>O: replace what the cache holds.</summary>
    public bool IsOverride => (_data[4] & 0x20) != 0;

    /// <summary>The target address.</summary>
    public IpAddress Target => IpAddress.ReadV6(_data[8..]);


    /// <summary>The option bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _data[Size..];

    /// <summary>Walks the options.</summary>
    public NdOptionReader Options => new(OptionBytes);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out NeighborAdvertisement view)
    {
        bool valid = message.Length >= Size && message[0] == (byte)Icmp6Type.NeighborAdvertisement && message[1] == 0;
        view = valid ? new NeighborAdvertisement(message) : default;
        return valid;
    }

    /// <summary>Writes the fixed part with checksum zero; options follow at offset 24.</summary>
    /// <param name="span">At least 24 bytes.</param>
    /// <param name="target">The target address.</param>
    /// <param name="isRouter">R.</param>
    /// <param name="isSolicited">S.</param>
    /// <param name="isOverride">O.</param>
    /// <returns>24.</returns>
    public static int Write(Span<byte> span, in IpAddress target, bool isRouter, bool isSolicited, bool isOverride)
    {
        target.WriteTo(span[8..]);
        uint flags = (isRouter ? 0x8000_0000 : 0) | (isSolicited ? 0x4000_0000u : 0) | (isOverride ? 0x2000_0000u : 0);
        Icmp6Header.Write(span, Icmp6Type.NeighborAdvertisement, 0, flags);
        return Size;
    }
}
