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

    private static ReadOnlySpan<byte> WithoutZero(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes.Length % 2 == 0 && MemoryMarshal.Read<ushort>(bytes[^2..]) == 0 ? bytes[..^2] : bytes;
}
