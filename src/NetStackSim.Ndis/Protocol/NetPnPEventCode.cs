namespace NetStackSim.Ndis;

/// <summary>NET_PNP_EVENT_CODE.</summary>
public enum NetPnPEventCode
{
    /// <summary>The power state changes.</summary>
    SetPower = 0,

    /// <summary>May the power state change?</summary>
    QueryPower = 1,

    /// <summary>May the device be removed?</summary>
    QueryRemoveDevice = 2,

    /// <summary>The removal was called off.</summary>
    CancelRemoveDevice = 3,

    /// <summary>Configuration changed.</summary>
    Reconfigure = 4,

    /// <summary>The order of bindings changed.</summary>
    BindList = 5,

    /// <summary>All bindings are made.</summary>
    BindsComplete = 6,

    /// <summary>Power capabilities changed.</summary>
    PnPCapabilities = 7,

    /// <summary>Stop sending; must not fail.</summary>
    Pause = 8,

    /// <summary>Start again; attributes may have changed.</summary>
    Restart = 9,

    /// <summary>Ports became active.</summary>
    PortActivation = 10,

    /// <summary>Ports became inactive.</summary>
    PortDeactivation = 11,

    /// <summary>A virtual miniport that was disabled alone is enabled again: its intermediate driver initialises it. The payload is its name.</summary>
    ImReEnableDevice = 12,

    /// <summary>RDMA was switched on.</summary>
    NdkEnable = 13,

    /// <summary>RDMA was switched off.</summary>
    NdkDisable = 14,

    /// <summary>To one filter module: it is about to be detached, requests still work.</summary>
    FilterPreDetach = 15,

    /// <summary>A binding failed.</summary>
    BindFailed = 16,

    /// <summary>An extensible switch is ready.</summary>
    SwitchActivate = 17,

    /// <summary>From a miniport: protocols may bind above it again.</summary>
    AllowBindsAbove = 18,

    /// <summary>From a miniport: no protocol may stay bound above it (a member of a team).</summary>
    InhibitBindsAbove = 19,

    /// <summary>From a miniport: its stack may restart again.</summary>
    AllowStart = 20,

    /// <summary>From a miniport: its stack must pause.</summary>
    RequirePause = 21,

    /// <summary>Flow entries of an offloaded switch go up.</summary>
    UploadGftFlowEntries = 22,
}
