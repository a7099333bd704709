using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>A view of an ARP packet for IPv4 over Ethernet (RFC 826), without the Ethernet header.</summary>
/// <remarks>
/// <code>
/// 0      2      4    5    6    8        14       18       24       28
/// | hw 1 | 0800 | 6  | 4  | op | sha(6) | spa(4) | tha(6) | tpa(4) |
/// </code>
/// </remarks>
public readonly ref struct ArpPacket
{
    /// <summary>Bytes of the packet; what follows in a frame is padding.</summary>
    public const int Size = 28;

    private const ushort HardwareEthernet = 1;
    private const ushort AddressLengths = (MacAddress.Size << 8) | IpAddress.V4Length;

    private readonly ReadOnlySpan<byte> _data;

    private ArpPacket(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>Request, reply, or another number of the registry.</summary>
    public ArpOperation Operation => (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(_data[6..]);

    /// <summary>The sender's link address.</summary>
    public MacAddress SenderMac => MacAddress.Read(_data[8..]);

    /// <summary>The sender's protocol address; 0.0.0.0 in a probe (RFC 5227).</summary>
    public IpAddress SenderAddress => IpAddress.ReadV4(_data[14..]);

    /// <summary>The target's link address; zero in a request.</summary>
    public MacAddress TargetMac => MacAddress.Read(_data[18..]);

    /// <summary>The target's protocol address.</summary>
    public IpAddress TargetAddress => IpAddress.ReadV4(_data[24..]);

    /// <summary>True for a request with sender 0.0.0.0 (RFC 5227 section 1.1).</summary>
    public bool IsProbe => Operation == ArpOperation.Request && SenderAddress.IsUnspecified;

    /// <summary>True when sender and target address are equal (RFC 5227 section 2.3).</summary>
    public bool IsAnnouncement => SenderAddress == TargetAddress && !SenderAddress.IsUnspecified;

    /// <summary>Reads the packet: hardware type 1, protocol 0x0800, lengths 6 and 4 (RFC 826).</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out ArpPacket view) => TryParse(data, out view, out _);

    /// <summary>Reads the packet and tells why it could not.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out ArpPacket view, out ParseError error)
    {
        view = default;
        error = Check(data);
        if (error != ParseError.None)
        {
            return false;
        }

        view = new ArpPacket(data[..Size]);
        return true;
    }

    /// <summary>Writes a packet.</summary>
    /// <param name="span">At least 28 bytes.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="senderMac">The sender's link address.</param>
    /// <param name="senderAddress">The sender's IPv4 address.</param>
    /// <param name="targetMac">The target's link address; zero in a request.</param>
    /// <param name="targetAddress">The target's IPv4 address.</param>
    /// <returns>28.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(
        Span<byte> span,
        ArpOperation operation,
        MacAddress senderMac,
        in IpAddress senderAddress,
        MacAddress targetMac,
        in IpAddress targetAddress)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[24..], targetAddress.V4Value);
        BinaryPrimitives.WriteUInt16BigEndian(span, HardwareEthernet);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], EtherTypes.IPv4);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], AddressLengths);
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], (ushort)operation);
        senderMac.CopyTo(span[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(span[14..], senderAddress.V4Value);
        targetMac.CopyTo(span[18..]);
        return Size;
    }

    private static ParseError Check(ReadOnlySpan<byte> data)
    {
        if (data.Length < Size)
        {
            return ParseError.TooShort;
        }

        bool known = BinaryPrimitives.ReadUInt16BigEndian(data) == HardwareEthernet
            && BinaryPrimitives.ReadUInt16BigEndian(data[2..]) == EtherTypes.IPv4;
        if (!known)
        {
            return ParseError.BadType;
        }

        return BinaryPrimitives.ReadUInt16BigEndian(data[4..]) == AddressLengths ? ParseError.None : ParseError.BadLength;
    }
}
