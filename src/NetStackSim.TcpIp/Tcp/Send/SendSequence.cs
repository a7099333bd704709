using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The send sequence space (RFC 9293 section 3.3.1).</summary>
internal struct SendSequence
{
    /// <summary>ISS.</summary>
    public SequenceNumber Initial;

    /// <summary>SND.UNA: the oldest sequence number not acknowledged.</summary>
    public SequenceNumber Unacknowledged;

    /// <summary>SND.NXT: the next one to send; never goes back, a retransmission does not move it.</summary>
    public SequenceNumber Next;

    /// <summary>SND.WND in bytes, scaled.</summary>
    public uint Window;

    /// <summary>SND.WL1: the sequence number of the segment that last updated the window.</summary>
    public SequenceNumber WindowUpdateSequence;

    /// <summary>SND.WL2: the acknowledgment number of that segment.</summary>
    public SequenceNumber WindowUpdateAcknowledgment;

    /// <summary>MAX.SND.WND: the largest window seen (RFC 5961 section 5.2, SWS avoidance).</summary>
    public uint LargestWindow;

    /// <summary>Snd.Wind.Shift.</summary>
    public byte Shift;

    /// <summary>Sequence numbers sent and not acknowledged.</summary>
    public readonly int Outstanding => Next - Unacknowledged;

    /// <summary>Bytes that may be sent beyond <see cref="Next"/>; negative after the peer shrank its window.</summary>
    public readonly long Usable => (long)Window - Outstanding;

    /// <summary>Starts with an initial sequence number; the SYN takes it.</summary>
    public void Start(SequenceNumber initial)
    {
        this = default;
        Initial = initial;
        Unacknowledged = initial;
        Next = initial;
    }

    /// <summary>True for SND.UNA - MAX.SND.WND &lt;= SEG.ACK &lt;= SND.NXT (RFC 5961 section 5.2).</summary>
    public readonly bool IsPlausible(SequenceNumber acknowledgment) =>
        acknowledgment.IsAtOrBefore(Next) && (uint)(Next - acknowledgment) <= (uint)Outstanding + LargestWindow;

    /// <summary>True for SND.UNA &lt; SEG.ACK &lt;= SND.NXT.</summary>
    public readonly bool IsNew(SequenceNumber acknowledgment) =>
        acknowledgment.IsAfter(Unacknowledged) && acknowledgment.IsAtOrBefore(Next);

    /// <summary>Takes the window of a segment when it is not older than the last one taken (RFC 9293 section 3.10.7.4).</summary>
    /// <param name="sequence">SEG.SEQ.</param>
    /// <param name="acknowledgment">SEG.ACK.</param>
    /// <param name="window">The window in bytes.</param>
    /// <returns>True when the usable window grew.</returns>
    public bool UpdateWindow(SequenceNumber sequence, SequenceNumber acknowledgment, uint window)
    {
        bool newer = WindowUpdateSequence.IsBefore(sequence)
            || (WindowUpdateSequence == sequence && WindowUpdateAcknowledgment.IsAtOrBefore(acknowledgment));
        if (!newer)
        {
            return false;
        }

        bool opened = window > Window;
        SetWindow(sequence, acknowledgment, window);
        return opened;
    }

    /// <summary>Takes a window without asking whether it is newer: during the handshake.</summary>
    public void SetWindow(SequenceNumber sequence, SequenceNumber acknowledgment, uint window)
    {
        Window = window;
        LargestWindow = Math.Max(LargestWindow, window);
        WindowUpdateSequence = sequence;
        WindowUpdateAcknowledgment = acknowledgment;
    }
}
