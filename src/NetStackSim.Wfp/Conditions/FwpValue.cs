using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>
/// A typed value of a field or a condition (<c>FWP_VALUE0</c> and <c>FWP_CONDITION_VALUE0</c>), held without boxing: numbers and
/// addresses inline, blobs, SIDs, descriptors, tokens and ranges by reference to immutable objects.
/// </summary>
public struct FwpValue : IEquatable<FwpValue>
{
    // Written field by field by ClassifyValues, so that filling a packet's values stores no reference and needs no GC barrier.
    internal ulong High;
    internal ulong Low;
    internal object? Reference;
    private FwpDataType _type;
    private byte _prefixLength;

    /// <summary>No value (<c>FWP_EMPTY</c>).</summary>
    public static FwpValue Empty => default;

    /// <summary>The type of the value.</summary>
    public FwpDataType Type
    {
        readonly get => _type;
        internal set => _type = value;
    }

    /// <summary>True for <c>FWP_EMPTY</c>.</summary>
    public readonly bool IsEmpty => _type == FwpDataType.Empty;

    /// <summary>The number of an unsigned integer type, or an IPv4 address in host order, or the address of a V4 mask.</summary>
    public readonly ulong Number => _type == FwpDataType.V4AddressMask ? Low & 0xFFFFFFFF : Low;

    /// <summary>The mask of a <see cref="FwpDataType.V4AddressMask"/> in host order.</summary>
    public readonly uint V4Mask => (uint)(Low >> 32);

    /// <summary>The prefix length of a <see cref="FwpDataType.V6AddressMask"/>, 0..128 when valid.</summary>
    public readonly byte PrefixLength => _prefixLength;

    /// <summary>The sixteen bytes of an array or address as a big-endian number.</summary>
    public readonly UInt128 Number128 => new(High, Low);

    /// <summary>The blob; null for other types.</summary>
    public readonly FwpBlob? Blob => Reference as FwpBlob;

    /// <summary>The string; null for other types.</summary>
    public readonly string? Text => Reference as string;

    /// <summary>The SID; null for other types.</summary>
    public readonly Sid? Sid => Reference as Sid;

    /// <summary>The security descriptor; null for other types.</summary>
    public readonly SecurityDescriptor? SecurityDescriptor => Reference as SecurityDescriptor;

    /// <summary>The token; null for other types.</summary>
    public readonly SimToken? Token => Reference as SimToken;

    /// <summary>The ends of a range; null for other types.</summary>
    public readonly FwpRange? Range => Reference as FwpRange;

    /// <summary>An 8-bit number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static FwpValue UInt8(byte value) => new() { _type = FwpDataType.UInt8, Low = value };

    /// <summary>A 16-bit number in host order.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static FwpValue UInt16(ushort value) => new() { _type = FwpDataType.UInt16, Low = value };

    /// <summary>A 32-bit number in host order; also an IPv4 address.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static FwpValue UInt32(uint value) => new() { _type = FwpDataType.UInt32, Low = value };

    /// <summary>A 64-bit number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static FwpValue UInt64(ulong value) => new() { _type = FwpDataType.UInt64, Low = value };

    /// <summary>An unsigned number of a given integer type.</summary>
    /// <param name="type">One of the unsigned integer types.</param>
    /// <param name="value">The number; must fit.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The type is not an unsigned integer type or the number does not fit.</exception>
    public static FwpValue Unsigned(FwpDataType type, ulong value)
    {
        if (!type.IsUnsigned() || value > type.MaxValue())
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"not a {type}");
        }

        return new FwpValue { _type = type, Low = value };
    }

    /// <summary>Sixteen bytes.</summary>
    /// <param name="bytes">Exactly sixteen bytes.</param>
    /// <returns>The value.</returns>
    public static FwpValue ByteArray16(ReadOnlySpan<byte> bytes) => new()
    {
        _type = FwpDataType.ByteArray16,
        High = BinaryPrimitives.ReadUInt64BigEndian(bytes),
        Low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
    };

    /// <summary>Sixteen bytes given as a big-endian number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static FwpValue ByteArray16(UInt128 value) => new()
    {
        _type = FwpDataType.ByteArray16,
        High = (ulong)(value >> 64),
        Low = (ulong)value,
    };

    /// <summary>Six bytes, such as a MAC address.</summary>
    /// <param name="bytes">Exactly six bytes.</param>
    /// <returns>The value.</returns>
    public static FwpValue ByteArray6(ReadOnlySpan<byte> bytes) => new()
    {
        _type = FwpDataType.ByteArray6,
        Low = ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]),
    };

    /// <summary>An address as its layer family carries it: <see cref="FwpDataType.UInt32"/> or <see cref="FwpDataType.ByteArray16"/>.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The value.</returns>
    public static FwpValue Address(IpAddress address) => address.IsV4
        ? UInt32(address.V4Value)
        : new FwpValue { _type = FwpDataType.ByteArray16, High = address.High, Low = address.Low };

    /// <summary>A blob.</summary>
    /// <param name="blob">The blob; shared, not copied.</param>
    /// <returns>The value.</returns>
    public static FwpValue Of(FwpBlob blob) => new() { _type = FwpDataType.ByteBlob, Reference = blob };

    /// <summary>A Unicode string.</summary>
    /// <param name="text">The string.</param>
    /// <returns>The value.</returns>
    public static FwpValue Of(string text) => new() { _type = FwpDataType.UnicodeString, Reference = text };

    /// <summary>A SID.</summary>
    /// <param name="sid">The SID.</param>
    /// <returns>The value.</returns>
    public static FwpValue Of(Sid sid) => new() { _type = FwpDataType.Sid, Reference = sid };

    /// <summary>A security descriptor, for conditions on token fields.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <returns>The value.</returns>
    public static FwpValue Of(SecurityDescriptor descriptor) => new() { _type = FwpDataType.SecurityDescriptor, Reference = descriptor };

    /// <summary>A token, for the values of token fields.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The value.</returns>
    public static FwpValue Of(SimToken token) => new() { _type = FwpDataType.TokenAccessInformation, Reference = token };

    /// <summary>An IPv4 address with a mask, both in host order.</summary>
    /// <param name="address">The address.</param>
    /// <param name="mask">The mask; must be contiguous to be accepted in a filter.</param>
    /// <returns>The value.</returns>
    public static FwpValue V4AddressMask(uint address, uint mask) => new()
    {
        _type = FwpDataType.V4AddressMask,
        Low = address | ((ulong)mask << 32),
    };

    /// <summary>An IPv6 address with a prefix length.</summary>
    /// <param name="address">The address as a big-endian number.</param>
    /// <param name="prefixLength">The prefix length; 0..128 to be accepted in a filter.</param>
    /// <returns>The value.</returns>
    public static FwpValue V6AddressMask(UInt128 address, byte prefixLength) => new()
    {
        _type = FwpDataType.V6AddressMask,
        High = (ulong)(address >> 64),
        Low = (ulong)address,
        _prefixLength = prefixLength,
    };

    /// <summary>A range, both ends included.</summary>
    /// <param name="low">The low end.</param>
    /// <param name="high">The high end.</param>
    /// <returns>The value.</returns>
    public static FwpValue RangeOf(FwpValue low, FwpValue high) => new() { _type = FwpDataType.Range, Reference = new FwpRange(low, high) };

    /// <summary>Compares type and contents.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when both are the same.</returns>
    public static bool operator ==(FwpValue left, FwpValue right) => left.Equals(right);

    /// <summary>Compares type and contents.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they differ.</returns>
    public static bool operator !=(FwpValue left, FwpValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(FwpValue other) =>
        _type == other._type && Low == other.Low && High == other.High && _prefixLength == other._prefixLength
        && Equals(Reference, other.Reference);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FwpValue other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() =>
        (int)StableHash.Mix(StableHash.Mix(High, Low), StableHash.Mix((ulong)_type, (ulong)(Reference?.GetHashCode() ?? 0)));

    /// <summary>The value for people: addresses as addresses when sixteen bytes long, the rest as numbers or text.</summary>
    /// <returns>Text.</returns>
    public override readonly string ToString() => _type switch
    {
        FwpDataType.Empty => "empty",
        FwpDataType.V4AddressMask => $"{FwpText.V4((uint)Number)}/{FwpText.V4(V4Mask)}",
        FwpDataType.V6AddressMask => $"{FwpText.V6(Number128)}/{_prefixLength}",
        FwpDataType.ByteArray16 => FwpText.V6(Number128),
        FwpDataType.ByteArray6 => Low.ToString("x12", CultureInfo.InvariantCulture),
        _ => Reference?.ToString() ?? Low.ToString(CultureInfo.InvariantCulture),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetNumber(FwpDataType type, ulong value)
    {
        _type = type;
        Low = value;
        High = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetNumber128(ulong high, ulong low)
    {
        _type = FwpDataType.ByteArray16;
        High = high;
        Low = low;
    }
}
