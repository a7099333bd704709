namespace NetStackSim.Ndis;

/// <summary>First parameter of live dump 0x15E, BUGCODE_NDIS_DRIVER_LIVE_DUMP.</summary>
public enum NdisLiveDumpCode : ulong
{
    /// <summary>A miniport had a fatal error; parameter 4 is a <see cref="NdisFatalError"/>.</summary>
    MiniportFatalError = 0x01,

    /// <summary>Something takes very long; parameter 2 is a <see cref="NdisWatchdog"/>.</summary>
    Watchdog = 0x25,

    /// <summary>A pause waits for lists that do not come back.</summary>
    StuckNetBufferList = 0x30,
}
