using System.Diagnostics;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What may leave, in which order and in which pieces: retransmissions, then new data, then an acknowledgment alone. One chain for each flush.</summary>
/// <param name="tcp">TCP of the host.</param>
internal sealed partial class TcpOutput(TcpProtocol tcp)
{
    private readonly SegmentBuilder _builder = new(tcp);

    /// <summary>Sends what a connection may send now.</summary>
    public void Run(TcpConnection connection)
    {
        bool wantsData = connection.MayTransmit && WantsData(connection);
        bool ackDue = connection.Acks.IsDue(tcp.Profile.TcpAckFrequency) || !connection.PendingAcks.IsEmpty;
        if (!wantsData && !ackDue)
        {
            ArmDelayedAck(connection);
            return;
        }

        if (connection.Silent || !(connection.IsSynchronized || connection.State == TcpState.TimeWait))
        {
            return;
        }

        if (!connection.TryRefreshPath())
        {
            OnUnreachable(connection);
            return;
        }

        if (!tcp.Inspector.ReauthoriseOutbound(connection))
        {
            return;
        }

        PrepareTemplate(connection, out SegmentTemplate template);
        NetBufferListChain chain = default;
        connection.PendingAcks.MoveTo(ref chain);
        int acks = chain.Count;
        if (wantsData)
        {
            SendData(connection, template, ref chain);
        }

        bool ackLeft = chain.Count > acks || (acks > 0 && !connection.Acks.IsPending);
        if (!ackLeft && ackDue)
        {
            _builder.AddAck(connection, template, ref chain);
        }

        if (chain.IsEmpty)
        {
            ArmDelayedAck(connection);
            return;
        }

        OnAckLeft(connection);
        HandOver(connection, ref chain);
    }

    /// <summary>Queues an acknowledgment of exactly this moment, for profiles that answer inside a batch.</summary>
    public void QueueAck(TcpConnection connection)
    {
        PrepareTemplate(connection, out SegmentTemplate template);
        NetBufferListChain chain = default;
        _builder.AddAck(connection, template, ref chain);
        connection.PendingAcks.Enqueue(ref chain);
        OnAckLeft(connection);
    }

    private static bool WantsData(TcpConnection connection) =>
        connection.Sends.Unsent > 0
            || connection.Unacknowledged.HasLost
            || (connection.FinQueued && !connection.FinSent)
            || connection.Loss.Phase == RecoveryPhase.Recovery;

    private void OnAckLeft(TcpConnection connection)
    {
        connection.Acks.OnSent();
        if (connection.Timers.DelayedAckNs != TcpTimers.Never)
        {
            connection.Timers.SetDelayedAck(TcpTimers.Never);
        }
    }

    private void ArmDelayedAck(TcpConnection connection)
    {
        if (connection.Acks.IsPending && connection.Timers.DelayedAckNs == TcpTimers.Never && connection.IsSynchronized)
        {
            connection.Timers.SetDelayedAck(tcp.Now + tcp.Profile.TcpDelayedAckNs);
        }
    }

    private void OnUnreachable(TcpConnection connection)
    {
        tcp.Kernel.Drops.Count(TcpDrops.SendUnreachable.Reason);
        if (connection.FlightSize == 0 && connection.MayTransmit && WantsData(connection))
        {
            connection.StartPersist();
        }
    }

    private static void PrepareTemplate(TcpConnection connection, out SegmentTemplate template)
    {
        template = default;
        ref OptionBlock options = ref template.Options;
        if (connection.UsesTimestamps)
        {
            options.Length = TcpOptions.WriteTimestampsOnly(options.Room, connection.TimestampNow, connection.RecentTimestamp);
        }

        int agreed = options.Length;
        if (connection.OutOfOrder is { HasReports: true } reassembler && connection.UsesSack)
        {
            options.Length += WriteReports(reassembler, options.Room[agreed..]);
        }

        OffloadCapabilities offloads = connection.Path!.Offloads;
        bool isV4 = connection.RemoteEndpoint.Address.IsV4;
        template.FullSegment = connection.SegmentSize - (options.Length - agreed);
        template.LargestList = LargeSendLimit.Of(offloads, isV4, template.FullSegment);
        template.ChecksumOffload = LargeSendLimit.HasChecksum(offloads, isV4, options.Length > 0);
        template.Acknowledgment = connection.ReceiveState.Next;
        template.Window = connection.ReceiveState.Advertise(connection.ReceiveSegmentSize);
    }

    private static int WriteReports(StreamReassembler reassembler, Span<byte> room)
    {
        TcpOptions reports = default;
        reassembler.WriteReports(ref reports, (room.Length - 4) / SackBlock.Size);
        return reports.Write(room);
    }

    private void SendData(TcpConnection connection, in SegmentTemplate template, ref NetBufferListChain chain)
    {
        if (connection.Unacknowledged.HasLost || connection.Loss.RetransmitNow)
        {
            Retransmit(connection, template, ref chain);
        }

        RestartAfterIdle(connection);
        SendNew(connection, template, ref chain);
        if (chain.IsEmpty && connection.Loss.Phase == RecoveryPhase.Recovery)
        {
            RetransmitSpeculatively(connection, template, ref chain);
        }

        UpdateTimers(connection);
    }

    private void Retransmit(TcpConnection connection, in SegmentTemplate template, ref NetBufferListChain chain)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        for (int index = queue.FindLost(); index < queue.Count; index = queue.FindLost())
        {
            int room = connection.Congestion.Window - connection.Loss.Pipe(queue);
            if (!connection.Loss.RetransmitNow && room < Math.Min(queue[index].SequenceLength, template.FullSegment))
            {
                connection.WindowLimited = true;
                break;
            }

            if (!TryResend(connection, template, index, ref chain))
            {
                break;
            }

            connection.Loss.RetransmitNow = false;
        }

        connection.Loss.RetransmitNow = false;
    }

    private void RetransmitSpeculatively(TcpConnection connection, in SegmentTemplate template, ref NetBufferListChain chain)
    {
        int room = connection.Congestion.Window - connection.Loss.Pipe(connection.Unacknowledged);
        if (room >= template.FullSegment && connection.Loss.TryFindSpeculative(connection.Unacknowledged, template.FullSegment, out int index))
        {
            TryResend(connection, template, index, ref chain);
        }
    }

    private bool TryResend(TcpConnection connection, in SegmentTemplate template, int index, ref NetBufferListChain chain)
    {
        RetransmissionQueue queue = connection.Unacknowledged;
        if (queue[index].Length > template.FullSegment)
        {
            queue.SplitAt(index, template.FullSegment);
        }

        ref SentSegment segment = ref queue[index];
        if (!_builder.TryAddRange(connection, template, segment, ref chain))
        {
            return false;
        }

        queue.MarkRetransmitted(ref segment, tcp.Now);
        tcp.Statistics.RetransmittedSegments++;
        return true;
    }

    private void RestartAfterIdle(TcpConnection connection)
    {
        long idle = tcp.Now - connection.LastSentNs;
        if (tcp.Profile.TcpRestartAfterIdle && connection.FlightSize == 0 && idle > connection.Rtt.TimeoutNs)
        {
            connection.Congestion.OnIdleRestart(tcp.Profile.TcpInitialWindowSegments * connection.SegmentSize);
        }
    }

    private void SendNew(TcpConnection connection, in SegmentTemplate template, ref NetBufferListChain chain)
    {
        bool limited = false;
        while (connection.Sends.Unsent > 0)
        {
            int congestionRoom = connection.Congestion.Window - connection.Loss.Pipe(connection.Unacknowledged);
            long room = Math.Min(congestionRoom, connection.SendState.Usable);
            int length = ChooseLength(connection, template, room);
            if (length == 0)
            {
                limited = congestionRoom < Math.Min(template.FullSegment, connection.Sends.Unsent);
                break;
            }

            if (!TrySendNew(connection, template, length, ref chain))
            {
                break;
            }
        }

        connection.WindowLimited = limited || connection.Unacknowledged.HasLost;
        connection.SendAnyway = false;
        if (connection.Sends.Unsent == 0 && connection.FinQueued && !connection.FinSent && connection.SendState.Usable > 0)
        {
            TrySendNew(connection, template, 0, ref chain);
        }
    }

    // Full segments always; a short one by the rules of RFC 9293 section 3.8.6.2.1 and Nagle. 0 holds everything back.
    private int ChooseLength(TcpConnection connection, in SegmentTemplate template, long room)
    {
        long unsent = connection.Sends.Unsent;
        int length = (int)Math.Min(Math.Min(unsent, room), template.LargestList);
        if (length <= 0)
        {
            return 0;
        }

        int tail = length % template.FullSegment;
        if (tail == 0)
        {
            return length;
        }

        return MaySendShort(connection, tail, length == unsent, length > tail) ? length : length - tail;
    }

    private bool MaySendShort(TcpConnection connection, int tail, bool isLast, bool behindFull)
    {
        ref SendQueue sends = ref connection.Sends;
        if (isLast && (connection.FinQueued || sends.NoDelayEnd == sends.End))
        {
            return true;
        }

        if (isLast && sends.PushedEnd == sends.End && (connection.NoDelay || !IsHeldByNagle(connection, behindFull)))
        {
            return true;
        }

        return connection.SendAnyway || (uint)tail >= Math.Max(1, connection.SendState.LargestWindow / 2);
    }

    // Nagle waits while anything is unacknowledged; Minshall's refinement only while a short segment is, so that the tail of a long send does not wait for
    // the peer's delayed acknowledgment.
    private bool IsHeldByNagle(TcpConnection connection, bool behindFull) => tcp.Profile.TcpNagleByShortSegments
        ? connection.FlightSize > 0 && connection.ShortSegmentEnd.IsAfter(connection.SendState.Unacknowledged)
        : connection.FlightSize > 0 || behindFull;

    private bool TrySendNew(TcpConnection connection, in SegmentTemplate template, int length, ref NetBufferListChain chain)
    {
        ref SendQueue sends = ref connection.Sends;
        bool fin = connection.FinQueued && length == sends.Unsent;
        SentSegment segment = new()
        {
            Start = connection.SendState.Next,
            Length = length,
            SegmentSize = template.FullSegment,
            SentNs = tcp.Now,
            Flags = fin ? SentSegmentFlags.Fin : SentSegmentFlags.None,
        };
        if (!_builder.TryAddNew(connection, template, ref segment, ref chain))
        {
            return false;
        }

        sends.Sent(length);
        connection.Unacknowledged.Append(segment);
        connection.SendState.Next = segment.End;
        connection.FinSent |= fin;
        if (length % template.FullSegment != 0)
        {
            connection.ShortSegmentEnd = segment.End;
        }

        connection.LastSentNs = tcp.Now;
        return true;
    }

    private void UpdateTimers(TcpConnection connection)
    {
        if (connection.FlightSize > 0 && !connection.Probing)
        {
            connection.KeepRetransmitArmed();
            connection.StopPersist();
            return;
        }

        bool waits = connection.Sends.Unsent > 0 || (connection.FinQueued && !connection.FinSent);
        if (waits || connection.Probing)
        {
            connection.StartPersist();
        }
    }

    private void HandOver(TcpConnection connection, ref NetBufferListChain chain)
    {
        Debug.Assert(connection.Path is not null, "Whoever sends has a path.");
        if (connection.ReceiveHashInfo.Value != 0)
        {
            MarkFlow(connection, chain);
        }

        Leave(ref chain, connection.Path, connection.LocalEndpoint, connection.RemoteEndpoint);
    }

    private static void MarkFlow(TcpConnection connection, in NetBufferListChain chain)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            list.HashValue = connection.ReceiveHash;
            list.HashInfo = connection.ReceiveHashInfo;
        }
    }

    private void Leave(ref NetBufferListChain chain, ITransportPath path, in IpEndpoint local, in IpEndpoint remote)
    {
        tcp.TraceSend(ref chain);
        if (tcp.Inspector.IsStreamPacketArmed(remote.Family))
        {
            tcp.Inspector.InspectOutbound(ref chain, path, local, remote);
        }

        if (!chain.IsEmpty)
        {
            tcp.Network.Send(ref chain, path);
        }
    }
}
