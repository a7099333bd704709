namespace NetStackSim.Wsk;

/// <summary>Flags of <see cref="WskConnectionSocket.Send"/> (Windows' values).</summary>
[Flags]
public enum WskSendFlags : uint
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary><c>WSK_FLAG_NODELAY</c>: what is queued leaves at once.</summary>
    NoDelay = 0x2,
}
