using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetStackSim.Wfp;

/// <summary>Order and endings of blobs and strings.</summary>
internal static class FwpOrder
{
    /// <summary>Compares two blobs byte by byte, or two strings character by character.</summary>
    internal static int Compare(object left, object right) => left switch
    {
        FwpBlob blob when right is FwpBlob other => blob.Bytes.SequenceCompareTo(other.Bytes),
        string text when right is string other => string.CompareOrdinal(text, other),
        _ => 0,
    };

    /// <summary>
    /// Compares two blobs or two strings from the last byte to the first: neighbours share an ending. Terminating zeros do not count, so two
    /// objects that differ in them alone compare as equal.
    /// </summary>
    internal static int CompareFromBack(object left, object right)
    {
        ReadOnlySpan<byte> one = TextOf(left);
        ReadOnlySpan<byte> other = TextOf(right);
        for (; one.Length >= sizeof(ulong) && other.Length >= sizeof(ulong); one = one[..^sizeof(ulong)], other = other[..^sizeof(ulong)])
        {
            ulong a = BinaryPrimitives.ReadUInt64LittleEndian(one[^sizeof(ulong)..]);
            ulong b = BinaryPrimitives.ReadUInt64LittleEndian(other[^sizeof(ulong)..]);
            if (a != b)
            {
                return a < b ? -1 : 1;
            }
        }

        for (int i = 1; i <= one.Length && i <= other.Length; i++)
        {
            if (one[^i] != other[^i])
            {
                return one[^i] - other[^i];
            }
        }

        return one.Length - other.Length;
    }

    /// <summary>True when a value lies between two ends, each of which may be open.</summary>
    internal static bool IsWithin(object value, object? low, object? high, bool excludeEnds)
    {
        int limit = excludeEnds ? 1 : 0;
        return (low is null || Compare(value, low) >= limit) && (high is null || Compare(high, value) >= limit);
    }

    /// <summary>True when a string, or a blob that holds a UTF-16 string, ends with another; terminating zeros do not count.</summary>
    internal static bool EndsWith(object value, object ending) => value switch
    {
        FwpBlob blob when ending is FwpBlob other => WithoutZero(blob.Bytes).EndsWith(WithoutZero(other.Bytes)),
        string text when ending is string other => text.EndsWith(other, StringComparison.Ordinal),
        _ => false,
    };

    private static ReadOnlySpan<byte> TextOf(object item) => item switch
    {
        FwpBlob blob => WithoutZero(blob.Bytes),
        string text => MemoryMarshal.AsBytes(text.AsSpan()),
        _ => default,
    };

    private static ReadOnlySpan<byte> WithoutZero(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes.Length % 2 == 0 && MemoryMarshal.Read<ushort>(bytes[^2..]) == 0 ? bytes[..^2] : bytes;
}
