using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetStackSim.Packets;

// The loops. Sums are of native-order words, exact in 64 bits: a 64-bit accumulator takes 32-bit halves, so that no carry is ever lost (2^32 additions fit).
// References instead of pointers: nothing is pinned. Bounds checks are done by hand here; each loop states its range.
public static partial class InternetChecksum
{
    // The shortest length that the vector loops accept. Measured (ns for 64 / 100 / 127 bytes): scalar 4.5 / 5.6 / 6.3, vector 2.6 / 3.3 / 3.1.
    private const int VectorThreshold = 64;

    // Loaded at offset r the last r bytes are ones: a mask that keeps the last r bytes of an overlapping vector. Two times 64 bytes.
    private static ReadOnlySpan<byte> TailMask =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SumNative(ReadOnlySpan<byte> data)
    {
        ref byte start = ref MemoryMarshal.GetReference(data);
        if (data.Length < VectorThreshold)
        {
            return SumScalar(ref start, (nuint)data.Length);
        }

        return Vector512.IsHardwareAccelerated
            ? Sum512(ref start, (nuint)data.Length)
            : Sum256(ref start, (nuint)data.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CopyAndSumNative(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination);
        if (source.Length < VectorThreshold)
        {
            return CopyAndSumScalar(ref from, ref to, (nuint)source.Length);
        }

        return Vector512.IsHardwareAccelerated
            ? CopyAndSum512(ref from, ref to, (nuint)source.Length)
            : CopyAndSum256(ref from, ref to, (nuint)source.Length);
    }

    /// <summary>Reads length bytes from start, eight at a time, then 4, 2, 1.</summary>
    internal static ulong SumScalar(ref byte start, nuint length)
    {
        ulong sum = 0;
        nuint offset = 0;
        for (; offset + 8 <= length; offset += 8)
        {
            ulong word = Load64(ref start, offset);
            sum += (word & 0xFFFF_FFFF) + (word >> 32);
        }

        if ((length & 4) != 0)
        {
            sum += Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, offset));
            offset += 4;
        }

        if ((length & 2) != 0)
        {
            sum += Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, offset));
            offset += 2;
        }

        return (length & 1) != 0 ? sum + OddByte(Unsafe.Add(ref start, offset)) : sum;
    }

    /// <summary>Reads length bytes from one place and writes them to the other, eight at a time, then 4, 2, 1.</summary>
    internal static ulong CopyAndSumScalar(ref byte from, ref byte to, nuint length)
    {
        ulong sum = 0;
        nuint offset = 0;
        for (; offset + 8 <= length; offset += 8)
        {
            ulong word = Load64(ref from, offset);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, offset), word);
            sum += (word & 0xFFFF_FFFF) + (word >> 32);
        }

        if ((length & 4) != 0)
        {
            uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, offset));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, offset), word);
            sum += word;
            offset += 4;
        }

        if ((length & 2) != 0)
        {
            ushort word = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref from, offset));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, offset), word);
            sum += word;
            offset += 2;
        }

        if ((length & 1) != 0)
        {
            byte last = Unsafe.Add(ref from, offset);
            Unsafe.Add(ref to, offset) = last;
            sum += OddByte(last);
        }

        return sum;
    }

    /// <summary>Sums with 64-byte vectors; length is at least 64. Whole vectors, then one overlapping masked vector, then the odd byte.</summary>
    internal static ulong Sum512(ref byte start, nuint length)
    {
        Vector512<ulong> low = Vector512.Create(0xFFFF_FFFFUL);
        Vector512<ulong> sum0 = Vector512<ulong>.Zero, sum1 = Vector512<ulong>.Zero, sum2 = Vector512<ulong>.Zero, sum3 = Vector512<ulong>.Zero;
        nuint even = length & ~(nuint)1;
        nuint offset = 0;
        for (; offset + 128 <= even; offset += 128)
        {
            Vector512<ulong> a = Load512(ref start, offset);
            Vector512<ulong> b = Load512(ref start, offset + 64);
            sum0 += a & low;
            sum1 += a >>> 32;
            sum2 += b & low;
            sum3 += b >>> 32;
        }

        if (offset + 64 <= even)
        {
            Vector512<ulong> a = Load512(ref start, offset);
            sum0 += a & low;
            sum1 += a >>> 32;
            offset += 64;
        }

        if (offset < even)
        {
            Vector512<ulong> a = Load512(ref start, even - 64) & Mask512(even - offset);
            sum2 += a & low;
            sum3 += a >>> 32;
        }

        ulong total = Vector512.Sum(sum0 + sum1 + (sum2 + sum3));
        return (length & 1) != 0 ? total + OddByte(Unsafe.Add(ref start, even)) : total;
    }

    /// <summary>Copies and sums with 64-byte vectors; length is at least 64. The last vector is stored over bytes that are already there.</summary>
    internal static ulong CopyAndSum512(ref byte from, ref byte to, nuint length)
    {
        Vector512<ulong> low = Vector512.Create(0xFFFF_FFFFUL);
        Vector512<ulong> sum0 = Vector512<ulong>.Zero, sum1 = Vector512<ulong>.Zero, sum2 = Vector512<ulong>.Zero, sum3 = Vector512<ulong>.Zero;
        nuint even = length & ~(nuint)1;
        nuint offset = 0;
        for (; offset + 128 <= even; offset += 128)
        {
            Vector512<ulong> a = Load512(ref from, offset);
            Vector512<ulong> b = Load512(ref from, offset + 64);
            Store512(a, ref to, offset);
            Store512(b, ref to, offset + 64);
            sum0 += a & low;
            sum1 += a >>> 32;
            sum2 += b & low;
            sum3 += b >>> 32;
        }

        if (offset + 64 <= even)
        {
            Vector512<ulong> a = Load512(ref from, offset);
            Store512(a, ref to, offset);
            sum0 += a & low;
            sum1 += a >>> 32;
            offset += 64;
        }

        if (offset < even)
        {
            Vector512<ulong> a = Load512(ref from, even - 64);
            Store512(a, ref to, even - 64);
            a &= Mask512(even - offset);
            sum2 += a & low;
            sum3 += a >>> 32;
        }

        ulong total = Vector512.Sum(sum0 + sum1 + (sum2 + sum3));
        return (length & 1) != 0 ? total + CopyOddByte(ref from, ref to, even) : total;
    }

    /// <summary>Sums with 32-byte vectors; length is at least 32. The shape of <see cref="Sum512"/> on machines without 64-byte vectors.</summary>
    internal static ulong Sum256(ref byte start, nuint length)
    {
        Vector256<ulong> low = Vector256.Create(0xFFFF_FFFFUL);
        Vector256<ulong> sum0 = Vector256<ulong>.Zero, sum1 = Vector256<ulong>.Zero, sum2 = Vector256<ulong>.Zero, sum3 = Vector256<ulong>.Zero;
        nuint even = length & ~(nuint)1;
        nuint offset = 0;
        for (; offset + 64 <= even; offset += 64)
        {
            Vector256<ulong> a = Load256(ref start, offset);
            Vector256<ulong> b = Load256(ref start, offset + 32);
            sum0 += a & low;
            sum1 += a >>> 32;
            sum2 += b & low;
            sum3 += b >>> 32;
        }

        if (offset + 32 <= even)
        {
            Vector256<ulong> a = Load256(ref start, offset);
            sum0 += a & low;
            sum1 += a >>> 32;
            offset += 32;
        }

        if (offset < even)
        {
            Vector256<ulong> a = Load256(ref start, even - 32) & Mask256(even - offset);
            sum2 += a & low;
            sum3 += a >>> 32;
        }

        ulong total = Vector256.Sum(sum0 + sum1 + (sum2 + sum3));
        return (length & 1) != 0 ? total + OddByte(Unsafe.Add(ref start, even)) : total;
    }

    /// <summary>Copies and sums with 32-byte vectors; length is at least 32.</summary>
    internal static ulong CopyAndSum256(ref byte from, ref byte to, nuint length)
    {
        Vector256<ulong> low = Vector256.Create(0xFFFF_FFFFUL);
        Vector256<ulong> sum0 = Vector256<ulong>.Zero, sum1 = Vector256<ulong>.Zero, sum2 = Vector256<ulong>.Zero, sum3 = Vector256<ulong>.Zero;
        nuint even = length & ~(nuint)1;
        nuint offset = 0;
        for (; offset + 64 <= even; offset += 64)
        {
            Vector256<ulong> a = Load256(ref from, offset);
            Vector256<ulong> b = Load256(ref from, offset + 32);
            Store256(a, ref to, offset);
            Store256(b, ref to, offset + 32);
            sum0 += a & low;
            sum1 += a >>> 32;
            sum2 += b & low;
            sum3 += b >>> 32;
        }

        if (offset + 32 <= even)
        {
            Vector256<ulong> a = Load256(ref from, offset);
            Store256(a, ref to, offset);
            sum0 += a & low;
            sum1 += a >>> 32;
            offset += 32;
        }

        if (offset < even)
        {
            Vector256<ulong> a = Load256(ref from, even - 32);
            Store256(a, ref to, even - 32);
            a &= Mask256(even - offset);
            sum2 += a & low;
            sum3 += a >>> 32;
        }

        ulong total = Vector256.Sum(sum0 + sum1 + (sum2 + sum3));
        return (length & 1) != 0 ? total + CopyOddByte(ref from, ref to, even) : total;
    }

    // An odd last byte is the first byte of a word whose second byte is zero (RFC 1071 section 4.1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong OddByte(byte value) => BitConverter.IsLittleEndian ? value : (ulong)value << 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CopyOddByte(ref byte from, ref byte to, nuint offset)
    {
        byte last = Unsafe.Add(ref from, offset);
        Unsafe.Add(ref to, offset) = last;
        return OddByte(last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load64(ref byte start, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load512(ref byte start, nuint offset) => Vector512.LoadUnsafe(ref start, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store512(Vector512<ulong> value, ref byte start, nuint offset) => value.AsByte().StoreUnsafe(ref start, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mask512(nuint keep) => Load512(ref MemoryMarshal.GetReference(TailMask), keep);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Load256(ref byte start, nuint offset) => Vector256.LoadUnsafe(ref start, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store256(Vector256<ulong> value, ref byte start, nuint offset) => value.AsByte().StoreUnsafe(ref start, offset);

    // The 32 bytes that start 32 before the ones: the last "keep" of them are set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Mask256(nuint keep) => Load256(ref MemoryMarshal.GetReference(TailMask), 32 + keep);
}
