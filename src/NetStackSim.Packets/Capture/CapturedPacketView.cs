namespace NetStackSim.Packets.Capture;

/// <summary>A packet inside the bytes of a capture file; no copy is made.</summary>
public readonly ref struct CapturedPacketView
{
    private readonly PacketRecord _record;

    internal CapturedPacketView(scoped in PacketRecord record, ReadOnlySpan<byte> block)
    {
        _record = record;
        Data = block.Slice(record.DataOffset, record.DataLength);
    }

    /// <summary>The captured bytes.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The interface it was captured on.</summary>
    public CaptureInterface Interface => _record.Interface;

    /// <summary>Nanoseconds since 1970; 0 when the block has no time.</summary>
    public ulong Timestamp => _record.Timestamp;

    /// <summary>The length on the wire; more than <see cref="Data"/> when the capture was cut.</summary>
    public uint OriginalLength => _record.OriginalLength;

    /// <summary>The direction, when the file tells.</summary>
    public CaptureDirection Direction => _record.Direction;

    /// <summary>Packets lost on the interface since the one before, when the file tells.</summary>
    public ulong DropCount => _record.DropCount;

    /// <summary>The comments, one per line; null when there is none.</summary>
    public string? Comment => _record.Comment;

    /// <summary>Where the block or record begins in the file.</summary>
    public long FileOffset => _record.FileOffset;
}
