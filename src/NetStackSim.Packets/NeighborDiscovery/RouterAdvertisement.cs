using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>A view of a router advertisement (RFC 4861 section 4.2, RFC 4191 section 2.2).</summary>
/// <remarks>Made from the whole ICMPv6 message. Parsing checks type, code and length (RFC 4861 sections 6.1, 7.1, 8.1); hop limit, checksum and options are the caller's.</remarks>
public readonly ref struct RouterAdvertisement
{
    /// <summary>Bytes of the message without options.</summary>
    public const int Size = 16;

    private readonly ReadOnlySpan<byte> _data;

    private RouterAdvertisement(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The hop limit to use; 0 is unspecified.</summary>
    public byte CurrentHopLimit => _data[4];

    /// <summary>M: addresses come from DHCPv6.</summary>
    public bool IsManaged => (_data[5] & 0x80) != 0;

    /// <summary>O: other configuration comes from DHCPv6.</summary>
    public bool HasOtherConfiguration => (_data[5] & 0x40) != 0;

    /// <summary>The default router preference: -1 low, 0 medium, 1 high.</summary>
    public int Preference => NdRouteInformation.PreferenceFromWire(_data[5] >> 3);

    /// <summary>Seconds for which the sender is a default router; 0 is not one.</summary>
    public ushort RouterLifetime => BinaryPrimitives.ReadUInt16BigEndian(_data[6..]);

    /// <summary>Milliseconds that a neighbour stays reachable; 0 is unspecified.</summary>
    public uint ReachableTime => BinaryPrimitives.ReadUInt32BigEndian(_data[8..]);

    /// <summary>Milliseconds between solicitations; 0 is unspecified.</summary>
    public uint RetransmitTimer => BinaryPrimitives.ReadUInt32BigEndian(_data[12..]);


    /// <summary>The option bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _data[Size..];

    /// <summary>Walks the options.</summary>
    public NdOptionReader Options => new(OptionBytes);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out RouterAdvertisement view)
    {
        bool valid = message.Length >= Size && message[0] == (byte)Icmp6Type.RouterAdvertisement && message[1] == 0;
        view = valid ? new RouterAdvertisement(message) : default;
        return valid;
    }

    /// <summary>Writes the fixed part with checksum zero; options follow at offset 16.</summary>
    /// <param name="span">At least 16 bytes.</param>
    /// <param name="currentHopLimit">The hop limit to use; 0 is unspecified.</param>
    /// <param name="isManaged">M.</param>
    /// <param name="hasOtherConfiguration">O.</param>
    /// <param name="routerLifetime">Seconds.</param>
    /// <param name="reachableTime">Milliseconds.</param>
    /// <param name="retransmitTimer">Milliseconds.</param>
    /// <param name="preference">-1 low, 0 medium, 1 high.</param>
    /// <returns>16.</returns>
    public static int Write(
        Span<byte> span,
        byte currentHopLimit,
        bool isManaged,
        bool hasOtherConfiguration,
        ushort routerLifetime,
        uint reachableTime,
        uint retransmitTimer,
        int preference = 0)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[12..], retransmitTimer);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], reachableTime);
        int flags = (isManaged ? 0x80 : 0) | (hasOtherConfiguration ? 0x40 : 0) | (NdRouteInformation.PreferenceToWire(preference) << 3);
        Icmp6Header.Write(span, Icmp6Type.RouterAdvertisement, 0, ((uint)currentHopLimit << 24) | ((uint)flags << 16) | routerLifetime);
        return Size;
    }
}
