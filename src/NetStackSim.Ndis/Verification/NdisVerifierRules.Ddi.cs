using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The rules of Static Driver Verifier about the use of single routines, checked at run time.</content>
public static partial class NdisVerifierRules
{
    /// <summary>DoubleComplete: a request that MiniportOidRequest answered by returning a status is not completed as well.</summary>
    public static VerifierRule DoubleComplete { get; } = Own(nameof(DoubleComplete), 60);

    /// <summary>DoubleCompleteWorkItem: a request is not completed a second time from a work item.</summary>
    public static VerifierRule DoubleCompleteWorkItem { get; } = Own(nameof(DoubleCompleteWorkItem), 61);

    /// <summary>Flags_Irql: a handler that gets a dispatch flag does not ask for the present level.</summary>
    public static VerifierRule FlagsIrql { get; } = Own("Flags_Irql", 62);

    /// <summary>Init_RegisterInterrupt: an interrupt that was registered in MiniportInitializeEx is deregistered when that fails.</summary>
    public static VerifierRule InitRegisterInterrupt { get; } = Own("Init_RegisterInterrupt", 63);

    /// <summary>Init_DeRegisterInterrupt: an interrupt that was registered in MiniportInitializeEx is deregistered in MiniportHaltEx.</summary>
    public static VerifierRule InitDeRegisterInterrupt { get; } = Own("Init_DeRegisterInterrupt", 64);

    /// <summary>Init_NdisAllocateIoWorkItem: work items of MiniportInitializeEx are freed when that fails, or in MiniportHaltEx.</summary>
    public static VerifierRule InitAllocateIoWorkItem { get; } = Own("Init_NdisAllocateIoWorkItem", 65);

    /// <summary>Init_RegisterSG: the scatter-gather registration is undone when MiniportInitializeEx fails, or in MiniportHaltEx.</summary>
    public static VerifierRule InitRegisterScatterGather { get; } = Own("Init_RegisterSG", 66);

    /// <summary>NdisAllocateGenericObject: every generic object is freed.</summary>
    public static VerifierRule AllocateGenericObject { get; } = Own("NdisAllocateGenericObject", 67);

    /// <summary>NdisAllocateMdl: every MDL is freed.</summary>
    public static VerifierRule AllocateMdl { get; } = Own("NdisAllocateMdl", 68);

    /// <summary>NdisOpenConfigurationEx: every configuration handle is closed.</summary>
    public static VerifierRule OpenConfiguration { get; } = Own("NdisOpenConfigurationEx", 69);

    /// <summary>NdisAllocateMemoryWithTagPriority: a tag is given.</summary>
    public static VerifierRule AllocateMemoryTag { get; } = Own("NdisAllocateMemoryWithTagPriority", 70);

    /// <summary>NdisFDeregisterFilterDriver: called from the unload routine, not from a handler of the driver.</summary>
    public static VerifierRule DeregisterFilterDriver { get; } = Own("NdisFDeregisterFilterDriver", 71);

    /// <summary>NdisMDeregisterInterruptEx: no NdisMSynchronizeWithInterruptEx afterwards.</summary>
    public static VerifierRule DeregisterInterrupt { get; } = Own("NdisMDeregisterInterruptEx", 72);

    /// <summary>NdisMFreeSharedMemory: not from MiniportShutdownEx.</summary>
    public static VerifierRule FreeSharedMemory { get; } = Own("NdisMFreeSharedMemory", 73);

    /// <summary>NdisMMapIoSpace: only in MiniportInitializeEx, after the registration attributes.</summary>
    public static VerifierRule MapIoSpace { get; } = Own("NdisMMapIoSpace", 74);

    /// <summary>NdisMNetPnPEventInOIDRequest: no NdisMNetPnPEvent inside a handler for requests.</summary>
    public static VerifierRule NetPnPEventInOidRequest { get; } = Own("NdisMNetPnPEventInOIDRequest", 75);

    /// <summary>NdisReEnumerateProtocolBindings: not from a bind or unbind handler.</summary>
    public static VerifierRule ReEnumerateProtocolBindings { get; } = Own("NdisReEnumerateProtocolBindings", 76);

    /// <summary>NdisStallExecution_Delay: at most 50 microseconds.</summary>
    public static VerifierRule StallExecution { get; } = Own("NdisStallExecution_Delay", 77);

    /// <summary>PeriodicTimer: a periodic timer is cancelled at Passive.</summary>
    public static VerifierRule PeriodicTimer { get; } = Own(nameof(PeriodicTimer), 78);

    /// <summary>CancelTimerObject: all timers are cancelled before MiniportHaltEx returns.</summary>
    public static VerifierRule CancelTimerObject { get; } = Own(nameof(CancelTimerObject), 79);

    /// <summary>NullCheck: no null handle or object is passed to NDIS.</summary>
    public static VerifierRule NullCheck { get; } = Own(nameof(NullCheck), 80);

    /// <summary>WriteErrorLog: a failed allocation of shared memory in MiniportInitializeEx is written to the error log.</summary>
    public static VerifierRule WriteErrorLog { get; } = Own(nameof(WriteErrorLog), 81);

    /// <summary>Pool tracking of Driver Verifier: a driver goes away and leaves memory allocated (0xC4/0x62).</summary>
    public static VerifierRule PoolTracking { get; } = Windows(nameof(PoolTracking), 0x62);
}
