using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What all segments of one flush have in common; worked out once and kept on the stack.</summary>
internal struct SegmentTemplate
{
    /// <summary>The option bytes, a multiple of four.</summary>
    public OptionBlock Options;

    /// <summary>SEG.ACK.</summary>
    public SequenceNumber Acknowledgment;

    /// <summary>The window field.</summary>
    public ushort Window;

    /// <summary>Payload bytes of a full segment behind these options.</summary>
    public int FullSegment;

    /// <summary>Payload bytes of the largest list; equal to <see cref="FullSegment"/> without large sends.</summary>
    public int LargestList;

    /// <summary>The NIC computes the checksum.</summary>
    public bool ChecksumOffload;

    /// <summary>Bytes of the header with its options.</summary>
    public readonly int HeaderLength => TcpHeader.Size + Options.Length;
}
