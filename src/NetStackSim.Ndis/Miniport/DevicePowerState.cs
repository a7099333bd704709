using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Power states of a device, with the values of OID_PNP_SET_POWER.</summary>
[WindowsDdi("NDIS_DEVICE_POWER_STATE")]
public enum DevicePowerState
{
    /// <summary>Not known.</summary>
    Unspecified = 0,

    /// <summary>Full power.</summary>
    D0 = 1,

    /// <summary>Low power; quick to come back.</summary>
    D1 = 2,

    /// <summary>Lower power.</summary>
    D2 = 3,

    /// <summary>Off, or nearly.</summary>
    D3 = 4,
}
