using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Duplicate acknowledgments, fast recovery and recovery after a timeout: decides what is lost and when the window shrinks (RFC 5681, 6582, 6675).</summary>
/// <remarks>
/// Both recoveries limit sending by the pipe. Without SACK each duplicate acknowledgment stands for one segment that left the network, which is the same
/// arithmetic as the window inflation of RFC 6582. Limited transmit (RFC 3042) follows by itself: every segment that left makes room for a new one.
/// </remarks>
internal struct LossRecovery
{
    private SackScoreboard _scoreboard;
    private int _inflationLimit;
    private bool _rescued;

    /// <summary>Where the sender stands.</summary>
    public RecoveryPhase Phase { get; private set; }

    /// <summary>The end of what was outstanding when the phase began (RecoveryPoint).</summary>
    public SequenceNumber Point { get; private set; }

    /// <summary>Duplicate acknowledgments since the last new one.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Without SACK: bytes that duplicate acknowledgments prove to have left the network.</summary>
    public int DuplicateBytes { get; private set; }

    /// <summary>True when one range must be sent again whatever the window says: the fast retransmit.</summary>
    public bool RetransmitNow { get; set; }

    /// <summary>Starts a connection.</summary>
    public void Reset() => this = default;

    /// <summary>Bytes in the network as far as we know.</summary>
    public readonly int Pipe(RetransmissionQueue queue) => Math.Max(0, queue.Pipe - DuplicateBytes);

    /// <summary>Reads the peer's reports.</summary>
    /// <returns>Sequence numbers reported for the first time.</returns>
    public int ApplyReports(TcpConnection connection, in TcpSegment segment, out bool duplicate)
    {
        long earliest = connection.Tcp.Now - connection.Rtt.MinimumSampleNs;
        SequenceNumber edge = SequenceNumber.Max(segment.Acknowledgment, connection.SendState.Unacknowledged);
        return _scoreboard.Apply(connection.Unacknowledged, segment.Options, connection.SendState, edge, earliest, out duplicate);
    }

    /// <summary>
    /// Finds what must be lost because something sent later, by more than reordering explains, was delivered (RFC 8985 section 6.2): retransmissions that were
    /// lost in their turn, and losses with too few segments behind them for the rule of three.
    /// </summary>
    public void DetectLate(TcpConnection connection)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        if (queue.RetransmittedBytes == 0 && !_scoreboard.HasReports)
        {
            return;
        }

        int lost = queue.LostBytes;
        long latest = _scoreboard.NewestDeliveredNs - (connection.Rtt.MinimumSampleNs / 4);
        for (int index = 0; index < queue.Count; index++)
        {
            ref SentSegment segment = ref queue[index];
            if (segment.SentNs < latest && !segment.Has(SentSegmentFlags.Sacked))
            {
                queue.MarkLostAgain(ref segment);
            }
        }

        if (Phase == RecoveryPhase.Open && queue.LostBytes > lost)
        {
            BeginRecovery(connection);
        }
    }

    /// <summary>A transmission is known to be delivered.</summary>
    /// <param name="sentNs">When it was sent; negative when it cannot be told which of several arrived.</param>
    public void OnDelivered(long sentNs) => _scoreboard.OnDelivered(sentNs);

    /// <summary>New data was acknowledged.</summary>
    /// <param name="connection">The connection; its queue is trimmed already.</param>
    /// <param name="acked">Sequence numbers acknowledged.</param>
    /// <param name="acknowledgment">SEG.ACK.</param>
    /// <returns>True when the congestion window may grow by this acknowledgment.</returns>
    public bool OnAdvance(TcpConnection connection, int acked, SequenceNumber acknowledgment)
    {
        Duplicates = 0;
        _scoreboard.OnAcknowledged(acknowledgment);
        switch (Phase)
        {
            case RecoveryPhase.Open:
                DuplicateBytes = 0;
                return true;

            case RecoveryPhase.Timeout:
                DuplicateBytes = 0;
                Phase = acknowledgment.IsAtOrAfter(Point) ? RecoveryPhase.Open : RecoveryPhase.Timeout;
                return true;

            default:
                return OnAdvanceInRecovery(connection, acked, acknowledgment);
        }
    }

    /// <summary>An acknowledgment that advances nothing but shows that something arrived.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="reported">Sequence numbers that the peer reported for the first time; 0 without SACK.</param>
    public void OnDuplicate(TcpConnection connection, int reported)
    {
        Duplicates++;
        RetransmissionQueue queue = connection.Unacknowledged;
        if (!connection.UsesSack)
        {
            // A peer that invents duplicates gets no more out of them than what was outstanding when they began (RFC 5681 section 3.2 step 4).
            int most = Phase == RecoveryPhase.Recovery ? _inflationLimit : Math.Max(0, queue.FlightSize - connection.SegmentSize);
            DuplicateBytes = Math.Min(DuplicateBytes + connection.SegmentSize, most);
        }
        else if (Phase == RecoveryPhase.Recovery && reported > 0)
        {
            _scoreboard.MarkLost(queue, connection.SegmentSize);
        }

        if (Phase == RecoveryPhase.Open)
        {
            ConsiderRecovery(connection);
        }
    }

    /// <summary>Reports came with an acknowledgment that also advanced.</summary>
    public void OnReports(TcpConnection connection)
    {
        if (Phase == RecoveryPhase.Recovery)
        {
            _scoreboard.MarkLost(connection.Unacknowledged, connection.SegmentSize);
        }
        else if (Phase == RecoveryPhase.Open)
        {
            ConsiderRecovery(connection);
        }
    }

    /// <summary>The retransmission timer expired: everything that was not reported is lost.</summary>
    public void OnTimeout(TcpConnection connection)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        bool reneged = queue.Count > 0 && queue[0].Has(SentSegmentFlags.Sacked);
        queue.MarkAllLost(reneged);
        if (reneged)
        {
            _scoreboard.Reset();
        }

        _scoreboard.Reevaluate();
        Phase = RecoveryPhase.Timeout;
        Point = connection.SendState.Next;
        Duplicates = 0;
        DuplicateBytes = 0;
        RetransmitNow = true;
    }

    /// <summary>In recovery without anything marked lost and nothing new to send: the next range worth sending again (rules 3 and 4 of NextSeg, RFC 6675).</summary>
    public bool TryFindSpeculative(RetransmissionQueue queue, int segmentSize, out int index)
    {
        index = -1;
        if (Phase != RecoveryPhase.Recovery || !_scoreboard.HasReports)
        {
            return false;
        }

        for (int place = 0; place < queue.Count && queue[place].Start.IsBefore(_scoreboard.Highest); place++)
        {
            if ((queue[place].Flags & (SentSegmentFlags.Sacked | SentSegmentFlags.Retransmitted)) == 0)
            {
                index = place;
                return true;
            }
        }

        return TryRescue(queue, segmentSize, out index);
    }

    private bool TryRescue(RetransmissionQueue queue, int segmentSize, out int index)
    {
        index = queue.Count - 1;
        if (_rescued || index < 0 || (queue[index].Flags & (SentSegmentFlags.Sacked | SentSegmentFlags.Retransmitted)) != 0)
        {
            return false;
        }

        _rescued = true;
        index = queue.IsolateLast(segmentSize);
        return true;
    }

    private bool OnAdvanceInRecovery(TcpConnection connection, int acked, SequenceNumber acknowledgment)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        if (acknowledgment.IsAtOrAfter(Point))
        {
            Phase = RecoveryPhase.Open;
            DuplicateBytes = 0;
            _scoreboard.Reevaluate();
            connection.Congestion.OnRecoveryEnd(queue.FlightSize);
            return false;
        }

        if (!connection.UsesSack && queue.Count > 0)
        {
            // RFC 6582 section 3.2 step 5: a partial acknowledgment names the next hole; deflate by what it covers, give one segment back.
            DuplicateBytes = Math.Max(0, DuplicateBytes - acked + connection.SegmentSize);
            DuplicateBytes = Math.Min(DuplicateBytes, Math.Max(0, queue.FlightSize - connection.SegmentSize));
            connection.MarkFirstLost();
            RetransmitNow = true;
        }

        return false;
    }

    private void ConsiderRecovery(TcpConnection connection)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        if (queue.Count == 0)
        {
            return;
        }

        bool lost = connection.UsesSack && _scoreboard.MarkLost(queue, connection.SegmentSize);
        if (!lost && Duplicates < SackScoreboard.DuplicateThreshold)
        {
            return;
        }

        connection.MarkFirstLost();
        BeginRecovery(connection);
    }

    private void BeginRecovery(TcpConnection connection)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        Phase = RecoveryPhase.Recovery;
        Point = connection.SendState.Next;
        RetransmitNow = true;
        _rescued = false;
        _inflationLimit = Math.Max(0, queue.FlightSize - connection.SegmentSize);
        connection.OnRecoveryStarted();
    }
}
