namespace NetStackSim.TcpIp;

/// <summary>What a connection still has to tell its client; told at the end of the batch that caused it.</summary>
[Flags]
internal enum ConnectionEvents : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The connection attempt ended.</summary>
    Connected = 1,

    /// <summary>The peer's direction ended, or both.</summary>
    Disconnected = 2,

    /// <summary>Our own disconnect ended.</summary>
    DisconnectComplete = 4,

    /// <summary>The ideal send backlog changed.</summary>
    Backlog = 8,
}
