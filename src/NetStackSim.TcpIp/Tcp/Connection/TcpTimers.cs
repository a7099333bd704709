using NetStackSim.Kernel;

namespace NetStackSim.TcpIp;

/// <summary>The deadlines of one connection behind one kernel timer. Moving a deadline later costs a field write: the timer finds out when it fires.</summary>
internal struct TcpTimers
{
    /// <summary>A deadline that is not set.</summary>
    public const long Never = long.MaxValue;

    private readonly KernelTimer _timer;
    private long _armedNs;

    /// <summary>Makes the deadlines of a connection.</summary>
    /// <param name="timer">The connection's timer.</param>
    public TcpTimers(KernelTimer timer)
    {
        _timer = timer;
        _armedNs = Never;
        RetransmitNs = Never;
        PersistNs = Never;
        DelayedAckNs = Never;
        KeepAliveNs = Never;
    }

    /// <summary>Retransmission, of data or of the SYN (RFC 6298).</summary>
    public long RetransmitNs { get; private set; }

    /// <summary>Zero window probe and the override of silly window avoidance.</summary>
    public long PersistNs { get; private set; }

    /// <summary>Delayed acknowledgment.</summary>
    public long DelayedAckNs { get; private set; }

    /// <summary>Keep-alive probe.</summary>
    public long KeepAliveNs { get; private set; }

    /// <summary>Sets or moves the retransmission deadline.</summary>
    public void SetRetransmit(long dueNs)
    {
        RetransmitNs = dueNs;
        Arm(dueNs);
    }

    /// <summary>Sets or moves the persist deadline.</summary>
    public void SetPersist(long dueNs)
    {
        PersistNs = dueNs;
        Arm(dueNs);
    }

    /// <summary>Sets or moves the deadline of the delayed acknowledgment.</summary>
    public void SetDelayedAck(long dueNs)
    {
        DelayedAckNs = dueNs;
        Arm(dueNs);
    }

    /// <summary>Sets or moves the keep-alive deadline.</summary>
    public void SetKeepAlive(long dueNs)
    {
        KeepAliveNs = dueNs;
        Arm(dueNs);
    }

    /// <summary>The earliest deadline, or <see cref="Never"/>.</summary>
    public readonly long EarliestNs() =>
        Math.Min(Math.Min(RetransmitNs, PersistNs), Math.Min(DelayedAckNs, KeepAliveNs));

    /// <summary>The timer fired; it is not set now.</summary>
    public void OnFired() => _armedNs = Never;

    /// <summary>Sets the timer for the earliest deadline; called after all due ones were served.</summary>
    public void Rearm() => Arm(EarliestNs());

    /// <summary>Clears every deadline and stops the timer.</summary>
    public void Stop()
    {
        RetransmitNs = Never;
        PersistNs = Never;
        DelayedAckNs = Never;
        KeepAliveNs = Never;
        if (_armedNs != Never)
        {
            _timer.Cancel();
            _armedNs = Never;
        }
    }

    private void Arm(long dueNs)
    {
        if (dueNs < _armedNs)
        {
            _armedNs = dueNs;
            _timer.Set(dueNs);
        }
    }
}
