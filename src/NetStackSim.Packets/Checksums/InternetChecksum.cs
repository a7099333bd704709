using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>The Internet checksum (RFC 1071): one's complement sums over spans, fused with a copy, over chains, and its incremental update (RFC 1624).</summary>
/// <remarks>
/// <para>
/// <b>Partial sums.</b> Every method that sums returns a partial sum as <see cref="uint"/>: the one's complement sum of the 16-bit words in network order,
/// already folded to at most 0xFFFF. Partial sums, and header fields as plain host-order numbers of at most 16 bits, are added with <c>+</c>; more than
/// 65,000 of them fit before a <see cref="Fold(uint)"/> is due. A sum is 0 only if every byte was zero, otherwise 1-0xFFFF, as in the text-book loop.
/// </para>
/// <para>
/// <b>Byte order.</b> Inside, words are added in the machine's own order and swapped once at the end (the sum is independent of byte order, RFC 1071
/// section 2 (B)). What comes out is the number that <see cref="BinaryPrimitives.WriteUInt16BigEndian"/> writes into the checksum field.
/// </para>
/// <para>
/// <b>Odd lengths.</b> An odd last byte counts as the high half of a word. When a piece of a chain starts at an odd offset, its sum is added byte-swapped:
/// <see cref="Combine"/>.
/// </para>
/// </remarks>
public static partial class InternetChecksum
{
    /// <summary>Sums a span.</summary>
    /// <param name="data">Any length and alignment.</param>
    /// <returns>A partial sum, 0-0xFFFF.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Sum(ReadOnlySpan<byte> data) => ToNetworkOrder(SumNative(data));

    /// <summary>Sums a span and adds it to a partial sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Sum(ReadOnlySpan<byte> data, uint initial) => initial + Sum(data);

    /// <summary>Copies a span and sums it in the same pass over memory.</summary>
    /// <param name="source">The bytes; any length and alignment.</param>
    /// <param name="destination">At least as long as the source; must not overlap it.</param>
    /// <param name="initial">A partial sum to add to.</param>
    /// <returns><paramref name="initial"/> plus the partial sum of the bytes.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than the source.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CopyAndSum(ReadOnlySpan<byte> source, Span<byte> destination, uint initial = 0)
    {
        if (destination.Length < source.Length)
        {
            ThrowDestinationTooShort();
        }

        Debug.Assert(!source.Overlaps(destination), "CopyAndSum stores its last vector twice: source and destination must not overlap.");
        return initial + ToNetworkOrder(CopyAndSumNative(source, destination));
    }

    /// <summary>Folds a partial sum to 16 bits with end-around carry; the result is not complemented.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Fold(uint sum)
    {
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)(sum + (sum >> 16));
    }

    /// <summary>Folds a 64-bit partial sum to 16 bits with end-around carry; the result is not complemented.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Fold(ulong sum)
    {
        sum = (sum & 0xFFFF_FFFF) + (sum >> 32);
        sum = (sum & 0xFFFF_FFFF) + (sum >> 32);
        return Fold((uint)sum);
    }

    /// <summary>The value of the checksum field: the complement of the folded sum.</summary>
    /// <remarks>UDP sends 0xFFFF where this gives 0 (RFC 768); see <see cref="FinishUdp"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Finish(uint sum) => (ushort)~Fold(sum);

    /// <summary>The value of a UDP checksum field: 0 means "none" there, so a computed 0 is sent as 0xFFFF (RFC 768).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort FinishUdp(uint sum)
    {
        ushort checksum = Finish(sum);
        return checksum == 0 ? ushort.MaxValue : checksum;
    }

    /// <summary>True when a sum that includes the received checksum field proves the data intact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsValid(uint sumWithChecksumField) => Fold(sumWithChecksumField) == 0xFFFF;

    /// <summary>Adds the sum of the next piece of a chain.</summary>
    /// <param name="sum">The sum of the bytes before the piece.</param>
    /// <param name="part">The sum of the piece alone.</param>
    /// <param name="oddOffset">True when an odd number of bytes lies before the piece: its bytes then sit in the other half of their words (RFC 1071 section 2 (B)).</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Combine(uint sum, uint part, bool oddOffset) =>
        sum + (oddOffset ? BinaryPrimitives.ReverseEndianness(Fold(part)) : part);

    /// <summary>Sums the pseudo header of TCP, UDP and ICMPv6 (RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
    /// <param name="source">The source address.</param>
    /// <param name="destination">The final destination address, of the same family.</param>
    /// <param name="protocol">The upper-layer protocol number (not that of an extension header).</param>
    /// <param name="length">The length of the upper-layer header and data in bytes.</param>
    /// <returns>A partial sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PseudoHeader(in IpAddress source, in IpAddress destination, IpProtocol protocol, uint length)
    {
        ulong sum = (ulong)protocol + length;
        if (source.IsV4)
        {
            // The mapped form would add 0xFFFF twice, which is zero in one's complement but not in the value of an all-zero sum.
            return Fold(sum + source.V4Value + destination.V4Value);
        }

        sum += (source.High >> 32) + (source.High & 0xFFFF_FFFF) + (source.Low >> 32) + (source.Low & 0xFFFF_FFFF);
        sum += (destination.High >> 32) + (destination.High & 0xFFFF_FFFF) + (destination.Low >> 32) + (destination.Low & 0xFFFF_FFFF);
        return Fold(sum);
    }

    /// <inheritdoc cref="PseudoHeader(in IpAddress, in IpAddress, IpProtocol, uint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PseudoHeader(in IpAddress source, in IpAddress destination, byte protocol, uint length) =>
        PseudoHeader(source, destination, (IpProtocol)protocol, length);

    /// <summary>The checksum field after one 16-bit word of the data changed (RFC 1624 equation 3).</summary>
    /// <param name="checksum">The field before the change.</param>
    /// <param name="oldValue">The word before the change, as a host-order number.</param>
    /// <param name="newValue">The word after the change.</param>
    /// <remarks>Equation 3 never turns a valid sum into 0xFFFF where the full computation gives 0, unlike RFC 1141.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Update(ushort checksum, ushort oldValue, ushort newValue) =>
        (ushort)~Fold((uint)(ushort)~checksum + (ushort)~oldValue + newValue);

    /// <summary>The checksum field after one aligned 32-bit field of the data changed: an address, a sequence number.</summary>
    /// <param name="checksum">The field before the change.</param>
    /// <param name="oldValue">The old field, as a host-order number.</param>
    /// <param name="newValue">The new field.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Update(ushort checksum, uint oldValue, uint newValue) =>
        (ushort)~Fold((ulong)(ushort)~checksum + (~oldValue >> 16) + (~oldValue & 0xFFFF) + (newValue >> 16) + (newValue & 0xFFFF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ToNetworkOrder(ulong nativeSum) => WireOrder.Convert(Fold(nativeSum));

    private static void ThrowDestinationTooShort() =>
        throw new ArgumentException("The destination is shorter than the source.", "destination");
}
