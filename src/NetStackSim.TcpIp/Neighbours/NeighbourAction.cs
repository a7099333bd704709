namespace NetStackSim.TcpIp;

/// <summary>What a transition of the neighbour machine asks for.</summary>
internal enum NeighbourAction : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Start resolution: count from zero and solicit by multicast or broadcast.</summary>
    Resolve,

    /// <summary>Solicit again by multicast or broadcast.</summary>
    SolicitMulticast,

    /// <summary>Solicit by unicast; entering PROBE counts from zero.</summary>
    SolicitUnicast,

    /// <summary>Start the DELAY timer.</summary>
    StartDelay,

    /// <summary>Stop the timer; the reachable time starts now.</summary>
    Refresh,

    /// <summary>Stop the timer, the reachable time starts now, and the waiting packets leave.</summary>
    RefreshAndFlush,

    /// <summary>Stop the timer and let the waiting packets leave.</summary>
    Flush,

    /// <summary>Stop the timer.</summary>
    Stop,

    /// <summary>Stop the timer and fail the waiting packets.</summary>
    Fail,
}
