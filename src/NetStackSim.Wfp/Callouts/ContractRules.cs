namespace NetStackSim.Wfp;

/// <summary>The callout contract, rule by rule: its source in the documentation of Windows and the remedy.</summary>
public static class ContractRules
{
    private static readonly SortedDictionary<ContractRule, ContractRuleInfo> Infos = [];

    static ContractRules()
    {
        AddClassification();
        AddPackets();
        AddInjection();
        AddStream();
        AddOperations();
        AddLife();
    }

    /// <summary>All rules in the order of their numbers.</summary>
    public static IReadOnlyCollection<ContractRuleInfo> All => Infos.Values;

    /// <summary>What is known about a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>Its source and remedy.</returns>
    public static ContractRuleInfo Get(ContractRule rule) => Infos[rule];

    private static void AddClassification()
    {
        const string Classify = "FWPS_CALLOUT_CLASSIFY_FN";
        const string Out = "FWPS_CLASSIFY_OUT0";
        Add(ContractRule.RightSetAgain, Out, "leave FWPS_RIGHT_ACTION_WRITE as it is or clear it; it can never be set again");
        Add(ContractRule.PermitWithoutRight, Out, "test FWPS_RIGHT_ACTION_WRITE first; without it leave actionType alone, or veto with FWP_ACTION_BLOCK");
        Add(ContractRule.InspectionDecided, "FWP_ACTION_CALLOUT_INSPECTION", "return FWP_ACTION_CONTINUE, or give the filter the action FWP_ACTION_CALLOUT_UNKNOWN");
        Add(ContractRule.TerminatingDidNotDecide, "FWP_ACTION_CALLOUT_TERMINATING", "return FWP_ACTION_PERMIT or FWP_ACTION_BLOCK on every path of classifyFn");
        Add(ContractRule.AbsorbWithoutBlock, Out, "set FWPS_CLASSIFY_OUT_FLAG_ABSORB only together with FWP_ACTION_BLOCK, and at no discard, stream or release layer");
        Add(ContractRule.BlockAtInformingLayer, "FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4", "decide at the ALE authorization layers; here only look");
        Add(ContractRule.EngineFlagChanged, Out, "change no flag but FWPS_CLASSIFY_OUT_FLAG_ABSORB; the others belong to the engine");
        Add(ContractRule.TookWithoutRight, "Callout Driver Programming Considerations", "test FWPS_RIGHT_ACTION_WRITE before pending or redirecting; a heavier callout owns the traffic");
        Add(ContractRule.IrqlChanged, Classify, "lower what was raised and release every spin lock before classifyFn returns");
        Add(ContractRule.CalledAboveIrql, "IRQL section of the function", "queue a work item (IoQueueWorkItem) and make the call at PASSIVE_LEVEL");
        Add(ContractRule.CalledTooLong, "Guidelines for Writing DPC Routines", "queue what takes long to a worker thread; classifyFn runs at DISPATCH_LEVEL");
    }

    private static void AddPackets()
    {
        const string Classify = "FWPS_CALLOUT_CLASSIFY_FN";
        const string Reference = "FwpsReferenceNetBufferList0";
        Add(ContractRule.DataOffsetNotRestored, Classify, "undo every NdisRetreatNetBufferDataStart and NdisAdvanceNetBufferDataStart before classifyFn returns");
        Add(ContractRule.DataChangedInPlace, "Packet Modification Examples", "change a clone with memory of its own, inject it, and block and absorb the original");
        Add(ContractRule.ListUsedAfterCall, Reference, "call FwpsReferenceNetBufferList0 or clone the list inside classifyFn, and absorb the original");
        Add(ContractRule.ListKeptWithoutAbsorb, Reference, "return FWP_ACTION_BLOCK with FWPS_CLASSIFY_OUT_FLAG_ABSORB, or dereference the list before classifyFn returns");
        Add(ContractRule.DereferencedWithoutReference, "FwpsDereferenceNetBufferList0", "pair each FwpsDereferenceNetBufferList0 with one FwpsReferenceNetBufferList0");
        Add(ContractRule.CloneFreedModified, "FwpsFreeCloneNetBufferList0", "undo every change of the clone's structure before it is freed");
        Add(ContractRule.BatchedListKept, "FWP_CALLOUT_FLAG_ALLOW_L2_BATCH_CLASSIFY", "copy the frame with FwpsAllocateDeepCloneNetBufferList0, or register without the flag");
    }

    private static void AddInjection()
    {
        const string Complete = "FWPS_INJECT_COMPLETE0";
        Add(ContractRule.WrongInjectionHandle, "FwpsInjectionHandleCreate0", "create a handle with the type and family of the function, and use it only until it is destroyed");
        Add(ContractRule.ReinjectionLoop, "FwpsQueryPacketInjectionState0", "permit what is FWPS_PACKET_INJECTED_BY_SELF or FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF");
        Add(ContractRule.InlineTcpInjection, "Packet Modification Examples", "queue the injection of TCP segments from transport layers to a DPC or worker: TCP holds its locks");
        Add(ContractRule.InjectedDataMisplaced, "Packet Injection Functions", "retreat or advance the clone to the header at which the function wants it before the injection");
        Add(ContractRule.ListFreedInFlight, Complete, "free the list in its completion function, not before");
        Add(ContractRule.ListInjectedTwice, Complete, "make one clone for each injection, or wait for the completion function");
        Add(ContractRule.OriginalInjected, "FwpsAllocateCloneNetBufferList0", "inject a clone or a list of your own; the indicated list belongs to the stack");
        Add(ContractRule.InjectedBeforeAle, "FWPS_METADATA_FIELD_ALE_CLASSIFY_REQUIRED", "permit the packet and take it at FWPM_LAYER_ALE_AUTH_RECV_ACCEPT instead");
    }

    private static void AddStream()
    {
        const string Packet = "FWPS_STREAM_CALLOUT_IO_PACKET0";
        const string Inject = "FwpsStreamInjectAsync0";
        Add(ContractRule.NeedMoreDataMisuse, Packet, "ask for at least one byte, and decide when BUFFER_LIMIT_REACHED or NO_MORE_DATA is set");
        Add(ContractRule.StreamBytesOutOfRange, Packet, "set countBytesEnforced to at most streamData->dataLength; 0 stands for all bytes");
        Add(ContractRule.DeferOutbound, "FWPS_STREAM_ACTION_DEFER", "defer inbound data only; clone and block outbound data");
        Add(ContractRule.ContinueInsideClassify, "FwpsStreamContinue0", "continue the stream from a worker after classifyFn returned");
        Add(ContractRule.StreamInjectOutOfPlace, Inject, "inject inside classifyFn, or while the stream is deferred, or block and clone everything");
        Add(ContractRule.StreamFlagsMisuse, Inject, "give FWPS_STREAM_FLAG_SEND or FWPS_STREAM_FLAG_RECEIVE, and a disconnect only for one that was indicated; end a send with DROP_CONNECTION");
        Add(ContractRule.StreamModeChanged, "Stream Inspection", "choose in-line or out-of-band inspection once for the life of the flow and direction");
        Add(ContractRule.StreamFilterRemovedBusy, "FwpmFilterDeleteById0", "let flows that wait, are deferred or are inspected out of band come to an end before the filter is deleted");
        Add(ContractRule.StreamActionMissing, Packet, "set actionType on every call; there is no default at the stream layer");
    }

    private static void AddOperations()
    {
        Add(ContractRule.PendWithoutAbsorb, "FwpsPendOperation0", "return FWP_ACTION_BLOCK with FWPS_CLASSIFY_OUT_FLAG_ABSORB and the right cleared");
        Add(ContractRule.CompletedTwice, "FwpsCompleteOperation0", "complete a pended operation or classification exactly once");
        Add(ContractRule.WritableDataNotApplied, "FwpsApplyModifiedLayerData0", "apply each acquired request once, changed or not");
        Add(ContractRule.AppliedWithoutAcquire, "FwpsApplyModifiedLayerData0", "apply the pointer that FwpsAcquireWritableLayerDataPointer0 gave, once");
        Add(ContractRule.RedirectWithoutHandle, "FWPS_CONNECT_REQUEST0", "set localRedirectHandle and localRedirectTargetPID for a target on this host");
        Add(ContractRule.RedirectLoop, "FwpsQueryConnectionRedirectState0", "permit what is FWPS_CONNECTION_REDIRECTED_BY_SELF or FWPS_CONNECTION_PREVIOUSLY_REDIRECTED_BY_SELF");
        Add(ContractRule.RedirectHandleDestroyed, "FwpsRedirectHandleDestroy0", "destroy the handle once, after the callouts that use it are unregistered");
        Add(ContractRule.ClassifyHandleUnbalanced, "FwpsReleaseClassifyHandle0", "release each handle of FwpsAcquireClassifyHandle0 exactly once");
    }

    private static void AddLife()
    {
        const string Unregister = "FwpsCalloutUnregisterById0";
        Add(ContractRule.PendNotCompleted, Unregister, "complete what is pended before the callout is unregistered");
        Add(ContractRule.LeakedFlowContext, Unregister, "after STATUS_DEVICE_BUSY remove each context with FwpsFlowRemoveContext0 and call again");
        Add(ContractRule.ListNotFreed, Unregister, "free clones and give references up before the callout is unregistered");
    }

    private static void Add(ContractRule rule, string source, string remedy) => Infos.Add(rule, new ContractRuleInfo(rule, source, remedy));
}
