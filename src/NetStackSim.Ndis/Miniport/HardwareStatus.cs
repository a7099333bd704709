namespace NetStackSim.Ndis;

/// <summary>What the hardware is doing (NDIS_HARDWARE_STATUS).</summary>
public enum HardwareStatus
{
    /// <summary>Ready to send and receive.</summary>
    Ready = 0,

    /// <summary>Being initialised.</summary>
    Initializing = 1,

    /// <summary>Being reset.</summary>
    Reset = 2,

    /// <summary>Going down.</summary>
    Closing = 3,

    /// <summary>Not ready.</summary>
    NotReady = 4,
}
