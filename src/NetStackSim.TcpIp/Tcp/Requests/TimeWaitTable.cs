using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Connections in TIME-WAIT: small entries that all wait equally long behind one timer (TCP-058, TCP-064).</summary>
internal sealed class TimeWaitTable : ITimerTarget
{
    private readonly TcpProtocol _tcp;
    private readonly DeadlineQueue _queue;
    private readonly KernelTimer _timer;
    private TcpTimedEntry? _free;

    /// <summary>Makes an empty table.</summary>
    public TimeWaitTable(TcpProtocol tcp)
    {
        _tcp = tcp;
        _queue = new DeadlineQueue(tcp.Profile.TcpTimeWaitNs);
        _timer = new KernelTimer(tcp.TimerProcessor, this);
    }

    /// <summary>Entries that wait.</summary>
    public int Count => _queue.Count;

    /// <summary>Puts an entry in the place of a connection.</summary>
    public void Enter(TcpConnection connection)
    {
        TcpTimeWait entry = (TcpTimeWait?)_free ?? new TcpTimeWait();
        _free = entry.NextDue;
        entry.NextDue = null;
        entry.Take(connection);
        _tcp.Table.Replace(connection, entry);
        _queue.Add(entry, _tcp.Now);
        Rearm();
    }

    /// <summary>Processes a segment of a connection in TIME-WAIT (RFC 9293 section 3.10.7.4, RFC 1337, RFC 6191).</summary>
    public SegmentDisposition Arrive(TcpTimeWait entry, ref TcpSegment segment)
    {
        if (segment.HasAny(TcpFlags.Rst))
        {
            // RFC 1337: a reset must not end the quiet time.
            return SegmentDisposition.Drop(TcpDrops.TimeWaitReset);
        }

        if (segment.HasAny(TcpFlags.Syn) && !segment.HasAny(TcpFlags.Ack))
        {
            if (MayReopen(entry, segment))
            {
                return _tcp.Requests.Reopen(entry, ref segment);
            }

            Acknowledge(entry);
            return SegmentDisposition.Drop(TcpDrops.TimeWaitSyn);
        }

        if (segment.SequenceLength > 0)
        {
            if (segment.HasAny(TcpFlags.Fin))
            {
                // Our last acknowledgment was lost: the quiet time starts anew (MUST-13).
                _queue.Add(entry, _tcp.Now);
                Rearm();
            }

            Acknowledge(entry);
        }

        return SegmentDisposition.Drop(TcpDrops.TimeWaitSegment);
    }

    /// <summary>Ends the quiet time of an entry early.</summary>
    public void Remove(TcpTimeWait entry)
    {
        _queue.Remove(entry);
        _tcp.Table.Remove(entry);
        entry.NextDue = _free;
        _free = entry;
    }

    /// <summary>Forgets every entry.</summary>
    public void Clear()
    {
        while (_queue.First is TcpTimeWait entry)
        {
            Remove(entry);
        }

        _timer.Cancel();
    }

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        while (_queue.First is TcpTimeWait entry && entry.DueNs <= _tcp.Now)
        {
            Remove(entry);
        }

        Rearm();
    }

    // A newer timestamp, or a higher sequence number where there are none (RFC 6191 section 2).
    private static bool MayReopen(TcpTimeWait entry, in TcpSegment segment)
    {
        if (entry.HasTimestamps && segment.HasTimestamps)
        {
            int newer = (int)(segment.Options.TimestampValue - entry.RecentTimestamp);
            return newer > 0 || (newer == 0 && segment.Sequence.IsAfter(entry.ReceiveNext));
        }

        return segment.Sequence.IsAfter(entry.ReceiveNext);
    }

    private void Acknowledge(TcpTimeWait entry)
    {
        if (_tcp.ChallengeLimiter.TryTake(_tcp.Now))
        {
            _tcp.Output.ReplyAck(entry);
        }
    }

    private void Rearm()
    {
        if (_queue.First is null)
        {
            _timer.Cancel();
        }
        else if (!_timer.IsSet)
        {
            _timer.Set(_queue.DueNs);
        }
    }
}
