namespace NetStackSim.TcpIp;

/// <summary>What can happen to a neighbour; ARP and ND translate their packets into these.</summary>
internal enum NeighbourEvent : byte
{
    /// <summary>A packet is to be sent to it.</summary>
    Used,

    /// <summary>It answered a solicitation of ours: link address and reachability are certain.</summary>
    Confirmed,

    /// <summary>It, or somebody for it, told a link address that is new to us, unasked.</summary>
    Learned,

    /// <summary>It told a link address that we know already, unasked.</summary>
    SeenAgain,

    /// <summary>An advertisement without the override flag carries another link address than ours.</summary>
    Contradicted,

    /// <summary>An upper layer saw progress that proves the forward path (RFC 4861 section 7.3.1).</summary>
    Progress,

    /// <summary>The reachable time ran out.</summary>
    ReachableExpired,

    /// <summary>The timer of DELAY, or between solicitations, ran out and another solicitation is allowed.</summary>
    TimerExpired,

    /// <summary>The timer ran out after the last solicitation.</summary>
    Exhausted,
}
