namespace NetStackSim.Transport;

/// <summary>Flags of a stream send.</summary>
[Flags]
public enum StreamSendFlags : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary><c>WSK_FLAG_NODELAY</c>: everything up to the end of this request leaves without waiting for Nagle.</summary>
    NoDelay = 1,

    /// <summary>A FIN follows the last byte of this request (graceful disconnect with a last buffer).</summary>
    Disconnect = 2,

    /// <summary>More data follows at once: do not send a short segment for the tail of this request.</summary>
    MoreComing = 4,
}
