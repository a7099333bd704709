using NetStackSim.Kernel;

namespace NetStackSim.TcpIp;

// Deadlines: each handler changes state and leaves the sending to the flush.
internal sealed partial class TcpConnection
{
    private int _persistBackoff;
    private int _unansweredProbes;

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        Timers.OnFired();
        long now = Tcp.Now;
        if (Timers.RetransmitNs <= now)
        {
            Timers.SetRetransmit(TcpTimers.Never);
            OnRetransmitTimeout();
        }

        if (Timers.PersistNs <= now)
        {
            Timers.SetPersist(TcpTimers.Never);
            OnPersistTimeout();
        }

        if (Timers.DelayedAckNs <= now)
        {
            Timers.SetDelayedAck(TcpTimers.Never);
            Acks.Immediate |= Acks.IsPending;
            Touch();
        }

        if (Timers.KeepAliveNs <= now)
        {
            Timers.SetKeepAlive(TcpTimers.Never);
            OnKeepAliveTimeout();
        }

        Timers.Rearm();
        Tcp.Settle();
    }

    /// <summary>The peer acknowledged something new: failures in a row are over.</summary>
    internal void OnProgress()
    {
        Timeouts = 0;
        _persistBackoff = 0;
        Rtt.ResetBackoff();
    }

    /// <summary>Any acknowledgment of the peer: it lives, however small its window (MUST-37).</summary>
    internal void OnPeerAlive()
    {
        _unansweredProbes = 0;
        if (SendState.Window == 0)
        {
            Timeouts = Math.Min(Timeouts, 1);
        }
    }

    /// <summary>Starts or moves the retransmission deadline: the timeout, or a probe of the tail where that comes earlier and may help.</summary>
    internal void ArmRetransmit()
    {
        long timeout = Rtt.TimeoutNs;
        long probe = TailProbeDelayNs;
        Probe.IsArmed = probe < timeout && MayProbeTail();
        Timers.SetRetransmit(Tcp.Now + (Probe.IsArmed ? probe : timeout));
    }

    /// <summary>
    /// Data is on its way: the deadline runs. What the last acknowledgment left may have been too little for a probe; with new data behind it a probe may help, and
    /// comes no later than the timeout that is set (RFC 8985 section 7.2).
    /// </summary>
    internal void KeepRetransmitArmed()
    {
        if (Timers.RetransmitNs == TcpTimers.Never)
        {
            ArmRetransmit();
        }
        else if (!Probe.IsArmed && Tcp.Now + TailProbeDelayNs < Timers.RetransmitNs && MayProbeTail())
        {
            Probe.IsArmed = true;
            Timers.SetRetransmit(Tcp.Now + TailProbeDelayNs);
        }
    }

    /// <summary>Starts the wait for a window, or for the override of the silly window rule, when nothing else would wake the sender.</summary>
    internal void StartPersist()
    {
        if (Timers.PersistNs == TcpTimers.Never)
        {
            Timers.SetPersist(Tcp.Now + PersistIntervalNs());
        }
    }

    /// <summary>Sending goes on by itself; the persist timer is not needed.</summary>
    internal void StopPersist()
    {
        if (Timers.PersistNs != TcpTimers.Never)
        {
            Timers.SetPersist(TcpTimers.Never);
            _persistBackoff = 0;
        }
    }

    /// <summary>Starts or moves the keep-alive deadline.</summary>
    internal void ArmKeepAlive()
    {
        if (KeepAlive is not { } keep)
        {
            return;
        }

        keep.Sent = 0;
        bool wanted = keep.IsEnabled && _state is TcpState.Established or TcpState.CloseWait;
        Timers.SetKeepAlive(wanted ? Tcp.Now + keep.IdleNs : TcpTimers.Never);
    }

    private long TailProbeDelayNs => (2 * Rtt.SmoothedNs) + Tcp.Profile.TcpTailProbeDelayNs;

    private void OnRetransmitTimeout()
    {
        if (_state is TcpState.SynSent or TcpState.SynReceived)
        {
            OnSynTimeout();
            return;
        }

        if (Unacknowledged.Count == 0)
        {
            return;
        }

        if (Probe.IsArmed)
        {
            Probe.IsArmed = false;
            Tcp.Output.SendTailProbe(this);
            Timers.SetRetransmit(Tcp.Now + Rtt.TimeoutNs);
            return;
        }

        if (IsGivenUp())
        {
            Abort(NtStatus.IoTimeout, sendReset: true, tellDisconnected: true);
            return;
        }

        // RFC 5681 section 3.1: the threshold is lowered once for a segment, not again for each time it is sent in vain.
        Timeouts++;
        Tcp.Statistics.Timeouts++;
        Congestion.OnTimeout(FlightSize, Tcp.Now, Timeouts == 1);
        Loss.OnTimeout(this);
        Probe.Forget();
        Rtt.BackOff();
        Timers.SetRetransmit(Tcp.Now + Rtt.TimeoutNs);
        Touch();
    }

    // One segment alone is left to the timeout: with the longest delayed acknowledgment a probe would come hardly earlier.
    private bool MayProbeTail() =>
        Tcp.Profile.TcpTailLossProbe && UsesSack && Rtt.Samples > 0 && Timeouts == 0 && !Probe.IsOutstanding
            && Loss.Phase == RecoveryPhase.Open && FlightSize > SegmentSize && Unacknowledged.SackedBytes == 0;

    private bool IsGivenUp()
    {
        // A peer that keeps acknowledging with a closed window is alive; only silence ends the connection (RFC 9293 section 3.8.6.1).
        if (UserTimeoutNs > 0)
        {
            return Timeouts > 0 && Tcp.Now - LastReceivedNs >= UserTimeoutNs;
        }

        return Timeouts >= Tcp.Profile.TcpDataRetransmissions;
    }

    private void OnPersistTimeout()
    {
        if (!IsSynchronized)
        {
            return;
        }

        if (SendState.Usable > 0 && !Probing && Path is { IsValid: true })
        {
            // The window is open but only for a silly piece: send what fits (RFC 9293 section 3.8.6.2.1, override timeout).
            SendAnyway = true;
            Touch();
            return;
        }

        if (_unansweredProbes >= Tcp.Profile.TcpDataRetransmissions)
        {
            Abort(NtStatus.IoTimeout, sendReset: true, tellDisconnected: true);
            return;
        }

        _unansweredProbes++;
        _persistBackoff = Math.Min(_persistBackoff + 1, 30);
        Tcp.Output.SendWindowProbe(this);
        Timers.SetPersist(Tcp.Now + PersistIntervalNs());
        Touch();
    }

    private long PersistIntervalNs()
    {
        long interval = Math.Max(Rtt.BaseTimeoutNs, Tcp.Profile.TcpMinRtoNs);
        for (int doubled = 0; doubled < _persistBackoff && interval < Tcp.Profile.TcpMaxRtoNs; doubled++)
        {
            interval <<= 1;
        }

        return Math.Min(interval, Tcp.Profile.TcpMaxRtoNs);
    }

    private void OnKeepAliveTimeout()
    {
        if (KeepAlive is not { IsEnabled: true } keep || _state is not (TcpState.Established or TcpState.CloseWait))
        {
            return;
        }

        long quiet = Tcp.Now - LastReceivedNs;
        if (quiet < keep.IdleNs)
        {
            // The peer was heard since the deadline was set; that costs nothing per segment, so it is found out only now.
            keep.Sent = 0;
            Timers.SetKeepAlive(LastReceivedNs + keep.IdleNs);
            return;
        }

        if (keep.Sent >= keep.Count)
        {
            Abort(NtStatus.IoTimeout, sendReset: true, tellDisconnected: true);
            return;
        }

        keep.Sent++;
        Tcp.Statistics.KeepAliveProbes++;
        Tcp.Output.SendKeepAlive(this);
        Timers.SetKeepAlive(Tcp.Now + keep.IntervalNs);
    }
}
