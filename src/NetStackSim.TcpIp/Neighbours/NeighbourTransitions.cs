namespace NetStackSim.TcpIp;

/// <summary>The neighbour state machine as a pure function: RFC 4861 section 7.3.2 and appendix C, with UNREACHABLE of RFC 7048.</summary>
/// <remarks>A cell that cannot happen in the protocol leaves the state alone, so that the function is total. PERMANENT never changes.</remarks>
internal static class NeighbourTransitions
{
    /// <summary>The next state and what to do.</summary>
    internal static (NeighbourState Next, NeighbourAction Action) Next(NeighbourState state, NeighbourEvent e) =>
        state == NeighbourState.Permanent ? (state, NeighbourAction.None) : e switch
        {
            NeighbourEvent.Used => OnUsed(state),
            NeighbourEvent.Confirmed => OnConfirmed(state),
            NeighbourEvent.Learned => OnLearned(state),
            NeighbourEvent.Contradicted => state == NeighbourState.Reachable ? (NeighbourState.Stale, NeighbourAction.Stop) : (state, NeighbourAction.None),
            NeighbourEvent.Progress => OnProgress(state),
            NeighbourEvent.ReachableExpired => state == NeighbourState.Reachable ? (NeighbourState.Stale, NeighbourAction.Stop) : (state, NeighbourAction.None),
            NeighbourEvent.TimerExpired => OnTimer(state),
            NeighbourEvent.Exhausted => OnExhausted(state),
            _ => (state, NeighbourAction.None),
        };

    private static (NeighbourState, NeighbourAction) OnUsed(NeighbourState state) => state switch
    {
        NeighbourState.None or NeighbourState.Unreachable => (NeighbourState.Incomplete, NeighbourAction.Resolve),
        NeighbourState.Stale => (NeighbourState.Delay, NeighbourAction.StartDelay),
        _ => (state, NeighbourAction.None),
    };

    private static (NeighbourState, NeighbourAction) OnConfirmed(NeighbourState state) => state switch
    {
        // Nobody asked: an advertisement does not make an entry (RFC 4861 section 7.2.5).
        NeighbourState.None => (state, NeighbourAction.None),
        NeighbourState.Incomplete => (NeighbourState.Reachable, NeighbourAction.RefreshAndFlush),
        _ => (NeighbourState.Reachable, NeighbourAction.Refresh),
    };

    private static (NeighbourState, NeighbourAction) OnLearned(NeighbourState state) => state switch
    {
        NeighbourState.Incomplete => (NeighbourState.Stale, NeighbourAction.Flush),
        _ => (NeighbourState.Stale, NeighbourAction.Stop),
    };

    private static (NeighbourState, NeighbourAction) OnProgress(NeighbourState state) => state switch
    {
        // Without a link address there is nothing that a hint could confirm.
        NeighbourState.None or NeighbourState.Incomplete => (state, NeighbourAction.None),
        _ => (NeighbourState.Reachable, NeighbourAction.Refresh),
    };

    private static (NeighbourState, NeighbourAction) OnTimer(NeighbourState state) => state switch
    {
        NeighbourState.Incomplete => (state, NeighbourAction.SolicitMulticast),
        NeighbourState.Delay => (NeighbourState.Probe, NeighbourAction.SolicitUnicast),
        NeighbourState.Probe => (state, NeighbourAction.SolicitUnicast),
        _ => (state, NeighbourAction.None),
    };

    private static (NeighbourState, NeighbourAction) OnExhausted(NeighbourState state) => state switch
    {
        NeighbourState.Incomplete => (NeighbourState.Unreachable, NeighbourAction.Fail),
        NeighbourState.Probe => (NeighbourState.Unreachable, NeighbourAction.Stop),
        _ => (state, NeighbourAction.None),
    };
}
