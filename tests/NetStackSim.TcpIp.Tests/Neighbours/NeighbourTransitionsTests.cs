using static NetStackSim.TcpIp.NeighbourAction;
using static NetStackSim.TcpIp.NeighbourEvent;
using static NetStackSim.TcpIp.NeighbourState;

namespace NetStackSim.TcpIp.Tests;

public sealed class NeighbourTransitionsTests
{
    // Rows: states in enum order; one (next, action) per event in enum order. RFC 4861 section 7.3.2 and appendix C.
    private static readonly (NeighbourState Next, NeighbourAction Action)[,] Expected =
    {
        // Used, Confirmed, Learned, SeenAgain, Contradicted, Progress, ReachableExpired, TimerExpired, Exhausted
        { (Incomplete, Resolve), (NeighbourState.None, NeighbourAction.None), (Stale, Stop), (NeighbourState.None, NeighbourAction.None), (NeighbourState.None, NeighbourAction.None), (NeighbourState.None, NeighbourAction.None), (NeighbourState.None, NeighbourAction.None), (NeighbourState.None, NeighbourAction.None), (NeighbourState.None, NeighbourAction.None) },
        { (Incomplete, NeighbourAction.None), (Reachable, RefreshAndFlush), (Stale, Flush), (Incomplete, NeighbourAction.None), (Incomplete, NeighbourAction.None), (Incomplete, NeighbourAction.None), (Incomplete, NeighbourAction.None), (Incomplete, SolicitMulticast), (Unreachable, Fail) },
        { (Reachable, NeighbourAction.None), (Reachable, Refresh), (Stale, Stop), (Reachable, NeighbourAction.None), (Stale, Stop), (Reachable, Refresh), (Stale, Stop), (Reachable, NeighbourAction.None), (Reachable, NeighbourAction.None) },
        { (Delay, StartDelay), (Reachable, Refresh), (Stale, Stop), (Stale, NeighbourAction.None), (Stale, NeighbourAction.None), (Reachable, Refresh), (Stale, NeighbourAction.None), (Stale, NeighbourAction.None), (Stale, NeighbourAction.None) },
        { (Delay, NeighbourAction.None), (Reachable, Refresh), (Stale, Stop), (Delay, NeighbourAction.None), (Delay, NeighbourAction.None), (Reachable, Refresh), (Delay, NeighbourAction.None), (Probe, SolicitUnicast), (Delay, NeighbourAction.None) },
        { (Probe, NeighbourAction.None), (Reachable, Refresh), (Stale, Stop), (Probe, NeighbourAction.None), (Probe, NeighbourAction.None), (Reachable, Refresh), (Probe, NeighbourAction.None), (Probe, SolicitUnicast), (Unreachable, Stop) },
        { (Incomplete, Resolve), (Reachable, Refresh), (Stale, Stop), (Unreachable, NeighbourAction.None), (Unreachable, NeighbourAction.None), (Reachable, Refresh), (Unreachable, NeighbourAction.None), (Unreachable, NeighbourAction.None), (Unreachable, NeighbourAction.None) },
        { (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None), (Permanent, NeighbourAction.None) },
    };

    [Fact]
    public void Next_EveryStateAndEvent_IsTheCellOfTheTable()
    {
        NeighbourState[] states = Enum.GetValues<NeighbourState>();
        NeighbourEvent[] events = Enum.GetValues<NeighbourEvent>();

        Assert.Equal(states.Length, Expected.GetLength(0));
        Assert.Equal(events.Length, Expected.GetLength(1));
        foreach (NeighbourState state in states)
        {
            foreach (NeighbourEvent e in events)
            {
                (NeighbourState, NeighbourAction) actual = NeighbourTransitions.Next(state, e);
                Assert.True(Expected[(int)state, (int)e] == actual, $"{state} on {e}: {actual}");
            }
        }
    }
}
