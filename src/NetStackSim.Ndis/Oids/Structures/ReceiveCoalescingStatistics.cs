using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>Counters of receive segment coalescing (NDIS_RSC_STATISTICS_INFO).</summary>
public sealed record ReceiveCoalescingStatistics : IOidStructure<ReceiveCoalescingStatistics>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 40;

    /// <summary>Segments that became part of a unit.</summary>
    public ulong CoalescedPackets { get; init; }

    /// <summary>Their bytes.</summary>
    public ulong CoalescedOctets { get; init; }

    /// <summary>Units.</summary>
    public ulong CoalesceEvents { get; init; }

    /// <summary>Segments that ended a unit by an exception.</summary>
    public ulong Aborts { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<ReceiveCoalescingStatistics>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<ReceiveCoalescingStatistics>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], CoalescedPackets);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], CoalescedOctets);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], CoalesceEvents);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], Aborts);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out ReceiveCoalescingStatistics value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new ReceiveCoalescingStatistics
        {
            CoalescedPackets = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            CoalescedOctets = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            CoalesceEvents = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
            Aborts = BinaryPrimitives.ReadUInt64LittleEndian(source[32..]),
        };
        return true;
    }
}
