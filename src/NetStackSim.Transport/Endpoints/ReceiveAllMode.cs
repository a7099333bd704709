namespace NetStackSim.Transport;

/// <summary>Which packets a raw endpoint gets besides its own (<c>RCVALL_VALUE</c>, Windows' numbers).</summary>
public enum ReceiveAllMode
{
    /// <summary>None.</summary>
    Off = 0,

    /// <summary>Every packet that the interface sends or receives, and those of others that its adapter sees (promiscuous mode).</summary>
    On = 1,

    /// <summary>As <see cref="IpLevel"/>; reserved on Windows.</summary>
    SocketLevelOnly = 2,

    /// <summary>Every packet that the interface sends or receives.</summary>
    IpLevel = 3,
}
