using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>
/// What a segment does to a connection: RFC 9293 section 3.10.7 as written, one method for each check, in the order of the text. Before them stands a fast
/// path for the two segments that bulk data consists of: the next data, and an acknowledgment of new data.
/// </summary>
internal static partial class SegmentArrival
{
    private const TcpFlags NotPredicted = TcpFlags.All & ~(TcpFlags.Ack | TcpFlags.Psh | TcpFlags.Ece | TcpFlags.Cwr | TcpFlags.Ae);

    /// <summary>Processes a segment of a connection. Data starts at the payload.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="returned">Gets lists that are no longer needed.</param>
    public static void Process(TcpConnection connection, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        connection.Touch();
        if (TryFast(connection, ref segment, ref returned))
        {
            return;
        }

        SegmentDisposition disposition = connection.State == TcpState.SynSent
            ? ArriveInSynSent(connection, ref segment)
            : ArriveInOrder(connection, ref segment, ref returned);
        if (disposition.Cause is { } cause)
        {
            connection.Tcp.Discard(cause, segment.List);
        }

        if (!disposition.TakesList)
        {
            returned.Add(segment.List);
        }
    }

    // SYN-RECEIVED and the synchronised states.
    private static SegmentDisposition ArriveInOrder(TcpConnection connection, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        SegmentDisposition disposition = CheckTimestamps(connection, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        disposition = CheckSequence(connection, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        disposition = CheckReset(connection, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        disposition = CheckSyn(connection, ref segment);
        if (!disposition.Continues)
        {
            return disposition;
        }

        disposition = CheckAck(connection, ref segment);
        return disposition.Continues ? TakeTextAndFin(connection, ref segment, ref returned) : disposition;
    }

    private static SegmentDisposition TakeTextAndFin(TcpConnection connection, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        // Urgent data is delivered in line like all other data (SO_OOBINLINE, RFC 6093 section 6): the urgent pointer needs no step of its own.
        SegmentDisposition text = TakeText(connection, ref segment, ref returned);
        TakeFin(connection, segment);
        return text;
    }

    private static bool TryFast(TcpConnection connection, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        if (connection.State != TcpState.Established
            || (segment.Flags & (NotPredicted | TcpFlags.Ack)) != TcpFlags.Ack
            || segment.Sequence != connection.ReceiveState.Next
            || connection.Loss.Phase != RecoveryPhase.Open
            || connection.Probing
            || connection.Probe.IsOutstanding
            || !OptionsAreExpected(connection, segment))
        {
            return false;
        }

        bool acknowledgesNew = segment.Acknowledgment != connection.SendState.Unacknowledged;
        if (acknowledgesNew && !connection.SendState.IsNew(segment.Acknowledgment))
        {
            return false;
        }

        return segment.PayloadLength > 0
            ? TryFastData(connection, ref segment, acknowledgesNew)
            : acknowledgesNew && FastAck(connection, segment, ref returned);
    }

    private static bool OptionsAreExpected(TcpConnection connection, in TcpSegment segment)
    {
        if (!connection.UsesTimestamps)
        {
            return !segment.HasOptions || segment.Options.Present == TcpOptionSet.None;
        }

        if (!segment.HasOptions || segment.Options.Present != TcpOptionSet.Timestamps
            || (int)(segment.Options.TimestampValue - connection.RecentTimestamp) < 0)
        {
            return false;
        }

        connection.RecentTimestamp = segment.Options.TimestampValue;
        connection.RecentTimestampNs = connection.Tcp.Now;
        return true;
    }

    private static bool FastAck(TcpConnection connection, in TcpSegment segment, ref NetBufferListChain returned)
    {
        TakeWindow(connection, segment);
        Advance(connection, segment);
        returned.Add(segment.List);
        return true;
    }

    private static bool TryFastData(TcpConnection connection, ref TcpSegment segment, bool acknowledgesNew)
    {
        if ((uint)segment.PayloadLength > connection.ReceiveState.Window || connection.OutOfOrder is { IsEmpty: false } || connection.HoldsTooMuch)
        {
            return false;
        }

        TakeWindow(connection, segment);
        if (acknowledgesNew)
        {
            Advance(connection, segment);
        }

        TakeInOrder(connection, ref segment);
        return true;
    }
}
