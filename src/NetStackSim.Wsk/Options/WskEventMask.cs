namespace NetStackSim.Wsk;

/// <summary>Event callbacks to enable or disable (<c>WSK_EVENT_*</c>, Windows' values).</summary>
[Flags]
public enum WskEventMask : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>WSK_EVENT_SEND_BACKLOG</c>.</summary>
    SendBacklog = 0x10,

    /// <summary><c>WSK_EVENT_RECEIVE</c>.</summary>
    Receive = 0x40,

    /// <summary><c>WSK_EVENT_DISCONNECT</c>.</summary>
    Disconnect = 0x80,

    /// <summary><c>WSK_EVENT_RECEIVE_FROM</c>.</summary>
    ReceiveFrom = 0x100,

    /// <summary><c>WSK_EVENT_ACCEPT</c>.</summary>
    Accept = 0x200,

    /// <summary><c>WSK_EVENT_DISABLE</c>: disables the one event named with it.</summary>
    Disable = 0x80000000,
}
