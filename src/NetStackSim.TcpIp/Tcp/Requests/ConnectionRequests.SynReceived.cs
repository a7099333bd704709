using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// A segment for a half-open request: the checks of RFC 9293 section 3.10.7.4 as far as SYN-RECEIVED has them.
internal sealed partial class ConnectionRequests
{
    /// <summary>Processes a segment of a half-open request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="returned">Gets lists that are no longer needed.</param>
    /// <returns>What to do with the segment's list.</returns>
    public SegmentDisposition ArriveInSynReceived(TcpHalfOpen request, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        if (request.IsPended)
        {
            return ArriveWhilePended(request, ref segment);
        }

        SegmentDisposition disposition = HalfOpenCheckSequence(request, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        disposition = HalfOpenCheckFlags(request, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        if (segment.Acknowledgment != request.SendInitial + 1)
        {
            _tcp.Output.ReplyReset(segment, segment.List.Network);
            return SegmentDisposition.Drop(TcpDrops.SynReceivedBadAck);
        }

        return Establish(request, ref segment, ref returned);
    }

    private SegmentDisposition ArriveWhilePended(TcpHalfOpen request, ref TcpSegment segment)
    {
        if (segment.HasAny(TcpFlags.Rst) && segment.Sequence == request.ReceiveInitial + 1)
        {
            Remove(request);
            return SegmentDisposition.Drop(TcpDrops.SynReceivedReset);
        }

        return SegmentDisposition.Drop(TcpDrops.AcceptPended);
    }

    private SegmentDisposition HalfOpenCheckSequence(TcpHalfOpen request, ref TcpSegment segment)
    {
        if (request.UsesTimestamps && !segment.HasAny(TcpFlags.Rst))
        {
            if (!segment.HasTimestamps)
            {
                return SegmentDisposition.Drop(TcpDrops.TimestampMissing);
            }

            if ((int)(segment.Options.TimestampValue - request.RecentTimestamp) < 0)
            {
                Acknowledge(request);
                return SegmentDisposition.Drop(TcpDrops.Paws);
            }
        }

        ReceiveSequence window = default;
        window.Start(request.ReceiveInitial, _tcp.Profile.TcpSynAckWindow);
        if (window.IsAcceptable(segment.Sequence, segment.SequenceLength))
        {
            return SegmentDisposition.Continue;
        }

        if (segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Drop(TcpDrops.ResetOutsideWindow);
        }

        if (segment.HasAny(TcpFlags.Syn) && segment.Sequence == request.ReceiveInitial)
        {
            // The peer did not get our SYN-ACK.
            _tcp.Output.SendSynAck(request);
            return SegmentDisposition.Drop(TcpDrops.SynReceivedSyn);
        }

        Acknowledge(request);
        return SegmentDisposition.Drop(TcpDrops.OutsideWindow);
    }

    private SegmentDisposition HalfOpenCheckFlags(TcpHalfOpen request, ref TcpSegment segment)
    {
        if (segment.HasAny(TcpFlags.Rst))
        {
            if (segment.Sequence != request.ReceiveInitial + 1)
            {
                Acknowledge(request);
                return SegmentDisposition.Drop(TcpDrops.ResetNotExact);
            }

            // MUST-11: a passive open goes back to LISTEN, and nobody is told.
            _tcp.Statistics.AttemptFails++;
            Remove(request);
            return SegmentDisposition.Drop(TcpDrops.SynReceivedReset);
        }

        if (segment.HasAny(TcpFlags.Syn))
        {
            Acknowledge(request);
            return SegmentDisposition.Drop(TcpDrops.SynReceivedSyn);
        }

        return segment.HasAny(TcpFlags.Ack) ? SegmentDisposition.Continue : SegmentDisposition.Drop(TcpDrops.SynReceivedNoAck);
    }

    // Answers to segments that do not fit share the host's budget: a half-open entry has no room for one of its own.
    private void Acknowledge(TcpHalfOpen request)
    {
        if (_tcp.ChallengeLimiter.TryTake(_tcp.Now))
        {
            _tcp.Statistics.ChallengeAcks++;
            _tcp.Output.ReplyAck(request);
        }
    }

    private SegmentDisposition Establish(TcpHalfOpen request, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        TcpListener listener = request.Listener;
        if (listener.Waiting >= listener.Backlog)
        {
            _tcp.Output.SendReset(request);
            Remove(request);
            return SegmentDisposition.Drop(TcpDrops.BacklogFull);
        }

        if (!_tcp.TryRentConnection(null, listener.Process, listener.Compartment, out TcpConnection? connection))
        {
            // The peer sends again; maybe there is room then.
            return SegmentDisposition.Drop(TcpDrops.AcceptAllocation);
        }

        connection.Inherit(listener);
        connection.OpenAccepted(request);
        ulong requestId = request.RequestId;
        Free(request);
        _tcp.Table.Add(connection);
        connection.Establish(TcpEvent.SynAcknowledged);
        _tcp.Statistics.PassiveOpens++;
        if (!_tcp.Inspector.OnFlowEstablished(connection, segment.List))
        {
            connection.Refuse();
            return SegmentDisposition.Drop(TcpDrops.FlowBlocked);
        }

        listener.Waiting++;
        IStreamEndpointClient? client = listener.Client.OnIncoming(connection, requestId);
        if (client is null)
        {
            listener.Waiting--;
            connection.Refuse();
            return SegmentDisposition.Done;
        }

        connection.Client = client;
        connection.NoteConnected();
        SegmentArrival.Process(connection, ref segment, ref returned);
        return SegmentDisposition.Taken;
    }
}
