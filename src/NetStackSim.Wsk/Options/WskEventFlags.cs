namespace NetStackSim.Wsk;

/// <summary>Flags that event callbacks are called with (Windows' values).</summary>
[Flags]
public enum WskEventFlags : uint
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary><c>WSK_FLAG_ABORTIVE</c>: the peer reset the connection.</summary>
    Abortive = 0x1,

    /// <summary><c>WSK_FLAG_RELEASE_ASAP</c>: the data holds scarce memory; do not retain it long.</summary>
    ReleaseAsap = 0x2,

    /// <summary><c>WSK_FLAG_ENTIRE_MESSAGE</c>: the data ends with a push.</summary>
    EntireMessage = 0x4,

    /// <summary><c>WSK_FLAG_AT_DISPATCH_LEVEL</c>: the caller runs at exactly Dispatch.</summary>
    AtDispatchLevel = 0x8,

    /// <summary><c>MSG_BCAST</c>: a broadcast datagram.</summary>
    Broadcast = 0x400,

    /// <summary><c>MSG_MCAST</c>: a multicast datagram.</summary>
    Multicast = 0x800,
}
