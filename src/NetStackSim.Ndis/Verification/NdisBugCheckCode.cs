namespace NetStackSim.Ndis;

/// <summary>First parameter of bug check 0x7C, BUGCODE_NDIS_DRIVER: those that can happen here.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Sub-code</term><description>Why it cannot happen</description></listheader>
/// <item><term>0x02 shared memory corrupted</term><description>A span ends where the memory ends.</description></item>
/// <item><term>0x05, 0x07, 0x12, 0x13 packet in use</term><description>Packet descriptors of NDIS 5; a list in use is 0x06.</description></item>
/// <item><term>0x15 NDIS 5 call</term><description>There are none.</description></item>
/// <item><term>0x17 interface provider</term><description>Interfaces are registered without one.</description></item>
/// <item><term>0x21 object header</term><description>Parameters are classes: type, revision and size cannot be wrong.</description></item>
/// <item><term>0x23 packet direct</term><description>Not simulated.</description></item>
/// <item><term>0x24 unexpected failure</term><description>An error inside NDIS itself.</description></item>
/// </list>
/// </remarks>
public enum NdisBugCheckCode : ulong
{
    /// <summary>NdisMAllocateSharedMemory above Passive. Parameter 3: bytes, parameter 4: the level.</summary>
    AllocateSharedMemoryHighIrql = 0x01,

    /// <summary>NdisMFreeSharedMemory for memory that is freed already.</summary>
    FreeInvalidSharedMemory = 0x03,

    /// <summary>A device was added for a driver that is not registered.</summary>
    UnloadInvalidParameter = 0x04,

    /// <summary>A list was indicated that the drivers above still have.</summary>
    ReceivedPacketInUse = 0x06,

    /// <summary>A miniport was halted and has not deregistered its interrupt.</summary>
    HaltWithInterrupt = 0x08,

    /// <summary>A miniport was halted and has not cancelled all its timers.</summary>
    HaltWithTimer = 0x09,

    /// <summary>A driver was unloaded while it still has adapters, modules or bindings.</summary>
    UnexpectedDriverUnload = 0x0A,

    /// <summary>MiniportInitializeEx failed and left an interrupt registered.</summary>
    InitializeFailedWithInterrupt = 0x0B,

    /// <summary>MiniportInitializeEx failed and left a timer set.</summary>
    InitializeFailedWithTimer = 0x0C,

    /// <summary>A miniport was halted while it was initialized and has not deregistered its interrupt.</summary>
    HaltInitializeWithInterrupt = 0x0D,

    /// <summary>A miniport was halted while it was initialized and has not cancelled all its timers.</summary>
    HaltInitializeWithTimer = 0x0E,

    /// <summary>NdisMResetComplete without a pending reset.</summary>
    ResetCompleteUnexpected = 0x0F,

    /// <summary>MiniportInitializeEx failed after a low-power state and left an interrupt registered.</summary>
    PowerUpFailedWithInterrupt = 0x10,

    /// <summary>MiniportInitializeEx failed after a low-power state and left a timer set.</summary>
    PowerUpFailedWithTimer = 0x11,

    /// <summary>NdisWaitEvent above Passive. Parameter 2: the level.</summary>
    WaitEventHighIrql = 0x14,

    /// <summary>A binding was opened outside the bind handler.</summary>
    OpenOutsideBind = 0x16,

    /// <summary>A row of the ifStackTable would close a circle.</summary>
    IfStackTableLoop = 0x1B,

    /// <summary>A driver failed an OID request that must succeed.</summary>
    FailedMandatoryOid = 0x1C,

    /// <summary>An OID request was completed with more bytes than its buffer has.</summary>
    OidCompletedWithBadBuffer = 0x1D,

    /// <summary>A reference count is wrong: a list was completed or returned twice, or freed while it is out.</summary>
    ReferenceCountImbalance = 0x1E,

    /// <summary>An illegal state transition: a pause or restart was completed that nobody asked for.</summary>
    IllegalStateTransition = 0x1F,

    /// <summary>A status indication with a buffer of the wrong size.</summary>
    StatusIndicationInvalidBuffer = 0x20,

    /// <summary>A miniport or filter sent an event that is not theirs to send.</summary>
    IllegalNetPnPEvent = 0x22,

    /// <summary>A driver did not finish in time; parameter 2 is a <see cref="NdisWatchdog"/>.</summary>
    Watchdog = 0x25,

    /// <summary>An OID request was completed that is not pending.</summary>
    OidNotPending = 0x26,

    /// <summary>A binding or driver went away with lists outstanding.</summary>
    LeakedNetBufferLists = 0x27,
}
