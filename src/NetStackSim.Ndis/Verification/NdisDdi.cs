using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The routines of NDIS that drivers call, with their legal levels (documentation of each routine, table 9.2 of the fact sheet) and the rule of their group.</summary>
internal static class NdisDdi
{
    public static readonly DdiContract FRegisterFilterDriver = new("NdisFRegisterFilterDriver", NdisVerifierRules.IrqlFilterDriver, Irql.Passive);
    public static readonly DdiContract FDeregisterFilterDriver = new("NdisFDeregisterFilterDriver", NdisVerifierRules.IrqlFilterDriver, Irql.Passive);
    public static readonly DdiContract FRestartFilter = new("NdisFRestartFilter", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);
    public static readonly DdiContract FRestartComplete = new("NdisFRestartComplete", NdisVerifierRules.IrqlFilterDriver, Irql.Passive);
    public static readonly DdiContract FPauseComplete = new("NdisFPauseComplete", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);
    public static readonly DdiContract FSendNetBufferLists = new("NdisFSendNetBufferLists", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);
    public static readonly DdiContract FReturnNetBufferLists = new("NdisFReturnNetBufferLists", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);
    public static readonly DdiContract FSendNetBufferListsComplete = new("NdisFSendNetBufferListsComplete", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);
    public static readonly DdiContract FCancelSendNetBufferLists = new("NdisFCancelSendNetBufferLists", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);
    public static readonly DdiContract FIndicateReceiveNetBufferLists = new("NdisFIndicateReceiveNetBufferLists", NdisVerifierRules.IrqlFilterDriver, Irql.Dispatch);

    public static readonly DdiContract SendNetBufferLists = new("NdisSendNetBufferLists", NdisVerifierRules.IrqlSendReceive, Irql.Dispatch);
    public static readonly DdiContract ReturnNetBufferLists = new("NdisReturnNetBufferLists", NdisVerifierRules.IrqlSendReceive, Irql.Dispatch);
    public static readonly DdiContract CancelSendNetBufferLists = new("NdisCancelSendNetBufferLists", NdisVerifierRules.IrqlSendReceive, Irql.Dispatch);
    public static readonly DdiContract MIndicateReceiveNetBufferLists = new("NdisMIndicateReceiveNetBufferLists", NdisVerifierRules.IrqlSendReceive, Irql.Dispatch);
    public static readonly DdiContract MSendNetBufferListsComplete = new("NdisMSendNetBufferListsComplete", NdisVerifierRules.IrqlSendReceive, Irql.Dispatch);

    public static readonly DdiContract MRegisterMiniportDriver = new("NdisMRegisterMiniportDriver", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MDeregisterMiniportDriver = new("NdisMDeregisterMiniportDriver", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MSetMiniportAttributes = new("NdisMSetMiniportAttributes", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MPauseComplete = new("NdisMPauseComplete", NdisVerifierRules.IrqlMiniportDriver, Irql.Dispatch);
    public static readonly DdiContract MRestartComplete = new("NdisMRestartComplete", NdisVerifierRules.IrqlMiniportDriver, Irql.Dispatch);
    public static readonly DdiContract MNetPnPEvent = new("NdisMNetPnPEvent", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MAllocatePort = new("NdisMAllocatePort", NdisVerifierRules.IrqlMiniportDriver, Irql.Dispatch);
    public static readonly DdiContract MFreePort = new("NdisMFreePort", NdisVerifierRules.IrqlMiniportDriver, Irql.Dispatch);
    public static readonly DdiContract RegisterPoll = new("NdisRegisterPoll", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract DeregisterPoll = new("NdisDeregisterPoll", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MAllocateSharedMemory = new("NdisMAllocateSharedMemory", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MFreeSharedMemory = new("NdisMFreeSharedMemory", NdisVerifierRules.IrqlMiniportDriver, Irql.Dispatch);
    public static readonly DdiContract MMapIoSpace = new("NdisMMapIoSpace", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);
    public static readonly DdiContract MUnmapIoSpace = new("NdisMUnmapIoSpace", NdisVerifierRules.IrqlMiniportDriver, Irql.Passive);

    public static readonly DdiContract RegisterProtocolDriver = new("NdisRegisterProtocolDriver", NdisVerifierRules.IrqlProtocolDriver, Irql.Passive);
    public static readonly DdiContract DeregisterProtocolDriver = new("NdisDeregisterProtocolDriver", NdisVerifierRules.IrqlProtocolDriver, Irql.Passive);
    public static readonly DdiContract OpenAdapterEx = new("NdisOpenAdapterEx", NdisVerifierRules.IrqlProtocolDriver, Irql.Passive);
    public static readonly DdiContract CompleteNetPnPEvent = new("NdisCompleteNetPnPEvent", NdisVerifierRules.IrqlProtocolDriver, Irql.Passive);
    public static readonly DdiContract CompleteUnbindAdapterEx = new("NdisCompleteUnbindAdapterEx", NdisVerifierRules.IrqlProtocolDriver, Irql.Passive);
    public static readonly DdiContract UnbindAdapter = new("NdisUnbindAdapter", NdisVerifierRules.IrqlProtocolDriver, Irql.Dispatch);
    public static readonly DdiContract ReEnumerateProtocolBindings = new("NdisReEnumerateProtocolBindings", NdisVerifierRules.IrqlProtocolDriver, Irql.Passive);

    public static readonly DdiContract OidRequest = new("NdisOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract CancelOidRequest = new("NdisCancelOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FOidRequest = new("NdisFOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FOidRequestComplete = new("NdisFOidRequestComplete", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract MOidRequestComplete = new("NdisMOidRequestComplete", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract CancelDirectOidRequest = new("NdisCancelDirectOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract DirectOidRequest = new("NdisDirectOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FCancelDirectOidRequest = new("NdisFCancelDirectOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FCancelOidRequest = new("NdisFCancelOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FDirectOidRequest = new("NdisFDirectOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FDirectOidRequestComplete = new("NdisFDirectOidRequestComplete", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract FSynchronousOidRequest = new("NdisFSynchronousOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract MDirectOidRequestComplete = new("NdisMDirectOidRequestComplete", NdisVerifierRules.IrqlOid, Irql.Dispatch);
    public static readonly DdiContract SynchronousOidRequest = new("NdisSynchronousOidRequest", NdisVerifierRules.IrqlOid, Irql.Dispatch);

    public static readonly DdiContract MIndicateStatusEx = new("NdisMIndicateStatusEx", NdisVerifierRules.IrqlStatusIndication, Irql.Dispatch);
    public static readonly DdiContract FIndicateStatus = new("NdisFIndicateStatus", NdisVerifierRules.IrqlStatusIndication, Irql.Dispatch);

    public static readonly DdiContract AllocateNetBufferListPool = new("NdisAllocateNetBufferListPool", NdisVerifierRules.IrqlNetBuffer, Irql.Dispatch);
    public static readonly DdiContract FreeNetBufferListPool = new("NdisFreeNetBufferListPool", NdisVerifierRules.IrqlNetBuffer, Irql.Dispatch);
    public static readonly DdiContract AllocateNetBufferList = new("NdisAllocateNetBufferList", NdisVerifierRules.IrqlNetBuffer, Irql.Dispatch);
    public static readonly DdiContract FreeNetBufferList = new("NdisFreeNetBufferList", NdisVerifierRules.IrqlNetBuffer, Irql.Dispatch);
    public static readonly DdiContract AllocateMdl = new("NdisAllocateMdl", NdisVerifierRules.IrqlNetBuffer, Irql.Dispatch);
    public static readonly DdiContract FreeMdl = new("NdisFreeMdl", NdisVerifierRules.IrqlNetBuffer, Irql.Dispatch);

    public static readonly DdiContract AllocateTimerObject = new("NdisAllocateTimerObject", NdisVerifierRules.IrqlTimer, Irql.Dispatch);
    public static readonly DdiContract SetTimerObject = new("NdisSetTimerObject", NdisVerifierRules.IrqlTimer, Irql.Dispatch);
    public static readonly DdiContract CancelTimerObject = new("NdisCancelTimerObject", NdisVerifierRules.IrqlTimer, Irql.Dispatch);
    public static readonly DdiContract FreeTimerObject = new("NdisFreeTimerObject", NdisVerifierRules.IrqlTimer, Irql.Dispatch);

    public static readonly DdiContract MRegisterInterruptEx = new("NdisMRegisterInterruptEx", NdisVerifierRules.IrqlInterrupt, Irql.Passive);
    public static readonly DdiContract MDeregisterInterruptEx = new("NdisMDeregisterInterruptEx", NdisVerifierRules.IrqlInterrupt, Irql.Passive);

    public static readonly DdiContract MRegisterScatterGatherDma = new("NdisMRegisterScatterGatherDma", NdisVerifierRules.IrqlGatherDma, Irql.Passive);
    public static readonly DdiContract MDeregisterScatterGatherDma = new("NdisMDeregisterScatterGatherDma", NdisVerifierRules.IrqlGatherDma, Irql.Passive);
    public static readonly DdiContract MAllocateNetBufferSGList = new("NdisMAllocateNetBufferSGList", NdisVerifierRules.IrqlGatherDma, Irql.Dispatch, Irql.Dispatch);
    public static readonly DdiContract MFreeNetBufferSGList = new("NdisMFreeNetBufferSGList", NdisVerifierRules.IrqlGatherDma, Irql.Dispatch, Irql.Dispatch);

    public static readonly DdiContract SetEvent = new("NdisSetEvent", NdisVerifierRules.IrqlSynchronization, Irql.Dispatch);
    public static readonly DdiContract ResetEvent = new("NdisResetEvent", NdisVerifierRules.IrqlSynchronization, Irql.Dispatch);

    public static readonly DdiContract IfAddIfStackEntry = new("NdisIfAddIfStackEntry", NdisVerifierRules.IrqlInterfaces, Irql.Passive);
    public static readonly DdiContract IfDeleteIfStackEntry = new("NdisIfDeleteIfStackEntry", NdisVerifierRules.IrqlInterfaces, Irql.Passive);

    public static readonly DdiContract IMAssociateMiniport = new("NdisIMAssociateMiniport", NdisVerifierRules.IrqlIntermediate, Irql.Passive);
    public static readonly DdiContract IMInitializeDeviceInstanceEx = new("NdisIMInitializeDeviceInstanceEx", NdisVerifierRules.IrqlIntermediate, Irql.Passive);
    public static readonly DdiContract IMCancelInitializeDeviceInstance = new("NdisIMCancelInitializeDeviceInstance", NdisVerifierRules.IrqlIntermediate, Irql.Passive);
    public static readonly DdiContract IMDeInitializeDeviceInstance = new("NdisIMDeInitializeDeviceInstance", NdisVerifierRules.IrqlIntermediate, Irql.Passive);

    public static readonly DdiContract AllocateGenericObject = new("NdisAllocateGenericObject", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);
    public static readonly DdiContract FreeGenericObject = new("NdisFreeGenericObject", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);
    public static readonly DdiContract AllocateIoWorkItem = new("NdisAllocateIoWorkItem", NdisVerifierRules.IrqlMiscellaneous, Irql.Dispatch);
    public static readonly DdiContract QueueIoWorkItem = new("NdisQueueIoWorkItem", NdisVerifierRules.IrqlMiscellaneous, Irql.Dispatch);
    public static readonly DdiContract FreeIoWorkItem = new("NdisFreeIoWorkItem", NdisVerifierRules.IrqlMiscellaneous, Irql.Dispatch);
    public static readonly DdiContract AllocateMemoryWithTagPriority = new("NdisAllocateMemoryWithTagPriority", NdisVerifierRules.IrqlMiscellaneous, Irql.Dispatch);
    public static readonly DdiContract FreeMemory = new("NdisFreeMemory", NdisVerifierRules.IrqlMiscellaneous, Irql.Dispatch);
    public static readonly DdiContract OpenConfigurationEx = new("NdisOpenConfigurationEx", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);
    public static readonly DdiContract ReadConfiguration = new("NdisReadConfiguration", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);
    public static readonly DdiContract CloseConfiguration = new("NdisCloseConfiguration", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);
    public static readonly DdiContract SetOptionalHandlers = new("NdisSetOptionalHandlers", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);
    public static readonly DdiContract WriteErrorLogEntry = new("NdisWriteErrorLogEntry", NdisVerifierRules.IrqlMiscellaneous, Irql.Passive);

    /// <summary>All of them, for the table test.</summary>
    public static IReadOnlyList<DdiContract> All { get; } =
    [
        FRegisterFilterDriver, FDeregisterFilterDriver, FRestartFilter, FRestartComplete, FPauseComplete, FSendNetBufferLists, FReturnNetBufferLists,
        FSendNetBufferListsComplete, FCancelSendNetBufferLists, FIndicateReceiveNetBufferLists,
        SendNetBufferLists, ReturnNetBufferLists, CancelSendNetBufferLists, MIndicateReceiveNetBufferLists, MSendNetBufferListsComplete,
        MRegisterMiniportDriver, MDeregisterMiniportDriver, MSetMiniportAttributes, MPauseComplete, MRestartComplete, MNetPnPEvent, MAllocatePort, MFreePort, RegisterPoll,
        DeregisterPoll, MAllocateSharedMemory, MFreeSharedMemory, MMapIoSpace, MUnmapIoSpace,
        RegisterProtocolDriver, DeregisterProtocolDriver, OpenAdapterEx, CompleteNetPnPEvent, CompleteUnbindAdapterEx, UnbindAdapter,
        ReEnumerateProtocolBindings,
        OidRequest, CancelOidRequest, FOidRequest, FOidRequestComplete, MOidRequestComplete,
        CancelDirectOidRequest, DirectOidRequest, FCancelDirectOidRequest, FCancelOidRequest, FDirectOidRequest, FDirectOidRequestComplete,
        FSynchronousOidRequest, MDirectOidRequestComplete, SynchronousOidRequest,
        MIndicateStatusEx, FIndicateStatus,
        AllocateNetBufferListPool, FreeNetBufferListPool, AllocateNetBufferList, FreeNetBufferList, AllocateMdl, FreeMdl,
        AllocateTimerObject, SetTimerObject, CancelTimerObject, FreeTimerObject,
        MRegisterInterruptEx, MDeregisterInterruptEx,
        MRegisterScatterGatherDma, MDeregisterScatterGatherDma, MAllocateNetBufferSGList, MFreeNetBufferSGList,
        SetEvent, ResetEvent,
        IfAddIfStackEntry, IfDeleteIfStackEntry,
        IMAssociateMiniport, IMInitializeDeviceInstanceEx, IMCancelInitializeDeviceInstance, IMDeInitializeDeviceInstance,
        AllocateGenericObject, FreeGenericObject, AllocateIoWorkItem, QueueIoWorkItem, FreeIoWorkItem, AllocateMemoryWithTagPriority, FreeMemory,
        OpenConfigurationEx, ReadConfiguration, CloseConfiguration, SetOptionalHandlers, WriteErrorLogEntry,
    ];

    /// <summary>The routine with which a place hands lists on; null for NDIS itself.</summary>
    /// <param name="handle">Whose place it is.</param>
    /// <param name="what">Which way the lists go.</param>
    public static DdiContract? OfHandOver(object handle, OwnershipEvent what) => (handle, what) switch
    {
        (FilterModule, OwnershipEvent.Sent) => FSendNetBufferLists,
        (FilterModule, OwnershipEvent.Completed) => FSendNetBufferListsComplete,
        (FilterModule, OwnershipEvent.Indicated) => FIndicateReceiveNetBufferLists,
        (FilterModule, OwnershipEvent.Returned) => FReturnNetBufferLists,
        (MiniportAdapter, OwnershipEvent.Completed) => MSendNetBufferListsComplete,
        (MiniportAdapter, OwnershipEvent.Indicated) => MIndicateReceiveNetBufferLists,
        (ProtocolBinding, OwnershipEvent.Sent) => SendNetBufferLists,
        (ProtocolBinding, OwnershipEvent.Returned) => ReturnNetBufferLists,
        _ => null,
    };
}
