namespace NetStackSim.Wsk;

/// <summary>Flags of <see cref="WskConnectionSocket.Receive"/> (Windows' values); they exclude each other.</summary>
[Flags]
public enum WskReceiveFlags : uint
{
    /// <summary>Completes with the first bytes.</summary>
    None = 0,

    /// <summary><c>WSK_FLAG_WAITALL</c>: completes when the buffer is full, the peer disconnects, or the request is cancelled.</summary>
    WaitAll = 0x2,

    /// <summary><c>WSK_FLAG_DRAIN</c>: with a buffer of length 0, discards everything until the peer disconnects.</summary>
    Drain = 0x4,
}
