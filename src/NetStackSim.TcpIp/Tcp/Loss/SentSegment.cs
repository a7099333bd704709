using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A range of the stream that was sent and is not acknowledged: an element of the ring, never an object.</summary>
/// <remarks>One element for each list that was sent; a large send is one element until a loss makes it worth splitting.</remarks>
internal struct SentSegment
{
    /// <summary>The request that holds the first byte; null for a FIN alone.</summary>
    public StreamSend? Request;

    /// <summary>When the range was last sent.</summary>
    public long SentNs;

    /// <summary>The first sequence number.</summary>
    public SequenceNumber Start;

    /// <summary>Payload bytes.</summary>
    public int Length;

    /// <summary>The segment size with which the range was cut, for splitting at the same borders.</summary>
    public int SegmentSize;

    /// <summary>What is known about it.</summary>
    public SentSegmentFlags Flags;

    /// <summary>Sequence numbers that the range takes: its bytes and the FIN.</summary>
    public readonly int SequenceLength => Length + ((Flags & SentSegmentFlags.Fin) != 0 ? 1 : 0);

    /// <summary>The sequence number after the range.</summary>
    public readonly SequenceNumber End => Start + SequenceLength;

    /// <summary>True when all of the given flags are set.</summary>
    public readonly bool Has(SentSegmentFlags flag) => (Flags & flag) == flag;
}
