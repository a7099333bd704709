using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// The seventh and eighth step: segment text and FIN.
internal static partial class SegmentArrival
{
    private static SegmentDisposition TakeText(TcpConnection connection, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        if (segment.PayloadLength == 0)
        {
            return SegmentDisposition.Done;
        }

        bool behindFin = connection.HasEarlyFin && (segment.Sequence + segment.PayloadLength).IsAfter(connection.EarlyFin);
        if (!connection.MayReceive || behindFin)
        {
            connection.Acks.Immediate = true;
            return SegmentDisposition.Drop(TcpDrops.DataAfterFin);
        }

        if (connection.HoldsTooMuch)
        {
            // Many small segments that the client does not take hold far more memory than bytes: the peer has to send them again.
            connection.Acks.Immediate = true;
            return SegmentDisposition.Drop(TcpDrops.ReceiveListsFull);
        }

        if (segment.Sequence == connection.ReceiveState.Next)
        {
            TakeInOrder(connection, ref segment);
            TakeReassembled(connection, ref returned);
            return SegmentDisposition.Taken;
        }

        return TakeOutOfOrder(connection, segment, ref returned);
    }

    private static void TakeInOrder(TcpConnection connection, ref TcpSegment segment)
    {
        int length = segment.PayloadLength;
        connection.ReceiveState.Next += length;
        connection.Deliver(segment.List, length, segment.HasAny(TcpFlags.Psh));
        NoteSegments(connection, length, segment.SegmentCount);
    }

    private static void NoteSegments(TcpConnection connection, int length, int segments)
    {
        int size = SizeOfPieces(connection, length, segments);
        connection.ReceiveSegmentSize = Math.Max(connection.ReceiveSegmentSize, size);
        if (connection.Tcp.Profile.TcpAckPerBatch)
        {
            connection.Acks.OnData(segments);
        }
        else
        {
            AcknowledgePieces(connection, length, size);
        }
    }

    // Of a unit that the card joined, only length and number are known: all pieces but the last are equal, and most likely as long as those before.
    private static int SizeOfPieces(TcpConnection connection, int length, int segments)
    {
        if (segments <= 1)
        {
            return length;
        }

        int least = (length + segments - 1) / segments;
        int expected = connection.ReceiveSegmentSize;
        return expected >= least && expected <= (length - 1) / (segments - 1) ? expected : least;
    }

    // Every acknowledgment inside a batch says what it would have said, had the card not joined the segments.
    private static void AcknowledgePieces(TcpConnection connection, int length, int size)
    {
        ref ReceiveSequence receive = ref connection.ReceiveState;
        receive.Next -= length;
        receive.Held -= length;
        while (length > 0)
        {
            int piece = Math.Min(size, length);
            length -= piece;
            receive.Next += piece;
            receive.Held += piece;
            connection.Acks.OnData(1);
            if (connection.Acks.IsDue(connection.Tcp.Profile.TcpAckFrequency))
            {
                connection.Tcp.Output.QueueAck(connection);
            }
        }
    }

    private static void TakeReassembled(TcpConnection connection, ref NetBufferListChain returned)
    {
        if (connection.OutOfOrder is not { IsEmpty: false } reassembler)
        {
            return;
        }

        // RFC 5681 section 4.2: a segment that fills all or part of a gap is acknowledged at once.
        connection.Acks.Immediate = true;
        if (reassembler[0].Left.IsAtOrBefore(connection.ReceiveState.Next))
        {
            connection.DeliverReassembled(ref returned);
        }
    }

    private static SegmentDisposition TakeOutOfOrder(TcpConnection connection, in TcpSegment segment, ref NetBufferListChain returned)
    {
        StreamReassembler reassembler = connection.OutOfOrder ??= connection.Tcp.CreateReassembler();
        connection.Acks.Immediate = true;
        connection.Tcp.Statistics.OutOfOrderSegments++;
        ReassemblyOutcome outcome = reassembler.Insert(segment.Sequence, segment.List, ref returned);
        if (outcome != ReassemblyOutcome.Kept)
        {
            connection.Tcp.Discard(
                outcome == ReassemblyOutcome.Full ? TcpDrops.ReassemblyFull : TcpDrops.ReassemblyDuplicate, segment.List);
        }

        return SegmentDisposition.Taken;
    }

    private static void TakeFin(TcpConnection connection, in TcpSegment segment)
    {
        if (segment.HasAny(TcpFlags.Fin) && !connection.FinReceived && !connection.HasEarlyFin)
        {
            connection.EarlyFin = segment.Sequence + segment.PayloadLength;
            connection.HasEarlyFin = true;
            connection.Acks.Immediate = true;
        }

        if (connection.HasEarlyFin && connection.EarlyFin == connection.ReceiveState.Next && connection.State != TcpState.Closed)
        {
            connection.HasEarlyFin = false;
            OnFin(connection);
        }
    }

    private static void OnFin(TcpConnection connection)
    {
        connection.ReceiveState.Next += 1;
        connection.ReceiveState.Edge = SequenceNumber.Max(connection.ReceiveState.Edge, connection.ReceiveState.Next);
        connection.FinReceived = true;
        connection.Acks.Immediate = true;
        connection.NoteFin();
        TcpState before = connection.State;
        connection.TransitionTo(TcpEvent.FinArrives);
        if (before == TcpState.FinWait2)
        {
            connection.Tcp.EnterTimeWait(connection);
        }
    }
}
