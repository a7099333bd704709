namespace NetStackSim.Wsk;

/// <summary>The category of a WSK socket (<c>WSK_FLAG_*_SOCKET</c>, Windows' values).</summary>
public enum WskSocketFlags : uint
{
    /// <summary>Control and close only.</summary>
    Basic = 0x0,

    /// <summary>Waits for connections.</summary>
    Listen = 0x1,

    /// <summary>Connects to a peer.</summary>
    Connection = 0x2,

    /// <summary>Sends and receives datagrams.</summary>
    Datagram = 0x4,

    /// <summary>Becomes a listening or a connection socket later.</summary>
    Stream = 0x8,
}
