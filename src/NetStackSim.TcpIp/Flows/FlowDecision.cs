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

    /// <summary>The flow waits for its authorisation: the datagram is lost, the list is still the caller's, for the client it is sent.</summary>
    Dropped,

    /// <summary>A filter holds the endpoint of an echo request, and the request with it.</summary>
    Waits,
}
