namespace NetStackSim.Ndis;

/// <summary>Device power states (NDIS_DEVICE_POWER_STATE).</summary>
public enum DevicePowerState
{
    /// <summary>Not said; as a capability: never.</summary>
    Unspecified = 0,

    /// <summary>Full power.</summary>
    D0 = 1,

    /// <summary>Light sleep.</summary>
    D1 = 2,

    /// <summary>Deeper sleep.</summary>
    D2 = 3,

    /// <summary>Off, but for what may wake the system.</summary>
    D3 = 4,
}
