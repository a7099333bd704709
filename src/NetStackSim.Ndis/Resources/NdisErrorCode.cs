namespace NetStackSim.Ndis;

/// <summary>What an entry of the error log is about (NDIS_ERROR_CODE, EVENT_NDIS_...).</summary>
public enum NdisErrorCode : uint
{
    /// <summary>Resources conflict with those of another device.</summary>
    ResourceConflict = 0xC000_1388,

    /// <summary>Memory, or another resource, ran out.</summary>
    OutOfResources = 0xC000_1389,

    /// <summary>The hardware does not work as it should.</summary>
    HardwareFailure = 0xC000_138A,

    /// <summary>The adapter was not found.</summary>
    AdapterNotFound = 0xC000_138B,

    /// <summary>The interrupt could not be connected.</summary>
    InterruptConnect = 0xC000_138C,

    /// <summary>The driver failed.</summary>
    DriverFailure = 0xC000_138D,

    /// <summary>The driver is not of the version that it should be.</summary>
    BadVersion = 0xC000_138E,

    /// <summary>Something took too long.</summary>
    Timeout = 0x8000_138F,
}
