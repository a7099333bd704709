namespace NetStackSim.Ndis;

/// <summary>What a driver claims and has to release.</summary>
public enum DriverResourceKind
{
    /// <summary>Memory with a tag.</summary>
    Memory,

    /// <summary>A generic object: a handle for drivers that have no adapter.</summary>
    GenericObject,

    /// <summary>A memory descriptor list.</summary>
    Mdl,

    /// <summary>An open configuration.</summary>
    Configuration,

    /// <summary>A work item.</summary>
    WorkItem,

    /// <summary>A timer object.</summary>
    Timer,

    /// <summary>Memory shared with a device.</summary>
    SharedMemory,

    /// <summary>Mapped registers of a device.</summary>
    IoSpace,

    /// <summary>A connected interrupt.</summary>
    Interrupt,

    /// <summary>A poll object.</summary>
    Poll,

    /// <summary>A registration for scatter-gather DMA.</summary>
    ScatterGather,
}
