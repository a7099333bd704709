namespace NetStackSim.TcpIp;

/// <summary>The state of a neighbour, ARP and ND alike (RFC 4861 section 7.3.2, with UNREACHABLE of RFC 7048; <c>NL_NEIGHBOR_STATE</c>).</summary>
public enum NeighbourState : byte
{
    /// <summary>Just made: nothing is known and nothing was asked.</summary>
    None,

    /// <summary>A solicitation is out and no link address is known.</summary>
    Incomplete,

    /// <summary>Confirmed within the reachable time.</summary>
    Reachable,

    /// <summary>The link address is known but not confirmed lately; it is used without asking until the next packet.</summary>
    Stale,

    /// <summary>A packet was sent to a stale neighbour; a short wait for a hint from above before probing.</summary>
    Delay,

    /// <summary>Unicast probes are out.</summary>
    Probe,

    /// <summary>Solicitations stayed unanswered. The next packet starts resolution anew.</summary>
    Unreachable,

    /// <summary>Set by configuration; never probed and never changed by the network.</summary>
    Permanent,
}
