using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>A view of an Ethernet II or 802.3 header with an optional 802.1Q tag.</summary>
/// <remarks>
/// <code>
/// 0          6          12      14              12      14    16      18
/// | dst (6)  | src (6)  | type  | payload       | 8100  | TCI | type  | payload
/// </code>
/// </remarks>
public readonly ref struct EthernetHeader
{
    /// <summary>Bytes of an untagged header.</summary>
    public const int Size = 14;

    /// <summary>Bytes of a header with one 802.1Q tag.</summary>
    public const int TaggedSize = Size + VlanTag.Size;

    /// <summary>The shortest frame on the wire without its check sequence; shorter payloads are padded with zeros.</summary>
    public const int MinimumFrame = 60;

    /// <summary>The longest payload without agreement on jumbo frames.</summary>
    public const int DefaultMtu = 1500;

    private const int TypeOffset = 12;
    private const int SnapSize = 8;

    private readonly ReadOnlySpan<byte> _data;
    private readonly ushort _etherType;
    private readonly byte _headerLength;

    private EthernetHeader(ReadOnlySpan<byte> data, ushort etherType, int headerLength)
    {
        _data = data;
        _etherType = etherType;
        _headerLength = (byte)headerLength;
    }

    /// <summary>The receiver.</summary>
    public MacAddress Destination => MacAddress.Read(_data);

    /// <summary>The sender.</summary>
    public MacAddress Source => MacAddress.Read(_data[MacAddress.Size..]);

    /// <summary>The type of the payload: the field behind the tag when there is one. Below 0x0600 it is an 802.3 length or invalid.</summary>
    public ushort EtherType => _etherType;

    /// <summary>14, or 18 with a tag.</summary>
    public int HeaderLength => _headerLength;

    /// <summary>True when an 802.1Q tag is there.</summary>
    public bool IsTagged => _headerLength == TaggedSize;

    /// <summary>The tag; zero when there is none.</summary>
    public VlanTag Tag => IsTagged ? new VlanTag(BinaryPrimitives.ReadUInt16BigEndian(_data[Size..])) : default;

    /// <summary>True when the type field holds an 802.3 length.</summary>
    public bool IsLength => _etherType <= EtherTypes.MaximumLength;

    /// <summary>True for a value between the longest length and the lowest type.</summary>
    public bool IsInvalidType => _etherType is > EtherTypes.MaximumLength and < EtherTypes.MinimumType;

    /// <summary>Everything behind the header, padding included.</summary>
    public ReadOnlySpan<byte> Payload => _data[_headerLength..];

    /// <summary>The whole frame.</summary>
    public ReadOnlySpan<byte> Frame => _data;

    /// <summary>Reads the header; at least 14 bytes, 18 when tagged.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out EthernetHeader view)
    {
        view = default;
        if (data.Length < Size)
        {
            return false;
        }

        ushort etherType = BinaryPrimitives.ReadUInt16BigEndian(data[TypeOffset..]);
        if (etherType != EtherTypes.Vlan)
        {
            view = new EthernetHeader(data, etherType, Size);
            return true;
        }

        if (data.Length < TaggedSize)
        {
            return false;
        }

        view = new EthernetHeader(data, BinaryPrimitives.ReadUInt16BigEndian(data[(Size + 2)..]), TaggedSize);
        return true;
    }

    /// <summary>Looks behind an 802.3 length for RFC 1042 encapsulation (AA-AA-03-00-00-00 and a type).</summary>
    /// <param name="etherType">The type in the SNAP header.</param>
    /// <param name="payload">The bytes behind it, cut to the 802.3 length.</param>
    /// <returns>False when this is not an RFC 1042 frame or its length runs past the data.</returns>
    public bool TryGetSnap(out ushort etherType, out ReadOnlySpan<byte> payload)
    {
        etherType = 0;
        payload = default;
        ReadOnlySpan<byte> rest = Payload;
        if (!IsLength || _etherType < SnapSize || _etherType > rest.Length || !rest.StartsWith((ReadOnlySpan<byte>)[0xAA, 0xAA, 3, 0, 0, 0]))
        {
            return false;
        }

        etherType = BinaryPrimitives.ReadUInt16BigEndian(rest[6..]);
        payload = rest[SnapSize.._etherType];
        return true;
    }

    /// <summary>Writes an untagged header.</summary>
    /// <param name="span">At least 14 bytes.</param>
    /// <param name="destination">The receiver.</param>
    /// <param name="source">The sender.</param>
    /// <param name="etherType">The type, or an 802.3 length.</param>
    /// <returns>14.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(Span<byte> span, MacAddress destination, MacAddress source, ushort etherType)
    {
        BinaryPrimitives.WriteUInt16BigEndian(span[TypeOffset..], etherType);
        destination.CopyTo(span);
        source.CopyTo(span[MacAddress.Size..]);
        return Size;
    }

    /// <summary>Writes a header with an 802.1Q tag.</summary>
    /// <returns>18.</returns>
    /// <inheritdoc cref="Write(Span{byte}, MacAddress, MacAddress, ushort)"/>
    /// <param name="span">At least 18 bytes.</param>
    /// <param name="destination">The receiver.</param>
    /// <param name="source">The sender.</param>
    /// <param name="tag">The tag control information.</param>
    /// <param name="etherType">The type of the payload.</param>
    public static int Write(Span<byte> span, MacAddress destination, MacAddress source, VlanTag tag, ushort etherType)
    {
        BinaryPrimitives.WriteUInt16BigEndian(span[(Size + 2)..], etherType);
        BinaryPrimitives.WriteUInt16BigEndian(span[Size..], tag.Value);
        return Write(span, destination, source, EtherTypes.Vlan) + VlanTag.Size;
    }
}
