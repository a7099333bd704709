namespace NetStackSim.TcpIp;

/// <summary>What can move a connection from one state to another (the labels of RFC 9293 figure 5).</summary>
internal enum TcpEvent : byte
{
    /// <summary>The user opens passively.</summary>
    PassiveOpen,

    /// <summary>The user opens actively: a SYN leaves.</summary>
    ActiveOpen,

    /// <summary>A SYN without ACK arrives: a request at a listener, a simultaneous open in SYN-SENT.</summary>
    SynArrives,

    /// <summary>A SYN that acknowledges ours arrives.</summary>
    SynAckArrives,

    /// <summary>Our SYN is acknowledged.</summary>
    SynAcknowledged,

    /// <summary>The user closes its direction: a FIN is queued.</summary>
    UserClose,

    /// <summary>The peer's FIN is received in order.</summary>
    FinArrives,

    /// <summary>Our FIN is acknowledged.</summary>
    FinAcknowledged,

    /// <summary>The connection ends at once: a reset either way, the user's abort, a limit of retransmissions.</summary>
    Abort,

    /// <summary>The quiet time of TIME-WAIT is over.</summary>
    TimeWaitExpires,
}
