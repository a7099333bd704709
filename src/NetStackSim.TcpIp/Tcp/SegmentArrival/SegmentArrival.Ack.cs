using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// The fifth check: the acknowledgment field.
internal static partial class SegmentArrival
{
    private static SegmentDisposition CheckAck(TcpConnection connection, ref TcpSegment segment)
    {
        if (!segment.HasAny(TcpFlags.Ack))
        {
            return SegmentDisposition.Drop(TcpDrops.NoAck);
        }

        if (connection.State == TcpState.SynReceived)
        {
            return AckInSynReceived(connection, ref segment);
        }

        if (!connection.SendState.IsPlausible(segment.Acknowledgment))
        {
            // RFC 5961 section 5.2: neither something never sent nor something far too old is believed.
            connection.Tcp.Challenge(connection);
            bool tooNew = segment.Acknowledgment.IsAfter(connection.SendState.Next);
            return SegmentDisposition.Drop(tooNew ? TcpDrops.AckTooNew : TcpDrops.AckTooOld);
        }

        connection.OnPeerAlive();
        TakeAcknowledgment(connection, segment);
        return connection.State == TcpState.Closed ? SegmentDisposition.Done : SegmentDisposition.Continue;
    }

    // Only a simultaneous open brings a connection object here; a passive one is a half-open entry until this moment.
    private static SegmentDisposition AckInSynReceived(TcpConnection connection, ref TcpSegment segment)
    {
        if (!connection.SendState.IsNew(segment.Acknowledgment))
        {
            connection.Tcp.Output.ReplyReset(segment, segment.List.Network);
            return SegmentDisposition.Drop(TcpDrops.SynReceivedBadAck);
        }

        connection.Establish(TcpEvent.SynAcknowledged);
        connection.SendState.SetWindow(segment.Sequence, segment.Acknowledgment, Scaled(connection, segment));
        connection.OnOpened();
        return connection.State == TcpState.Closed ? SegmentDisposition.Done : SegmentDisposition.Continue;
    }

    private static void TakeAcknowledgment(TcpConnection connection, in TcpSegment segment)
    {
        uint oldWindow = connection.SendState.Window;
        int reported = 0;
        bool duplicate = false;
        if (segment.HasOptions && segment.Options.SackCount > 0 && connection.UsesSack)
        {
            reported = connection.Loss.ApplyReports(connection, segment, out duplicate);
            connection.Tcp.Statistics.DuplicateReports += duplicate ? 1 : 0;
        }

        TakeWindow(connection, segment);
        bool advances = connection.SendState.IsNew(segment.Acknowledgment);
        if (connection.Probe.IsOutstanding)
        {
            JudgeProbe(connection, segment, duplicate, isPlainDuplicate: !advances && reported == 0 && segment.SequenceLength == 0);
        }

        if (advances)
        {
            Advance(connection, segment);
            if (connection.UsesSack && connection.State != TcpState.Closed)
            {
                connection.Loss.OnReports(connection);
            }
        }
        else if (IsDuplicate(connection, segment, oldWindow, reported))
        {
            connection.Tcp.Statistics.DuplicateAcks++;
            connection.Loss.OnDuplicate(connection, reported);
        }

        if (connection.UsesSack)
        {
            connection.Loss.DetectLate(connection);
        }

        EndProbing(connection);
    }

    private static void JudgeProbe(TcpConnection connection, in TcpSegment segment, bool reportsDuplicate, bool isPlainDuplicate)
    {
        if (connection.Probe.OnAcknowledgment(segment.Acknowledgment, reportsDuplicate, isPlainDuplicate))
        {
            // One loss, repaired before anything else noticed it, is a loss all the same (RFC 8985 section 7.4.2).
            connection.Congestion.OnRecoveryStart(connection.Congestion.Window, connection.Tcp.Now);
        }
    }

    // RFC 5681 section 2 without SACK; with it, what counts is news in the reports (RFC 6675 section 2).
    private static bool IsDuplicate(TcpConnection connection, in TcpSegment segment, uint oldWindow, int reported)
    {
        if (connection.FlightSize == 0 || segment.Acknowledgment != connection.SendState.Unacknowledged || connection.Probing)
        {
            return false;
        }

        if (connection.UsesSack)
        {
            return reported > 0;
        }

        return segment.SequenceLength == 0 && connection.SendState.Window == oldWindow;
    }

    /// <summary>SEG.ACK covers something new.</summary>
    private static void Advance(TcpConnection connection, in TcpSegment segment)
    {
        long now = connection.Tcp.Now;
        int flight = connection.FlightSize;
        AckedRange acked = connection.Unacknowledged.Acknowledge(segment.Acknowledgment);
        connection.SendState.Unacknowledged = segment.Acknowledgment;
        connection.Sends.Acknowledge(acked.SequenceLength - (acked.Fin ? 1 : 0));
        SampleRoundTrip(connection, segment, acked, now);
        connection.Loss.OnDelivered(acked.SampleSentNs);
        connection.OnProgress();
        if (connection.Loss.OnAdvance(connection, acked.SequenceLength, segment.Acknowledgment))
        {
            connection.Congestion.OnAck(new AckSample
            {
                AckedBytes = Math.Min(acked.SequenceLength, flight),
                NowNs = now,
                SmoothedRttNs = connection.Rtt.SmoothedNs,
                WindowLimited = connection.WindowLimited,
            });
        }

        if (connection.FlightSize > 0)
        {
            connection.ArmRetransmit();
        }
        else
        {
            connection.Timers.SetRetransmit(TcpTimers.Never);
        }

        connection.Path!.ConfirmReachability();
        if (acked.Fin)
        {
            OnFinAcknowledged(connection);
        }
    }

    private static void SampleRoundTrip(TcpConnection connection, in TcpSegment segment, in AckedRange acked, long now)
    {
        if (acked.SampleSentNs >= 0)
        {
            connection.Rtt.Sample(now - acked.SampleSentNs);
        }
        else if (connection.UsesTimestamps && segment.HasTimestamps && segment.Options.TimestampEcho != 0)
        {
            // The echo names the transmission that was answered, so that even a segment sent twice gives a sample (RFC 7323 section 4).
            int ticks = (int)(connection.TimestampNow - segment.Options.TimestampEcho);
            if (ticks >= 0)
            {
                connection.Rtt.Sample(ticks * 1_000_000L);
            }
        }
    }

    private static void OnFinAcknowledged(TcpConnection connection)
    {
        connection.NoteFinAcknowledged();
        TcpState before = connection.State;
        connection.TransitionTo(TcpEvent.FinAcknowledged);
        switch (before)
        {
            case TcpState.Closing:
                connection.Tcp.EnterTimeWait(connection);
                break;
            case TcpState.LastAck:
                connection.End(Kernel.NtStatus.ConnectionDisconnected);
                break;
        }
    }

    private static void TakeWindow(TcpConnection connection, in TcpSegment segment) =>
        connection.SendState.UpdateWindow(segment.Sequence, segment.Acknowledgment, Scaled(connection, segment));

    private static uint Scaled(TcpConnection connection, in TcpSegment segment) =>
        segment.HasAny(TcpFlags.Syn) ? segment.Window : (uint)segment.Window << connection.SendState.Shift;

    // The window opened, or the probe was accepted: the byte of the probe is sent again like any lost one when it is still missing.
    private static void EndProbing(TcpConnection connection)
    {
        if (!connection.Probing)
        {
            return;
        }

        bool open = connection.SendState.Usable > 0 || connection.SendState.Window > 0;
        if (connection.FlightSize > 0 && !open)
        {
            return;
        }

        connection.Probing = false;
        connection.StopPersist();
        if (connection.FlightSize > 0)
        {
            connection.Unacknowledged.MarkLostAgain(ref connection.Unacknowledged[0]);
        }
    }
}
