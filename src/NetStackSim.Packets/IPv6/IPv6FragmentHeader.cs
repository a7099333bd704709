using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>A view of an IPv6 fragment header (RFC 8200 section 4.5).</summary>
public readonly ref struct IPv6FragmentHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 8;

    private readonly ReadOnlySpan<byte> _data;

    private IPv6FragmentHeader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The type of what was fragmented.</summary>
    public IpProtocol NextHeader => (IpProtocol)_data[0];

    /// <summary>The offset of this fragment in bytes.</summary>
    public int FragmentOffset => BinaryPrimitives.ReadUInt16BigEndian(_data[2..]) & ~7;

    /// <summary>True when this is not the last fragment.</summary>
    public bool MoreFragments => (_data[3] & 1) != 0;

    /// <summary>The identification, 32 bits.</summary>
    public uint Identification => BinaryPrimitives.ReadUInt32BigEndian(_data[4..]);

    /// <summary>True for a fragment that is a whole datagram (RFC 6946).</summary>
    public bool IsAtomic => FragmentOffset == 0 && !MoreFragments;

    /// <summary>Reads the header; eight bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out IPv6FragmentHeader view)
    {
        bool fits = data.Length >= Size;
        view = fits ? new IPv6FragmentHeader(data) : default;
        return fits;
    }

    /// <summary>Writes a fragment header.</summary>
    /// <param name="span">At least eight bytes.</param>
    /// <param name="nextHeader">The type of what was fragmented.</param>
    /// <param name="fragmentOffset">The offset in bytes, a multiple of 8.</param>
    /// <param name="moreFragments">True when more follow.</param>
    /// <param name="identification">The identification.</param>
    /// <returns>8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(Span<byte> span, IpProtocol nextHeader, int fragmentOffset, bool moreFragments, uint identification)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)((fragmentOffset & 0xFFF8) | (moreFragments ? 1 : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)((byte)nextHeader << 8));
        return Size;
    }
}
