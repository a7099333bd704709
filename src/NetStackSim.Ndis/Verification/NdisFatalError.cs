namespace NetStackSim.Ndis;

/// <summary>Fourth parameter of live dump 0x15E/0x01: what the fatal error of a miniport was.</summary>
public enum NdisFatalError : ulong
{
    /// <summary>Asked for from user mode.</summary>
    UserMode = 70,

    /// <summary>NdisMRemoveMiniport.</summary>
    RemoveMiniport = 71,

    /// <summary>NdisIMInitializeDeviceInstanceEx failed.</summary>
    IntermediateInitialize = 72,

    /// <summary>MiniportRestart failed.</summary>
    MiniportRestart = 73,

    /// <summary>OID_PNP_SET_POWER to D0 failed.</summary>
    SetPowerUp = 74,

    /// <summary>OID_PNP_SET_POWER to a low-power state failed.</summary>
    SetPowerDown = 75,
}
