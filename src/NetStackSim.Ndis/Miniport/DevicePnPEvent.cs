namespace NetStackSim.Ndis;

/// <summary>Device plug and play events (NDIS_DEVICE_PNP_EVENT).</summary>
public enum DevicePnPEvent
{
    /// <summary>May the device be removed?</summary>
    QueryRemoved = 0,

    /// <summary>The device was removed in an orderly way.</summary>
    Removed = 1,

    /// <summary>The device is gone.</summary>
    SurpriseRemoved = 2,

    /// <summary>May the device be stopped?</summary>
    QueryStopped = 3,

    /// <summary>The device was stopped.</summary>
    Stopped = 4,

    /// <summary>The power profile changed.</summary>
    PowerProfileChanged = 5,

    /// <summary>The list of filters above the adapter changed.</summary>
    FilterListChanged = 6,
}
