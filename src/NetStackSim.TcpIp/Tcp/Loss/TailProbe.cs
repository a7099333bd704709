using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>
/// Tail loss probe (RFC 8985 section 7): when nothing is heard for a while the last segment is sent once more, or a new one, so that the peer's report finds the
/// loss without waiting for the retransmission timeout.
/// </summary>
internal struct TailProbe
{
    private SequenceNumber _end;
    private bool _isRetransmission;

    /// <summary>The retransmission deadline is set for a probe instead of the timeout.</summary>
    public bool IsArmed;

    /// <summary>A probe was sent and what became of it is not known: no other one is sent for this flight.</summary>
    public bool IsOutstanding { get; private set; }

    /// <summary>A probe left.</summary>
    /// <param name="end">SND.NXT behind it.</param>
    /// <param name="isRetransmission">It repeated data.</param>
    public void OnSent(SequenceNumber end, bool isRetransmission)
    {
        _end = end;
        _isRetransmission = isRetransmission;
        IsOutstanding = true;
    }

    /// <summary>Recovery or a timeout took over.</summary>
    public void Forget()
    {
        IsOutstanding = false;
        IsArmed = false;
    }

    /// <summary>An acknowledgment arrived (RFC 8985 section 7.4).</summary>
    /// <param name="acknowledgment">SEG.ACK.</param>
    /// <param name="reportsDuplicate">It reports a duplicate (RFC 2883).</param>
    /// <param name="isPlainDuplicate">It acknowledges nothing new and reports nothing.</param>
    /// <returns>True when the probe repaired a loss that nothing else noticed: the congestion control must know.</returns>
    public bool OnAcknowledgment(SequenceNumber acknowledgment, bool reportsDuplicate, bool isPlainDuplicate)
    {
        if (!IsOutstanding || acknowledgment.IsBefore(_end))
        {
            return false;
        }

        bool repaired = _isRetransmission && !reportsDuplicate && acknowledgment.IsAfter(_end);
        if (!_isRetransmission || reportsDuplicate || repaired || isPlainDuplicate)
        {
            IsOutstanding = false;
        }

        return repaired;
    }
}
