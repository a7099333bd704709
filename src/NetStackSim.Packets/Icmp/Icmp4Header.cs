using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>A view of an ICMPv4 message (RFC 792): type, code, checksum, four bytes whose meaning depends on the type, and data.</summary>
public readonly ref struct Icmp4Header
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 8;

    /// <summary>The offset of the checksum field.</summary>
    public const int ChecksumOffset = 2;

    private readonly ReadOnlySpan<byte> _data;

    private Icmp4Header(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The type.</summary>
    public Icmp4Type Type => (Icmp4Type)_data[0];

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

    /// <summary>Redirect: the router to use.</summary>
    public IpAddress Gateway => IpAddress.FromV4(Rest);

    /// <summary>Fragmentation needed: the MTU of the next hop; 0 from a router older than RFC 1191.</summary>
    public ushort NextHopMtu => (ushort)Rest;

    /// <summary>Parameter problem: the offset of the byte at fault.</summary>
    public byte Pointer => _data[4];

    /// <summary>Errors with extensions: the length of the quote in 32-bit words (RFC 4884); 0 without.</summary>
    public byte OriginalDatagramWords => _data[5];

    /// <summary>The data: of echo the payload, of an error the quoted packet.</summary>
    public ReadOnlySpan<byte> Payload => _data[Size..];

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Message => _data;

    /// <summary>True for a type that reports an error and quotes a packet.</summary>
    public bool IsError => Type is Icmp4Type.DestinationUnreachable or Icmp4Type.SourceQuench or Icmp4Type.Redirect
        or Icmp4Type.TimeExceeded or Icmp4Type.ParameterProblem;

    /// <summary>True when the checksum over the whole message is right.</summary>
    public bool IsChecksumValid => InternetChecksum.IsValid(InternetChecksum.Sum(_data));

    /// <summary>Reads the header; eight bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out Icmp4Header view)
    {
        bool fits = data.Length >= Size;
        view = fits ? new Icmp4Header(data) : default;
        return fits;
    }

    /// <summary>Writes a header with checksum zero.</summary>
    /// <param name="span">At least eight bytes.</param>
    /// <param name="type">The type.</param>
    /// <param name="code">The code.</param>
    /// <param name="rest">The four bytes behind the checksum: MTU, gateway, or pointer in the highest byte.</param>
    /// <returns>8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(Span<byte> span, Icmp4Type type, byte code, uint rest = 0)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], rest);
        BinaryPrimitives.WriteUInt32BigEndian(span, ((uint)type << 24) | ((uint)code << 16));
        return Size;
    }

    /// <summary>Writes the header of an echo request or reply with checksum zero.</summary>
    /// <returns>8.</returns>
    public static int WriteEcho(Span<byte> span, Icmp4Type type, ushort identifier, ushort sequence) =>
        Write(span, type, 0, ((uint)identifier << 16) | sequence);

    /// <summary>Sets the checksum field.</summary>
    public static void SetChecksum(Span<byte> header, ushort checksum) =>
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], checksum);

    /// <summary>Computes and writes the checksum of a whole message in one span.</summary>
    public static void FillChecksum(Span<byte> message)
    {
        SetChecksum(message, 0);
        SetChecksum(message, InternetChecksum.Finish(InternetChecksum.Sum(message)));
    }
}
