namespace NetStackSim.TcpIp;

/// <summary>What is known about a sent range.</summary>
[Flags]
internal enum SentSegmentFlags : byte
{
    /// <summary>Sent once, nothing heard.</summary>
    None = 0,

    /// <summary>The range ends with our FIN, which takes one sequence number.</summary>
    Fin = 1,

    /// <summary>The peer reported it as received (RFC 2018).</summary>
    Sacked = 2,

    /// <summary>Considered lost; not in flight until it is sent again.</summary>
    Lost = 4,

    /// <summary>Sent again after it was considered lost; in flight again.</summary>
    Retransmitted = 8,

    /// <summary>Was ever sent more than once: its acknowledgment gives no round-trip sample (Karn).</summary>
    Ambiguous = 16,

    /// <summary>The range ends a send of the client, so that its last segment carries PSH.</summary>
    Push = 32,
}
