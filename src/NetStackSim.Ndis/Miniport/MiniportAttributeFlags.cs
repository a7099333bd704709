namespace NetStackSim.Ndis;

/// <summary>NDIS_MINIPORT_ATTRIBUTES_*.</summary>
[Flags]
public enum MiniportAttributeFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The adapter is a hardware device.</summary>
    HardwareDevice = 0x1,

    /// <summary>The driver uses WDM below.</summary>
    NdisWdm = 0x2,

    /// <summary>The driver survives a surprise removal.</summary>
    SurpriseRemoveOk = 0x4,

    /// <summary>Not connection-oriented although it has such handlers.</summary>
    NotCoNdis = 0x8,

    /// <summary>Connection-oriented: do not bind to all.</summary>
    DoNotBindToAllCo = 0x10,

    /// <summary>Keep the adapter over a suspend.</summary>
    NoHaltOnSuspend = 0x20,

    /// <summary>The device does DMA by itself.</summary>
    BusMaster = 0x40,

    /// <summary>The miniport activates the default port itself; nothing attaches before.</summary>
    ControlsDefaultPort = 0x80,

    /// <summary>No pause before a suspend (6.30).</summary>
    NoPauseOnSuspend = 0x100,

    /// <summary>NDIS passes requests for other ports unchanged.</summary>
    NoOidInterceptOnNonDefaultPorts = 0x200,

    /// <summary>Shutdown is called at a bug check too.</summary>
    RegisterBugCheckCallback = 0x400,
}
