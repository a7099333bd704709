using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// Connection requests between their SYN and the end of the handshake: small entries instead of connections, bounded in number. Under a flood the oldest
/// entry makes room, so that a peer whose answer comes within the time that a flood needs to fill the table still gets in (RFC 4987 section 3.5).
/// </summary>
internal sealed partial class ConnectionRequests : ITimerTarget
{
    private readonly TcpProtocol _tcp;
    private readonly DeadlineQueue[] _queues;
    private readonly DeadlineQueue _pended = new(long.MaxValue / 2);
    private readonly KernelTimer _timer;
    private TcpHalfOpen? _free;
    private ulong _lastRequestId;

    /// <summary>Makes the table of a host: one queue for each time that a SYN-ACK waits.</summary>
    public ConnectionRequests(TcpProtocol tcp)
    {
        _tcp = tcp;
        _timer = new KernelTimer(tcp.TimerProcessor, this);
        StackProfile profile = tcp.Profile;
        _queues = new DeadlineQueue[profile.TcpSynAckRetransmissions + 1];
        long wait = profile.TcpInitialRtoNs;
        for (int sent = 0; sent < _queues.Length; sent++)
        {
            _queues[sent] = new DeadlineQueue(wait);
            wait = Math.Min(wait * 2, profile.TcpMaxRtoNs);
        }
    }

    /// <summary>Requests that wait for the peer, the client or the filter engine.</summary>
    public int Count { get; private set; }

    /// <summary>A segment for a port without a connection (RFC 9293 sections 3.10.7.1 and 3.10.7.2).</summary>
    public SegmentDisposition Arrive(ref TcpSegment segment)
    {
        ref NetworkLayerInfo network = ref segment.List.Network;
        if (segment.LocalPort == 0 || segment.RemotePort == 0)
        {
            return SegmentDisposition.Drop(TcpDrops.PortZero);
        }

        TcpListener? listener = _tcp.Ports.FindListener(network.Destination, segment.LocalPort, _tcp.CompartmentOf(network));
        if (listener is null)
        {
            return ArriveInClosed(ref segment);
        }

        if (segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Drop(TcpDrops.ListenerReset);
        }

        if (segment.HasAny(TcpFlags.Ack))
        {
            return Refuse(ref segment, TcpDrops.ListenerAck);
        }

        if (!segment.HasAny(TcpFlags.Syn))
        {
            return Refuse(ref segment, TcpDrops.ListenerNoSyn);
        }

        if (segment.HasAny(TcpFlags.Fin))
        {
            return Refuse(ref segment, TcpDrops.ListenerSynFin);
        }

        if (network.Source == network.Destination && segment.RemotePort == segment.LocalPort)
        {
            return SegmentDisposition.Drop(TcpDrops.LandAttack);
        }

        if (listener.Waiting >= listener.Backlog)
        {
            // Windows refuses where others stay silent (TCP-036).
            return Refuse(ref segment, TcpDrops.BacklogFull);
        }

        return Begin(listener, ref segment, afterTimeWait: null);
    }

    /// <summary>A SYN that may reopen a connection in TIME-WAIT (TCP-061).</summary>
    public SegmentDisposition Reopen(TcpTimeWait old, ref TcpSegment segment)
    {
        TcpListener? listener = _tcp.Ports.FindListener(old.LocalEndpoint.Address, old.LocalEndpoint.Port, old.Compartment);
        return listener is null || listener.Waiting >= listener.Backlog
            ? Refuse(ref segment, listener is null ? TcpDrops.NoEndpoint : TcpDrops.BacklogFull)
            : Begin(listener, ref segment, old);
    }

    /// <summary>The client of a conditional listener decided.</summary>
    public NtStatus Complete(TcpListener listener, ulong requestId, ConnectionRequestAction action)
    {
        TcpHalfOpen? request = FindPended(requestId);
        if (request is null || request.Listener != listener || action == ConnectionRequestAction.Pend)
        {
            return NtStatus.NotFound;
        }

        if (action == ConnectionRequestAction.Accept)
        {
            Answer(request);
        }
        else
        {
            _tcp.Output.SendReset(request);
            Free(request);
        }

        _tcp.Settle();
        return NtStatus.Success;
    }

    /// <summary>Forgets every request without a word to the peer or the client.</summary>
    public void Clear()
    {
        foreach (DeadlineQueue queue in _queues)
        {
            Clear(queue);
        }

        Clear(_pended);
        _timer.Cancel();
    }

    /// <summary>The filter engine decided about a request that it had pended.</summary>
    public void CompleteInspection(TcpHalfOpen request, in InspectionVerdict verdict)
    {
        if (!request.IsPended || request.Queue != _pended)
        {
            return;
        }

        if (!verdict.IsPermit)
        {
            Free(request);
        }
        else if (!AskClient(request))
        {
            Answer(request);
        }

        _tcp.Settle();
    }

    /// <summary>A listener closes: its requests are reset.</summary>
    public void Abandon(TcpListener listener)
    {
        foreach (DeadlineQueue queue in _queues)
        {
            Abandon(queue, listener);
        }

        Abandon(_pended, listener);
    }

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        long now = _tcp.Now;
        for (int sent = 0; sent < _queues.Length; sent++)
        {
            while (_queues[sent].First is TcpHalfOpen request && request.DueNs <= now)
            {
                OnTimeout(request, sent);
            }
        }

        Rearm();
        _tcp.Settle();
    }

    private void OnTimeout(TcpHalfOpen request, int sent)
    {
        if (sent + 1 >= _queues.Length)
        {
            _tcp.Statistics.AttemptFails++;
            Remove(request);
            return;
        }

        request.Retransmissions++;
        _queues[sent + 1].Add(request, _tcp.Now);
        _tcp.Statistics.RetransmittedSegments++;
        _tcp.Output.SendSynAck(request);
    }

    private SegmentDisposition ArriveInClosed(ref TcpSegment segment)
    {
        if (segment.HasAny(TcpFlags.Rst))
        {
            return SegmentDisposition.Drop(TcpDrops.ResetWithoutEndpoint);
        }

        // The discard layer may forbid the answer: then a closed port looks like no host at all (stealth).
        bool stealth = _tcp.Discard(TcpDrops.NoEndpoint, segment.List);
        if (!stealth)
        {
            _tcp.Output.ReplyReset(segment, segment.List.Network);
        }

        return SegmentDisposition.Done;
    }

    private SegmentDisposition Refuse(ref TcpSegment segment, DropCause cause)
    {
        if (!_tcp.Discard(cause, segment.List))
        {
            _tcp.Output.ReplyReset(segment, segment.List.Network);
        }

        return SegmentDisposition.Done;
    }

    private SegmentDisposition Begin(TcpListener listener, ref TcpSegment segment, TcpTimeWait? afterTimeWait)
    {
        if (Count >= _tcp.Profile.TcpHalfOpenLimit && Oldest() is null)
        {
            return SegmentDisposition.Drop(TcpDrops.HalfOpenLimit);
        }

        TcpHalfOpen request = Rent(listener, ref segment);
        NtStatus status = _tcp.Network.TryGetPath(
            request.RemoteEndpoint.Address, request.LocalEndpoint.Address, 0, out ITransportPath? path);
        if (!status.IsSuccess || path is null)
        {
            Recycle(request);
            return SegmentDisposition.Drop(TcpDrops.SendUnreachable);
        }

        request.Path = path;
        request.SendInitial = _tcp.ChooseInitial(request.LocalEndpoint, request.RemoteEndpoint, afterTimeWait?.SendNext);
        InspectionVerdict verdict = _tcp.Inspector.AuthoriseAccept(request, ref segment);
        InspectionAction action = verdict.IsPermit ? _tcp.Inspector.InspectRequest(listener, ref segment) : verdict.Action;
        if (action is InspectionAction.Block or InspectionAction.Absorb)
        {
            Recycle(request);
            return action == InspectionAction.Absorb ? SegmentDisposition.Taken : SegmentDisposition.Done;
        }

        if (afterTimeWait is not null)
        {
            _tcp.RemoveTimeWait(afterTimeWait);
        }

        MakeRoom();
        _tcp.Table.Add(request);
        Count++;
        if (verdict.Action == InspectionAction.Pend)
        {
            Hold(request);
            request.Step!.Wait(request);
            return SegmentDisposition.Done;
        }

        if (!AskClient(request))
        {
            Answer(request);
        }

        return SegmentDisposition.Done;
    }

    // A conditional listener shows the request to its client before anything is answered. True when the request does not go on now.
    private bool AskClient(TcpHalfOpen request)
    {
        if (!request.Listener.IsConditional)
        {
            return false;
        }

        request.RequestId = ++_lastRequestId;
        switch (request.Listener.Client.OnRequest(request.RequestId, request.LocalEndpoint, request.RemoteEndpoint))
        {
            case ConnectionRequestAction.Accept:
                return false;
            case ConnectionRequestAction.Pend:
                if (request.IsInTable && request.Queue != _pended)
                {
                    Hold(request);
                }

                return true;
            default:
                _tcp.Kernel.Drops.Count(TcpDrops.AcceptRejected.Reason);
                _tcp.Output.SendReset(request);
                Free(request);
                return true;
        }
    }

    private void Hold(TcpHalfOpen request)
    {
        request.IsPended = true;
        _pended.Add(request, _tcp.Now);
    }

    private void Answer(TcpHalfOpen request)
    {
        request.IsPended = false;
        request.SentNs = _tcp.Now;
        _queues[0].Add(request, _tcp.Now);
        Rearm();
        _tcp.Output.SendSynAck(request);
    }

    private void MakeRoom()
    {
        if (Count >= _tcp.Profile.TcpHalfOpenLimit && Oldest() is { } oldest)
        {
            _tcp.Kernel.Drops.Count(TcpDrops.HalfOpenLimit.Reason);
            Remove(oldest);
        }
    }

    // Requests that the client or a filter keeps pended are theirs: only those that wait for the peer give way.
    private TcpHalfOpen? Oldest()
    {
        foreach (DeadlineQueue queue in _queues)
        {
            if (queue.First is TcpHalfOpen oldest)
            {
                return oldest;
            }
        }

        return null;
    }

    private TcpHalfOpen? FindPended(ulong requestId)
    {
        for (TcpTimedEntry? entry = _pended.First; entry is not null; entry = entry.NextDue)
        {
            if (entry is TcpHalfOpen request && request.RequestId == requestId)
            {
                return request;
            }
        }

        return null;
    }

    private void Abandon(DeadlineQueue queue, TcpListener listener)
    {
        TcpTimedEntry? entry = queue.First;
        while (entry is not null)
        {
            TcpTimedEntry? next = entry.NextDue;
            if (entry is TcpHalfOpen request && request.Listener == listener)
            {
                if (!request.IsPended)
                {
                    _tcp.Output.SendReset(request);
                }

                Free(request);
            }

            entry = next;
        }
    }

    private void Rearm()
    {
        long due = long.MaxValue;
        foreach (DeadlineQueue queue in _queues)
        {
            due = Math.Min(due, queue.DueNs);
        }

        if (due != long.MaxValue && (!_timer.IsSet || due < _timer.DueNs))
        {
            _timer.Set(due);
        }
        else if (due == long.MaxValue && _timer.IsSet)
        {
            _timer.Cancel();
        }
    }

    // The request died although its client knew of it.
    private void Remove(TcpHalfOpen request)
    {
        ulong id = request.RequestId;
        TcpListener listener = request.Listener;
        Free(request);
        if (id != 0 && listener.IsListening)
        {
            listener.Client.OnRequestAborted(id);
        }
    }

    private void Free(TcpHalfOpen request)
    {
        request.Queue?.Remove(request);
        _tcp.Table.Remove(request);
        Count--;
        Recycle(request);
        Rearm();
    }

    private void Recycle(TcpHalfOpen request)
    {
        request.Listener = null!;
        request.Path = null!;
        request.Step?.Abandon();
        request.Step = null;
        request.Inspection?.End();
        request.Inspection = null;
        request.Next = _free;
        _free = request;
    }

    private TcpHalfOpen Rent(TcpListener listener, ref TcpSegment segment)
    {
        TcpHalfOpen request = _free ?? new TcpHalfOpen(this);
        _free = request.Next;
        request.Next = null;
        request.Begin(listener, _tcp, segment);
        return request;
    }

    private void Clear(DeadlineQueue queue)
    {
        while (queue.First is TcpHalfOpen request)
        {
            Free(request);
        }
    }
}
