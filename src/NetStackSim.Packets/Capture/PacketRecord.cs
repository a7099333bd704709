namespace NetStackSim.Packets.Capture;

/// <summary>What the parser found in one block: the packet's fields, and where in the block its bytes are.</summary>
internal struct PacketRecord
{
    internal CaptureInterface Interface;
    internal ulong Timestamp;
    internal ulong DropCount;
    internal long FileOffset;
    internal string? Comment;
    internal int DataOffset;
    internal int DataLength;
    internal uint OriginalLength;
    internal CaptureDirection Direction;
}
