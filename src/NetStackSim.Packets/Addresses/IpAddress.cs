using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>An IPv4 or IPv6 address: one value type for both families, so that one flow key and one transport serve both.</summary>
/// <remarks>
/// <para>
/// 128 bits in two words in host order plus a family tag (24 bytes with padding). An IPv4 address is kept in its mapped form ::ffff:a.b.c.d, so code that
/// only needs 16 bytes can take <see cref="High"/> and <see cref="Low"/>; the tag keeps it apart from an address ::ffff:a.b.c.d that arrived inside an
/// IPv6 packet. The two never compare equal.
/// </para>
/// <para>
/// The default value is the IPv6 unspecified address "::". The zone index of a link-local address (RFC 4007) is not part of the value: it belongs to the
/// interface that the address is used on.
/// </para>
/// </remarks>
public readonly partial struct IpAddress : IEquatable<IpAddress>, IComparable<IpAddress>
{
    /// <summary>Bytes of an IPv4 address on the wire.</summary>
    public const int V4Length = 4;

    /// <summary>Bytes of an IPv6 address on the wire.</summary>
    public const int V6Length = 16;

    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly bool _isV4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private IpAddress(ulong high, ulong low, bool isV4)
    {
        _high = high;
        _low = low;
        _isV4 = isV4;
    }

    /// <summary>0.0.0.0.</summary>
    public static IpAddress AnyV4 => FromV4(0);

    /// <summary>:: (the default value).</summary>
    public static IpAddress AnyV6 => default;

    /// <summary>127.0.0.1.</summary>
    public static IpAddress LoopbackV4 => FromV4(0x7F00_0001);

    /// <summary>::1.</summary>
    public static IpAddress LoopbackV6 => FromV6(0, 1);

    /// <summary>255.255.255.255.</summary>
    public static IpAddress BroadcastV4 => FromV4(uint.MaxValue);

    /// <summary>224.0.0.1, all systems on this link (RFC 1112).</summary>
    public static IpAddress AllSystemsV4 => FromV4(0xE000_0001);

    /// <summary>ff02::1, all nodes on this link (RFC 4291 section 2.7.1).</summary>
    public static IpAddress AllNodesV6 => FromV6(0xFF02_0000_0000_0000, 1);

    /// <summary>ff02::2, all routers on this link (RFC 4291 section 2.7.1).</summary>
    public static IpAddress AllRoutersV6 => FromV6(0xFF02_0000_0000_0000, 2);

    /// <summary>The family.</summary>
    public IpFamily Family => _isV4 ? IpFamily.V4 : IpFamily.V6;

    /// <summary>True for an IPv4 address.</summary>
    public bool IsV4 => _isV4;

    /// <summary>True for an IPv6 address.</summary>
    public bool IsV6 => !_isV4;

    /// <summary>Bytes on the wire: 4 or 16.</summary>
    public int Length => _isV4 ? V4Length : V6Length;

    /// <summary>Bits of the address: 32 or 128.</summary>
    public int BitLength => _isV4 ? 32 : 128;

    /// <summary>The first eight bytes of the 16-byte form as a number; zero for IPv4.</summary>
    public ulong High => _high;

    /// <summary>The last eight bytes of the 16-byte form as a number; 0x0000FFFF and the address for IPv4.</summary>
    public ulong Low => _low;

    /// <summary>The IPv4 address as a number in host order: 10.0.0.1 is 0x0A000001. For IPv6 the low 32 bits.</summary>
    public uint V4Value => (uint)_low;

    /// <summary>Makes an IPv4 address.</summary>
    /// <param name="hostOrder">10.0.0.1 is 0x0A000001.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress FromV4(uint hostOrder) => new(0, MappedPrefix | hostOrder, isV4: true);

    /// <summary>Makes an IPv4 address from its four parts.</summary>
    public static IpAddress FromV4(byte a, byte b, byte c, byte d) => FromV4(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d);

    /// <summary>Makes an IPv6 address from its two halves, each the big-endian number of eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress FromV6(ulong high, ulong low) => new(high, low, isV4: false);

    /// <summary>Makes an address of either family from the 16-byte form (the inverse of <see cref="High"/> and <see cref="Low"/>).</summary>
    /// <param name="family">The family.</param>
    /// <param name="high">First half; ignored for IPv4.</param>
    /// <param name="low">Second half; its low 32 bits count for IPv4.</param>
    public static IpAddress FromParts(IpFamily family, ulong high, ulong low) =>
        family == IpFamily.V4 ? FromV4((uint)low) : FromV6(high, low);

    /// <summary>Reads an IPv4 address from the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than four bytes.</exception>
    public static IpAddress ReadV4(ReadOnlySpan<byte> source) => FromV4(BinaryPrimitives.ReadUInt32BigEndian(source));

    /// <summary>Reads an IPv6 address from the wire; a mapped address stays an IPv6 address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 16 bytes.</exception>
    public static IpAddress ReadV6(ReadOnlySpan<byte> source)
    {
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(source[8..]);
        return FromV6(BinaryPrimitives.ReadUInt64BigEndian(source), low);
    }

    /// <summary>Reads an address of the given family from the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer bytes than the family needs.</exception>
    public static IpAddress Read(IpFamily family, ReadOnlySpan<byte> source) => family == IpFamily.V4 ? ReadV4(source) : ReadV6(source);

    /// <summary>Writes the 4 or 16 bytes of the address to the wire.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public int WriteTo(Span<byte> destination)
    {
        if (_isV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return V4Length;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        return V6Length;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(IpAddress other) => _low == other._low && _high == other._high && _isV4 == other._isV4;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpAddress other && Equals(other);

    /// <summary>A keyed hash that is the same in every process: what hash tables, RSS-like choices and cookies are built from.</summary>
    /// <param name="seed">The key; different tables use different ones.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong StableHash(ulong seed) => StableMix.Mix(_high ^ seed, _low ^ (_isV4 ? 4UL << 48 : 6UL << 48) ^ (seed << 32 | seed >> 32));

    /// <summary>A hash that is the same in every process.</summary>
    public override int GetHashCode() => (int)(StableHash(0) >> 32);

    /// <summary>IPv4 before IPv6, then by value.</summary>
    public int CompareTo(IpAddress other)
    {
        if (_isV4 != other._isV4)
        {
            return _isV4 ? -1 : 1;
        }

        int order = _high.CompareTo(other._high);
        return order != 0 ? order : _low.CompareTo(other._low);
    }

    /// <summary>Same family and same bits.</summary>
    public static bool operator ==(in IpAddress left, in IpAddress right) => left.Equals(right);

    /// <summary>Another family or other bits.</summary>
    public static bool operator !=(in IpAddress left, in IpAddress right) => !left.Equals(right);
}
