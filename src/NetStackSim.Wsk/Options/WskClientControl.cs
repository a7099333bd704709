namespace NetStackSim.Wsk;

/// <summary>Codes of <see cref="WskProvider.ControlClient"/> (<c>WSK_*</c> client control codes, Windows' values). Codes 4 to 6 and 8 concern cached security descriptors and TDI and are answered with NotSupported.</summary>
public enum WskClientControl : uint
{
    /// <summary><c>WSK_TRANSPORT_LIST_QUERY</c>: output is an array of 28-byte <c>WSK_TRANSPORT</c>; no IRP.</summary>
    TransportListQuery = 2,

    /// <summary><c>WSK_TRANSPORT_LIST_CHANGE</c>: the IRP completes when a transport comes or goes.</summary>
    TransportListChange = 3,

    /// <summary><c>WSK_CACHE_SD</c>.</summary>
    CacheSecurityDescriptor = 4,

    /// <summary><c>WSK_RELEASE_SD</c>.</summary>
    ReleaseSecurityDescriptor = 5,

    /// <summary><c>WSK_TDI_DEVICENAME_MAPPING</c>.</summary>
    TdiDeviceNameMapping = 6,

    /// <summary><c>WSK_SET_STATIC_EVENT_CALLBACKS</c>: input is a 32-bit <see cref="WskEventMask"/>; no IRP; before the first socket.</summary>
    SetStaticEventCallbacks = 7,

    /// <summary><c>WSK_TDI_BEHAVIOR</c>.</summary>
    TdiBehavior = 8,
}
