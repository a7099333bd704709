using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The receive sequence space and window (RFC 9293 section 3.3.1). The right edge never moves left (SHLD-14).</summary>
internal struct ReceiveSequence
{
    /// <summary>IRS.</summary>
    public SequenceNumber Initial;

    /// <summary>RCV.NXT: the next sequence number expected.</summary>
    public SequenceNumber Next;

    /// <summary>The right edge of the window that the peer was told.</summary>
    public SequenceNumber Edge;

    /// <summary>The acknowledgment that was last sent (Last.ACK.sent of RFC 7323).</summary>
    public SequenceNumber LastAcknowledged;

    /// <summary>Bytes that may wait for the client: the receive buffer.</summary>
    public int Capacity;

    /// <summary>Bytes handed to the client and not consumed.</summary>
    public int Held;

    /// <summary>Rcv.Wind.Shift.</summary>
    public byte Shift;

    /// <summary>RCV.WND as the peer knows it: bytes from <see cref="Next"/> to the edge.</summary>
    public readonly uint Window => (uint)Math.Max(0, Edge - Next);

    /// <summary>Starts a stream.</summary>
    /// <param name="initial">The peer's initial sequence number.</param>
    /// <param name="window">The window that was told in our SYN.</param>
    public void Start(SequenceNumber initial, int window)
    {
        Initial = initial;
        Next = initial + 1;
        Edge = Next + window;
        LastAcknowledged = Next;
    }

    /// <summary>The acceptability test of RFC 9293 table 6, with a zero window open for a segment without length at RCV.NXT.</summary>
    public readonly bool IsAcceptable(SequenceNumber sequence, uint length)
    {
        uint window = Window;
        if (length == 0)
        {
            return window == 0 ? sequence == Next : sequence.InWindow(Next, window);
        }

        return window != 0 && (sequence.InWindow(Next, window) || (sequence + (length - 1)).InWindow(Next, window));
    }

    /// <summary>The right edge that the buffer allows now, silly windows avoided (SWS, MUST-39).</summary>
    /// <param name="segmentSize">The largest segment that the peer sends.</param>
    public readonly SequenceNumber AllowedEdge(int segmentSize)
    {
        int free = Math.Max(0, Capacity - Held);
        SequenceNumber edge = Next + free;
        int gain = edge - Edge;
        return gain >= Math.Min(Capacity / 2, segmentSize) ? edge : Edge;
    }

    /// <summary>The window field for a segment that leaves now; moves the edge to what the field says.</summary>
    /// <param name="segmentSize">The largest segment that the peer sends.</param>
    public ushort Advertise(int segmentSize)
    {
        SequenceNumber edge = AllowedEdge(segmentSize);
        long unit = 1L << Shift;
        long field = Math.Max(0, edge - Next) >> Shift;
        int missing = Edge - (Next + (int)(field << Shift));
        if (missing > 0 && ((field + 1) << Shift) <= Math.Max(0, Capacity - Held))
        {
            // Rounding down must not pull the edge back while there is room to round up (RFC 7323 section 2.4). Without room the field says less than was
            // promised, by less than its unit, and the promise still holds.
            field = (Math.Max(0, Edge - Next) + unit - 1) >> Shift;
        }

        field = Math.Min(field, ushort.MaxValue);
        Edge = SequenceNumber.Max(Edge, Next + (int)(field << Shift));
        LastAcknowledged = Next;
        return (ushort)field;
    }

    /// <summary>True when the edge could move far enough that the peer should hear of it at once (TCP-097).</summary>
    public readonly bool DeservesUpdate(int segmentSize)
    {
        int free = Math.Max(0, Capacity - Held);
        int gain = (Next + free) - Edge;
        return gain >= Math.Min(Capacity / 2, 2 * segmentSize);
    }
}
