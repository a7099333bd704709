using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// SYN-SENT (RFC 9293 section 3.10.7.3).
internal static partial class SegmentArrival
{
    private static SegmentDisposition ArriveInSynSent(TcpConnection connection, ref TcpSegment segment)
    {
        SegmentDisposition disposition = SynSentCheckAck(connection, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        disposition = SynSentCheckReset(connection, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        return segment.HasAny(TcpFlags.Syn) ? SynSentTakeSyn(connection, ref segment) : SegmentDisposition.Drop(TcpDrops.SynSentNoSyn);
    }

    private static SegmentDisposition SynSentCheckAck(TcpConnection connection, ref TcpSegment segment)
    {
        if (!segment.HasAny(TcpFlags.Ack) || connection.SendState.IsNew(segment.Acknowledgment))
        {
            return SegmentDisposition.Continue;
        }

        if (!segment.HasAny(TcpFlags.Rst))
        {
            connection.Tcp.Output.ReplyReset(segment, segment.List.Network);
        }

        return SegmentDisposition.Drop(TcpDrops.SynSentBadAck);
    }

    private static SegmentDisposition SynSentCheckReset(TcpConnection connection, ref TcpSegment segment)
    {
        if (!segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Continue;
        }

        if (!segment.HasAny(TcpFlags.Ack))
        {
            // Without an acknowledgment anybody could have sent it.
            return SegmentDisposition.Drop(TcpDrops.SynSentBlindReset);
        }

        connection.OnRefused();
        return SegmentDisposition.Done;
    }

    private static SegmentDisposition SynSentTakeSyn(TcpConnection connection, ref TcpSegment segment)
    {
        connection.TakeSynOptions(segment);
        if (!segment.HasAny(TcpFlags.Ack))
        {
            // MUST-10: both ends opened at the same time.
            connection.TransitionTo(TcpEvent.SynArrives);
            connection.AnswerSyn();
            return SegmentDisposition.Done;
        }

        connection.SampleHandshake();
        connection.Establish(TcpEvent.SynAckArrives);
        connection.Acks.Immediate = true;
        connection.OnOpened();
        return SegmentDisposition.Done;
    }
}
