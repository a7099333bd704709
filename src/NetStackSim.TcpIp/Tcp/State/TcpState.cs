namespace NetStackSim.TcpIp;

/// <summary>The states of a connection (RFC 9293 section 3.3.2) with the numbers of MIB_TCP_STATE.</summary>
public enum TcpState : byte
{
    /// <summary>No connection.</summary>
    Closed = 1,

    /// <summary>Waits for a connection request.</summary>
    Listen = 2,

    /// <summary>Sent a SYN, waits for the answer.</summary>
    SynSent = 3,

    /// <summary>Received and sent a SYN, waits for its acknowledgment.</summary>
    SynReceived = 4,

    /// <summary>Open; data may flow both ways.</summary>
    Established = 5,

    /// <summary>Sent a FIN, waits for its acknowledgment or the peer's FIN.</summary>
    FinWait1 = 6,

    /// <summary>Our FIN is acknowledged; waits for the peer's FIN.</summary>
    FinWait2 = 7,

    /// <summary>The peer sent its FIN; the local user has not closed yet.</summary>
    CloseWait = 8,

    /// <summary>Both sent a FIN at the same time; waits for the acknowledgment of ours.</summary>
    Closing = 9,

    /// <summary>The peer closed first and we sent our FIN; waits for its acknowledgment.</summary>
    LastAck = 10,

    /// <summary>Waits until every old segment of the connection has left the network.</summary>
    TimeWait = 11,

    /// <summary>The control block is being deleted (MIB_TCP_STATE_DELETE_TCB); never on the wire.</summary>
    DeleteTcb = 12,
}
