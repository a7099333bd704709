namespace NetStackSim.TcpIp;

/// <summary>The state diagram of RFC 9293 section 3.3.2 as a pure function: every edge that exists, and no other.</summary>
/// <remarks>The only setter of a connection's state asks here; a pair without an edge is a broken invariant. A row per event makes the table readable beside figure 5.</remarks>
internal static class TcpTransitions
{
    /// <summary>The state after an event.</summary>
    /// <param name="state">The present state.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="next">The next state when the edge exists.</param>
    /// <returns>False when the diagram has no such edge.</returns>
    public static bool TryNext(TcpState state, TcpEvent happened, out TcpState next)
    {
        next = Next(state, happened);
        return next != 0;
    }

    private static TcpState Next(TcpState state, TcpEvent happened) => (happened, state) switch
    {
        (TcpEvent.PassiveOpen, TcpState.Closed) => TcpState.Listen,

        (TcpEvent.ActiveOpen, TcpState.Closed) => TcpState.SynSent,
        (TcpEvent.ActiveOpen, TcpState.Listen) => TcpState.SynSent,

        (TcpEvent.SynArrives, TcpState.Listen) => TcpState.SynReceived,
        (TcpEvent.SynArrives, TcpState.SynSent) => TcpState.SynReceived,

        (TcpEvent.SynAckArrives, TcpState.SynSent) => TcpState.Established,

        (TcpEvent.SynAcknowledged, TcpState.SynReceived) => TcpState.Established,

        (TcpEvent.UserClose, TcpState.Listen) => TcpState.Closed,
        (TcpEvent.UserClose, TcpState.SynSent) => TcpState.Closed,
        (TcpEvent.UserClose, TcpState.SynReceived) => TcpState.FinWait1,
        (TcpEvent.UserClose, TcpState.Established) => TcpState.FinWait1,
        (TcpEvent.UserClose, TcpState.CloseWait) => TcpState.LastAck,

        (TcpEvent.FinArrives, TcpState.SynReceived) => TcpState.CloseWait,
        (TcpEvent.FinArrives, TcpState.Established) => TcpState.CloseWait,
        (TcpEvent.FinArrives, TcpState.FinWait1) => TcpState.Closing,
        (TcpEvent.FinArrives, TcpState.FinWait2) => TcpState.TimeWait,

        (TcpEvent.FinAcknowledged, TcpState.FinWait1) => TcpState.FinWait2,
        (TcpEvent.FinAcknowledged, TcpState.Closing) => TcpState.TimeWait,
        (TcpEvent.FinAcknowledged, TcpState.LastAck) => TcpState.Closed,

        // A passive open that is reset returns to its listener, which is another object here; the half-open entry just ends.
        (TcpEvent.Abort, TcpState.SynSent or TcpState.SynReceived or TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2
            or TcpState.CloseWait or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait or TcpState.Listen) => TcpState.Closed,

        (TcpEvent.TimeWaitExpires, TcpState.TimeWait) => TcpState.Closed,

        _ => 0,
    };
}
