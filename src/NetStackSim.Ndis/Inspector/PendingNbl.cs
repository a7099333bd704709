namespace NetStackSim.Ndis;

/// <summary>A list under way.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="Name">Pool and number.</param>
/// <param name="Owner">Who has it: a miniport, a filter module, a binding.</param>
/// <param name="IsSend">True on the send path, false on the receive path.</param>
/// <param name="IsOnWayBack">True when it is complete, or returned, and not yet home.</param>
/// <param name="Source">Who originated it.</param>
/// <param name="SinceNs">When its owner got it, virtual nanoseconds.</param>
/// <param name="Bytes">Bytes of data.</param>
public sealed record PendingNbl(string Handle, string Name, string Owner, bool IsSend, bool IsOnWayBack, string Source, long SinceNs, int Bytes);
