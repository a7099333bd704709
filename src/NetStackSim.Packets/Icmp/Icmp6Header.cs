using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>A view of an ICMPv6 message (RFC 4443 section 2.1): type, code, checksum, four bytes whose meaning depends on the type, and data.</summary>
public readonly ref struct Icmp6Header
{
    /// <summary>Bytes of the header with the four type-dependent bytes, which every defined message has.</summary>
    public const int Size = 8;

    /// <summary>The offset of the checksum field.</summary>
    public const int ChecksumOffset = 2;

    private readonly ReadOnlySpan<byte> _data;

    private Icmp6Header(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The type.</summary>
    public Icmp6Type Type => (Icmp6Type)_data[0];

    /// <summary>The code.</summary>
    public byte Code => _data[1];

    /// <summary>The checksum field.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_data[ChecksumOffset..]);

    /// <summary>The four bytes behind the checksum as a number.</summary>
    public uint Rest => BinaryPrimitives.ReadUInt32BigEndian(_data[4..]);

    /// <summary>Echo: the identifier.</summary>
    public ushort Identifier => (ushort)(Rest >> 16);

    /// <summary>Echo: the sequence number.</summary>
    public ushort Sequence => (ushort)Rest;

    /// <summary>Packet too big: the MTU of the next hop.</summary>
    public uint Mtu => Rest;

    /// <summary>Parameter problem: the offset of the byte at fault in the invoking packet.</summary>
    public uint Pointer => Rest;

    /// <summary>True for a message that reports an error and quotes a packet.</summary>
    public bool IsError => _data[0] < 128;

    /// <summary>True for the five messages of neighbour discovery (RFC 4861).</summary>
    public bool IsNeighborDiscovery => Type is >= Icmp6Type.RouterSolicitation and <= Icmp6Type.Redirect;

    /// <summary>The data behind the first eight bytes: of echo the payload, of an error the quoted packet.</summary>
    public ReadOnlySpan<byte> Payload => _data[Size..];

    /// <summary>The whole message: what the neighbour discovery views are made from.</summary>
    public ReadOnlySpan<byte> Message => _data;

    /// <summary>True when the checksum over the whole message is right for these addresses.</summary>
    public bool IsChecksumValid(in IpAddress source, in IpAddress destination)
    {
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.IcmpV6, (uint)_data.Length);
        return InternetChecksum.IsValid(InternetChecksum.Sum(_data, sum));
    }

    /// <summary>Reads the header; eight bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out Icmp6Header view)
    {
        bool fits = data.Length >= Size;
        view = fits ? new Icmp6Header(data) : default;
        return fits;
    }

    /// <summary>Writes a header with checksum zero.</summary>
    /// <param name="span">At least eight bytes.</param>
    /// <param name="type">The type.</param>
    /// <param name="code">The code.</param>
    /// <param name="rest">The four bytes behind the checksum: MTU or pointer.</param>
    /// <returns>8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(Span<byte> span, Icmp6Type type, byte code, uint rest = 0)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], rest);
        BinaryPrimitives.WriteUInt32BigEndian(span, ((uint)type << 24) | ((uint)code << 16));
        return Size;
    }

    /// <summary>Writes the header of an echo request or reply with checksum zero.</summary>
    /// <returns>8.</returns>
    public static int WriteEcho(Span<byte> span, Icmp6Type type, ushort identifier, ushort sequence) =>
        Write(span, type, 0, ((uint)identifier << 16) | sequence);

    /// <summary>Sets the checksum field.</summary>
    public static void SetChecksum(Span<byte> header, ushort checksum) =>
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], checksum);

    /// <summary>Computes and writes the checksum of a whole message in one span.</summary>
    /// <param name="message">The message, exactly.</param>
    /// <param name="source">The source address of the packet.</param>
    /// <param name="destination">The destination address of the packet.</param>
    public static void FillChecksum(Span<byte> message, in IpAddress source, in IpAddress destination)
    {
        SetChecksum(message, 0);
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.IcmpV6, (uint)message.Length);
        SetChecksum(message, InternetChecksum.Finish(InternetChecksum.Sum(message, sum)));
    }
}
