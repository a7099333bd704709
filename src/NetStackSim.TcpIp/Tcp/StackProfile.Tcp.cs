namespace NetStackSim.TcpIp;

// Values of TCP that are ours to choose, or that no system documents.
public sealed partial record StackProfile
{
    /// <summary>Receive buffer of a new connection; autotuning opens it up to <see cref="TcpReceiveBuffer"/>.</summary>
    public int TcpInitialReceiveBuffer { get; init; } = 128 * 1024;

    /// <summary>A chain of segments is acknowledged once at its end; off: inside the chain too, each time <see cref="TcpAckFrequency"/> is reached.</summary>
    public bool TcpAckPerBatch { get; init; } = true;

    /// <summary>
    /// Nagle's algorithm holds a short segment only while another short one is unacknowledged (Minshall); off: while anything is. What Windows does with the
    /// tail of a long send is not documented.
    /// </summary>
    public bool TcpNagleByShortSegments { get; init; } = true;

    /// <summary>Most segments by which one acknowledgment opens the window in slow start (L of RFC 3465; RFC 9406 section 4.2 takes 8).</summary>
    public int TcpSlowStartLimit { get; init; } = 8;

    /// <summary>The congestion window shrinks to the initial window after an idle retransmission time-out (CwndRestart; RFC 5681 section 4.1).</summary>
    public bool TcpRestartAfterIdle { get; init; }

    /// <summary>Tail loss probes (RFC 8985 section 7; on since Windows 10 2004 and Server 2022).</summary>
    public bool TcpTailLossProbe { get; init; } = true;

    /// <summary>
    /// What a tail loss probe waits beyond two round trips: room for a peer that is busy for a moment. Only more than one segment in flight is probed, which no
    /// peer may delay an acknowledgment for.
    /// </summary>
    public long TcpTailProbeDelayNs { get; init; } = 10 * Millisecond;

    /// <summary>Connections that may wait for a listener that names no backlog.</summary>
    public int TcpDefaultBacklog { get; init; } = 200;

    /// <summary>Half-open requests of a host before the oldest makes room.</summary>
    public int TcpHalfOpenLimit { get; init; } = 8192;

    /// <summary>Separate runs of out-of-order data of a connection.</summary>
    public int TcpReassemblyRuns { get; init; } = 256;

    /// <summary>Lists of out-of-order data of a connection.</summary>
    public int TcpReassemblyLists { get; init; } = 2048;

    /// <summary>Lists that a client may hold of one connection; what arrives beyond is dropped (they hold more memory than bytes).</summary>
    public int TcpReceiveLists { get; init; } = 16 * 1024;

    /// <summary>Resets a second that answer segments without a connection.</summary>
    public int TcpResetsPerSecond { get; init; } = 10_000;

    /// <summary>Acknowledgments a second, for the whole host, that answer segments which fit no state (RFC 5961 section 7).</summary>
    public int TcpChallengeAcksPerSecond { get; init; } = 1_000;

    /// <summary>The same for one connection, in five seconds.</summary>
    public int TcpChallengeAcksPerConnection { get; init; } = 10;
}
