namespace NetStackSim.Ndis;

/// <summary>Why an interface is down or dormant (NET_IF_OPER_STATUS_*).</summary>
[Flags]
public enum OperStatusFlags : uint
{
    /// <summary>No reason needed.</summary>
    None = 0,

    /// <summary>Port authentication is missing.</summary>
    DownNotAuthenticated = 0x1,

    /// <summary>The link is down.</summary>
    DownNotMediaConnected = 0x2,

    /// <summary>The adapter is paused.</summary>
    DormantPaused = 0x4,

    /// <summary>The adapter sleeps.</summary>
    DormantLowPower = 0x8,
}
