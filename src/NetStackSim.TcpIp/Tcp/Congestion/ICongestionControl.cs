namespace NetStackSim.TcpIp;

/// <summary>The congestion window of one connection: how many bytes may be in flight.</summary>
/// <remarks>
/// Loss detection tells it what happened; it never looks at the queue itself. All sizes are bytes. Implementations hold only numbers and are reused when a
/// connection object is recycled.
/// </remarks>
internal interface ICongestionControl
{
    /// <summary>The algorithm.</summary>
    CongestionAlgorithm Algorithm { get; }

    /// <summary>The congestion window (cwnd).</summary>
    int Window { get; }

    /// <summary>The slow start threshold (ssthresh); <see cref="int.MaxValue"/> before the first loss.</summary>
    int SlowStartThreshold { get; }

    /// <summary>True below the slow start threshold.</summary>
    bool InSlowStart { get; }

    /// <summary>Starts a connection.</summary>
    /// <param name="segmentSize">The sender maximum segment size (SMSS).</param>
    /// <param name="initialWindow">The initial window (RFC 6928).</param>
    void Start(int segmentSize, int initialWindow);

    /// <summary>The sender maximum segment size changed (path MTU); the window keeps its bytes but never falls below one segment.</summary>
    void SetSegmentSize(int segmentSize);

    /// <summary>New data was acknowledged outside of fast recovery.</summary>
    void OnAck(in AckSample sample);

    /// <summary>Fast recovery begins: one reduction for all losses of this window.</summary>
    /// <param name="flightSize">Bytes sent and not acknowledged.</param>
    /// <param name="nowNs">Virtual time.</param>
    void OnRecoveryStart(int flightSize, long nowNs);

    /// <summary>Everything that was outstanding when fast recovery began is acknowledged.</summary>
    /// <param name="flightSize">Bytes still in flight.</param>
    void OnRecoveryEnd(int flightSize);

    /// <summary>The retransmission timer expired: back to one segment.</summary>
    /// <param name="flightSize">Bytes sent and not acknowledged.</param>
    /// <param name="nowNs">Virtual time.</param>
    /// <param name="first">False for a repeated expiry of the same segment, which must not lower the threshold again (RFC 5681 section 3.1).</param>
    void OnTimeout(int flightSize, long nowNs, bool first);

    /// <summary>Nothing was sent for longer than a retransmission timeout: at most the restart window may go out at once (RFC 5681 section 4.1).</summary>
    void OnIdleRestart(int restartWindow);
}
