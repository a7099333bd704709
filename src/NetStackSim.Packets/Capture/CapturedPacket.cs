namespace NetStackSim.Packets.Capture;

/// <summary>A packet out of a capture file. It owns its bytes.</summary>
public sealed class CapturedPacket
{
    internal CapturedPacket(in PacketRecord record, ReadOnlySpan<byte> block)
    {
        Interface = record.Interface;
        Timestamp = record.Timestamp;
        OriginalLength = record.OriginalLength;
        Direction = record.Direction;
        DropCount = record.DropCount;
        FileOffset = record.FileOffset;
        Comment = record.Comment;
        Data = block.Slice(record.DataOffset, record.DataLength).ToArray();
    }

    /// <summary>The captured bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The interface it was captured on.</summary>
    public CaptureInterface Interface { get; }

    /// <summary>Nanoseconds since 1970; 0 when the block has no time.</summary>
    public ulong Timestamp { get; }

    /// <summary>The length on the wire; more than <see cref="Data"/> when the capture was cut.</summary>
    public uint OriginalLength { get; }

    /// <summary>The direction, when the file tells.</summary>
    public CaptureDirection Direction { get; }

    /// <summary>Packets lost on the interface since the one before, when the file tells.</summary>
    public ulong DropCount { get; }

    /// <summary>The comments, one per line; null when there is none.</summary>
    public string? Comment { get; }

    /// <summary>Where the block or record begins in the file.</summary>
    public long FileOffset { get; }

    /// <summary>True when bytes are missing at the end.</summary>
    public bool IsTruncated => OriginalLength > (uint)Data.Length;
}
