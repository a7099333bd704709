namespace NetStackSim.Wsk;

/// <summary>Answer of a conditional listener (<c>WSK_INSPECT_ACTION</c>, Windows' values).</summary>
public enum WskInspectAction
{
    /// <summary>Refuse the connection.</summary>
    Reject = 0,

    /// <summary>Go on with the handshake.</summary>
    Accept = 1,

    /// <summary>Decide later with <see cref="WskListenSocket.InspectComplete"/>.</summary>
    Pend = 2,
}
