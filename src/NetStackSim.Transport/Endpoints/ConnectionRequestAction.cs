namespace NetStackSim.Transport;

/// <summary>Answer to an incoming connection request (<c>WSK_INSPECT_ACTION</c>).</summary>
public enum ConnectionRequestAction : byte
{
    /// <summary>Go on with the handshake (<c>WskInspectAccept</c>).</summary>
    Accept,

    /// <summary>Refuse it with a reset (<c>WskInspectReject</c>).</summary>
    Reject,

    /// <summary>Hold it until <see cref="IListener.CompleteRequest"/> (<c>WskInspectPend</c>).</summary>
    Pend,
}
