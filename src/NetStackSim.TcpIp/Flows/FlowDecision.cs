namespace NetStackSim.TcpIp;

/// <summary>What flow authorisation decided about a datagram.</summary>
internal enum FlowDecision : byte
{
    /// <summary>It may pass.</summary>
    Go,

    /// <summary>A filter refused it; the block is counted, the list is still the caller's.</summary>
    Blocked,

    /// <summary>The inspector took the list.</summary>
    Absorbed,
}
