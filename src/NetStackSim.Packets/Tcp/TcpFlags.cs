namespace NetStackSim.Packets;

/// <summary>The control bits of a TCP header (RFC 9293 section 3.1, RFC 3168, RFC 9768).</summary>
[Flags]
public enum TcpFlags : ushort
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>The sender has finished.</summary>
    Fin = 0x001,

    /// <summary>Synchronise sequence numbers.</summary>
    Syn = 0x002,

    /// <summary>Reset.</summary>
    Rst = 0x004,

    /// <summary>Push.</summary>
    Psh = 0x008,

    /// <summary>The acknowledgment field counts.</summary>
    Ack = 0x010,

    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x020,

    /// <summary>ECN echo.</summary>
    Ece = 0x040,

    /// <summary>Congestion window reduced.</summary>
    Cwr = 0x080,

    /// <summary>Accurate ECN (RFC 9768), the former nonce sum bit.</summary>
    Ae = 0x100,

    /// <summary>SYN and ACK.</summary>
    SynAck = Syn | Ack,

    /// <summary>FIN and ACK.</summary>
    FinAck = Fin | Ack,

    /// <summary>PSH and ACK.</summary>
    PshAck = Psh | Ack,

    /// <summary>RST and ACK.</summary>
    RstAck = Rst | Ack,

    /// <summary>The bits that carry meaning; the three bits above are reserved.</summary>
    All = 0x1FF,
}
