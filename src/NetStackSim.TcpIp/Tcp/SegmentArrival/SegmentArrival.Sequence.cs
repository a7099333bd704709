using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// Timestamps (RFC 7323 section 5.3), then the first three checks: sequence number, RST, SYN.
internal static partial class SegmentArrival
{
    // RFC 7323 section 5.5: a timestamp of a peer that was silent for 24 days says nothing.
    private const long TimestampLifetimeNs = 24L * 24 * 3600 * 1_000_000_000;

    private static SegmentDisposition CheckTimestamps(TcpConnection connection, ref TcpSegment segment)
    {
        if (!connection.UsesTimestamps || segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Continue;
        }

        if (!segment.HasTimestamps)
        {
            // RFC 7323 section 3.2: on a connection with timestamps a segment without them is silently dropped.
            return SegmentDisposition.Drop(TcpDrops.TimestampMissing);
        }

        bool older = (int)(segment.Options.TimestampValue - connection.RecentTimestamp) < 0;
        bool valid = connection.Tcp.Now - connection.RecentTimestampNs < TimestampLifetimeNs;
        if (older && valid)
        {
            Answer(connection, segment);
            return SegmentDisposition.Drop(TcpDrops.Paws);
        }

        return SegmentDisposition.Continue;
    }

    private static SegmentDisposition CheckSequence(TcpConnection connection, ref TcpSegment segment)
    {
        ref ReceiveSequence receive = ref connection.ReceiveState;
        if (!receive.IsAcceptable(segment.Sequence, segment.SequenceLength))
        {
            return OnUnacceptable(connection, ref segment);
        }

        if (segment.HasTimestamps && connection.UsesTimestamps && segment.Sequence.IsAtOrBefore(receive.LastAcknowledged))
        {
            connection.RecentTimestamp = segment.Options.TimestampValue;
            connection.RecentTimestampNs = connection.Tcp.Now;
        }

        TrimToWindow(connection, ref segment);
        return SegmentDisposition.Continue;
    }

    // RFC 9293: an unacceptable segment is answered with an acknowledgment, unless it is a reset, and dropped.
    private static SegmentDisposition OnUnacceptable(TcpConnection connection, ref TcpSegment segment)
    {
        ref ReceiveSequence receive = ref connection.ReceiveState;
        if (segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Drop(TcpDrops.ResetOutsideWindow);
        }

        if (segment.HasAny(TcpFlags.Syn) && connection.IsSynchronized)
        {
            return CheckSyn(connection, ref segment);
        }

        if (segment.SequenceLength == 0 && segment.Sequence == receive.Edge)
        {
            // A peer whose data fills the window numbers its acknowledgments with the right edge. While a hole at the left keeps the window where it is, table 6 of
            // RFC 9293 would drop every one of them, and with them the news that our own data arrived.
            return SegmentDisposition.Continue;
        }

        if (segment.Sequence == receive.Next && receive.Window == 0)
        {
            return OnClosedWindow(connection, ref segment);
        }

        if (segment.End.IsAtOrBefore(receive.Next))
        {
            return OnOldSegment(connection, segment);
        }

        connection.Tcp.Challenge(connection);
        return SegmentDisposition.Drop(TcpDrops.OutsideWindow);
    }

    // MUST-66: with a closed window nothing is accepted, but acknowledgments and resets are still processed.
    private static SegmentDisposition OnClosedWindow(TcpConnection connection, ref TcpSegment segment)
    {
        segment.PayloadLength = 0;
        segment.Flags &= ~(TcpFlags.Fin | TcpFlags.Psh);
        connection.Acks.Immediate = true;
        SegmentDisposition disposition = CheckAck(connection, ref segment);
        return disposition.Continues ? SegmentDisposition.Drop(TcpDrops.ClosedWindow) : disposition;
    }

    // Data and FIN come again when our acknowledgment was lost, as fast as the peer's timer allows. What takes no sequence number is never sent again:
    // answered without a limit, two ends that disagree about their numbers would answer each other for ever (RFC 5961 section 7).
    private static void Answer(TcpConnection connection, in TcpSegment segment)
    {
        if (segment.SequenceLength > 0)
        {
            connection.Acks.Immediate = true;
        }
        else
        {
            connection.Tcp.Challenge(connection);
        }
    }

    private static SegmentDisposition OnOldSegment(TcpConnection connection, in TcpSegment segment)
    {
        Answer(connection, segment);
        bool probe = segment.PayloadLength <= 1 && segment.Sequence + 1 == connection.ReceiveState.Next && !segment.HasAny(TcpFlags.Fin);
        if (probe)
        {
            return SegmentDisposition.Drop(TcpDrops.KeepAliveProbe);
        }

        if (segment.PayloadLength > 0 && connection.UsesSack)
        {
            connection.ReportDuplicate(new SackBlock(segment.Sequence, segment.Sequence + segment.PayloadLength));
        }

        return SegmentDisposition.Drop(TcpDrops.DuplicateSegment);
    }

    // RFC 9293: segments are tailored to the window; what was received before and what lies beyond is cut off.
    private static void TrimToWindow(TcpConnection connection, ref TcpSegment segment)
    {
        ref ReceiveSequence receive = ref connection.ReceiveState;
        int known = receive.Next - segment.Sequence;
        if (known > 0)
        {
            known = Math.Min(known, segment.PayloadLength);
            if (connection.UsesSack && known > 0)
            {
                connection.ReportDuplicate(new SackBlock(segment.Sequence, segment.Sequence + known));
            }

            segment.TrimFront(known);
            connection.Acks.Immediate = true;
        }

        int beyond = (segment.Sequence + segment.PayloadLength) - receive.Edge;
        if (beyond > 0)
        {
            segment.TrimBack(Math.Min(beyond, segment.PayloadLength));
            connection.Acks.Immediate = true;
        }
    }

    private static SegmentDisposition CheckReset(TcpConnection connection, ref TcpSegment segment)
    {
        if (!segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Continue;
        }

        if (segment.Sequence != connection.ReceiveState.Next)
        {
            // RFC 5961 section 3.2: only the exact number resets; a peer that meant it answers the challenge with the exact one.
            connection.Tcp.Challenge(connection);
            return SegmentDisposition.Drop(TcpDrops.ResetNotExact);
        }

        connection.IndicateAbort(Transport.StreamInspectionFlags.ReceiveAbort);
        bool surprises = !(connection.FinReceived && connection.FinQueued);
        connection.Abort(
            connection.State == TcpState.SynReceived ? Kernel.NtStatus.ConnectionRefused : Kernel.NtStatus.ConnectionReset,
            sendReset: false,
            tellDisconnected: surprises);
        return SegmentDisposition.Done;
    }

    private static SegmentDisposition CheckSyn(TcpConnection connection, ref TcpSegment segment)
    {
        if (!segment.HasAny(TcpFlags.Syn))
        {
            return SegmentDisposition.Continue;
        }

        // RFC 5961 section 4.2: never a reason to reset, whatever its number.
        connection.Tcp.Challenge(connection);
        return SegmentDisposition.Drop(TcpDrops.SynInSession);
    }
}
