namespace NetStackSim.Wsk;

/// <summary>Flags of <see cref="WskConnectionSocket.Disconnect"/> (Windows' values).</summary>
[Flags]
public enum WskDisconnectFlags : uint
{
    /// <summary>Graceful: queued data, then FIN.</summary>
    None = 0,

    /// <summary><c>WSK_FLAG_ABORTIVE</c>: RST, queued sends fail.</summary>
    Abortive = 0x1,
}
