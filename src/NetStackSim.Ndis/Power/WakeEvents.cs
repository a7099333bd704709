namespace NetStackSim.Ndis;

/// <summary>What else can wake a system (NDIS_PM_WAKE_ON_*).</summary>
[Flags]
public enum WakeEvents : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The cable was plugged in (NDIS_PM_WAKE_ON_LINK_CHANGE_ENABLED).</summary>
    MediaConnect = 0x1,

    /// <summary>The cable was pulled (NDIS_PM_WAKE_ON_MEDIA_DISCONNECT_ENABLED).</summary>
    MediaDisconnect = 0x2,
}
