namespace NetStackSim.Ndis;

/// <summary>The handlers of a filter driver, by role (the entry points of NDIS_FILTER_DRIVER_CHARACTERISTICS).</summary>
[Flags]
public enum FilterRoles
{
    /// <summary>The mandatory ones only: attach, detach, pause, restart.</summary>
    None = 0,

    /// <summary><see cref="IFilterSend"/>.</summary>
    Send = 0x1,

    /// <summary><see cref="IFilterReceive"/>; needs <see cref="Status"/> too.</summary>
    Receive = 0x2,

    /// <summary><see cref="IFilterOid"/>.</summary>
    Oid = 0x4,

    /// <summary><see cref="IFilterDirectOid"/>.</summary>
    DirectOid = 0x8,

    /// <summary><see cref="IFilterSynchronousOid"/>.</summary>
    SynchronousOid = 0x10,

    /// <summary><see cref="IFilterStatus"/>.</summary>
    Status = 0x20,

    /// <summary><see cref="IFilterNetPnP"/>.</summary>
    NetPnP = 0x40,

    /// <summary><see cref="IFilterDevicePnP"/>.</summary>
    DevicePnP = 0x80,

    /// <summary>Edits restart attributes; needs <see cref="Oid"/> too, since requests tell the same.</summary>
    RestartAttributes = 0x100,
}
