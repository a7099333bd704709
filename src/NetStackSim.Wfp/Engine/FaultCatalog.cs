using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// The functions that can be told to fail, with the statuses that Windows documents for them. Functions without a result (the ones that free,
/// dereference, release, complete or apply) and those that only report a state are not here: they cannot fail on Windows either.
/// </summary>
internal static class FaultCatalog
{
    private static readonly NtStatus[] Reading = [NtStatus.InsufficientResources, FwpStatus.Timeout, FwpStatus.SessionAborted, NtStatus.AccessDenied];
    private static readonly NtStatus[] Writing = [.. Reading, FwpStatus.TransactionAborted];
    private static readonly NtStatus[] Allocating = [NtStatus.InsufficientResources];
    private static readonly NtStatus[] Pending = [FwpStatus.CannotPend, FwpStatus.TcpIpNotReady, NtStatus.InsufficientResources];

    private static readonly NtStatus[] Injecting =
        [NtStatus.InsufficientResources, FwpStatus.TcpIpNotReady, FwpStatus.InjectHandleClosing, FwpStatus.InjectHandleStale];

    private static readonly (string Function, NtStatus[] Statuses)[] Entries =
    [
        ("FwpmEngineOpen0", [NtStatus.InsufficientResources, NtStatus.AccessDenied, FwpStatus.AlreadyExists]),
        ("FwpmEngineClose0", [FwpStatus.SessionAborted]),
        .. Each(Reading, "FwpmEngineGetOption0", "FwpmEngineGetSecurityInfo0"),
        .. Each(Writing, "FwpmEngineSetOption0", "FwpmEngineSetSecurityInfo0"),
        .. Each(Writing, "FwpmTransactionBegin0", "FwpmTransactionCommit0", "FwpmTransactionAbort0"),
        .. Each(Writing, "FwpmProviderAdd0", "FwpmProviderDeleteByKey0", "FwpmProviderSetSecurityInfoByKey0"),
        .. Each(Writing, "FwpmProviderContextAdd0", "FwpmProviderContextDeleteByKey0", "FwpmProviderContextDeleteById0"),
        .. Each(Writing, "FwpmProviderContextSetSecurityInfoByKey0"),
        .. Each(Writing, "FwpmSubLayerAdd0", "FwpmSubLayerDeleteByKey0", "FwpmSubLayerSetSecurityInfoByKey0"),
        .. Each(Writing, "FwpmCalloutAdd0", "FwpmCalloutDeleteByKey0", "FwpmCalloutDeleteById0", "FwpmCalloutSetSecurityInfoByKey0"),
        .. Each(Writing, "FwpmFilterAdd0", "FwpmFilterDeleteByKey0", "FwpmFilterDeleteById0", "FwpmFilterSetSecurityInfoByKey0"),
        .. Each(Writing, "FwpmLayerSetSecurityInfoByKey0"),
        .. Each(Reading, "FwpmProviderGetByKey0", "FwpmProviderContextGetByKey0", "FwpmSubLayerGetByKey0", "FwpmCalloutGetByKey0"),
        .. Each(Reading, "FwpmFilterGetByKey0", "FwpmFilterGetById0", "FwpmCalloutGetById0", "FwpmProviderContextGetById0"),
        .. Each(Reading, "FwpmLayerGetByKey0", "FwpmLayerGetById0"),
        .. Each(Reading, "FwpmProviderGetSecurityInfoByKey0", "FwpmProviderContextGetSecurityInfoByKey0", "FwpmSubLayerGetSecurityInfoByKey0"),
        .. Each(Reading, "FwpmLayerGetSecurityInfoByKey0", "FwpmCalloutGetSecurityInfoByKey0", "FwpmFilterGetSecurityInfoByKey0"),
        .. Each(Reading, "FwpmProviderCreateEnumHandle0", "FwpmProviderContextCreateEnumHandle0", "FwpmSubLayerCreateEnumHandle0"),
        .. Each(Reading, "FwpmLayerCreateEnumHandle0", "FwpmCalloutCreateEnumHandle0", "FwpmFilterCreateEnumHandle0"),
        .. Each(Reading, "FwpmSessionCreateEnumHandle0", "FwpmNetEventCreateEnumHandle0"),
        .. Each(Reading, "FwpmProviderEnum0", "FwpmProviderContextEnum0", "FwpmSubLayerEnum0", "FwpmLayerEnum0"),
        .. Each(Reading, "FwpmCalloutEnum0", "FwpmFilterEnum0", "FwpmSessionEnum0", "FwpmNetEventEnum0"),
        .. Each(Reading, "FwpmProviderSubscribeChanges0", "FwpmProviderContextSubscribeChanges0", "FwpmSubLayerSubscribeChanges0"),
        .. Each(Reading, "FwpmCalloutSubscribeChanges0", "FwpmFilterSubscribeChanges0", "FwpmNetEventSubscribe0"),
        .. Each([.. Reading, FwpStatus.ConnectionsDisabled], "FwpmConnectionCreateEnumHandle0", "FwpmConnectionGetById0", "FwpmConnectionSubscribe0"),
        .. Each(Reading, "FwpmConnectionEnum0", "FwpmSystemPortsGet0", "FwpmSystemPortsSubscribe0", "FwpmvSwitchEventSubscribe0", "FwpmGetStatistics0"),
        .. Each(Reading, "FwpmProviderSubscriptionsGet0", "FwpmProviderContextSubscriptionsGet0", "FwpmSubLayerSubscriptionsGet0"),
        .. Each(Reading, "FwpmCalloutSubscriptionsGet0", "FwpmFilterSubscriptionsGet0", "FwpmNetEventSubscriptionsGet0"),
        ("FwpsOpenToken0", [NtStatus.InsufficientResources, NtStatus.AccessDenied, FwpStatus.NotFound]),
        ("FwpsCalloutRegister1", [NtStatus.InsufficientResources, FwpStatus.AlreadyExists, FwpStatus.TooManyCallouts]),
        .. Each([NtStatus.DeviceBusy, FwpStatus.InUse, FwpStatus.CalloutNotFound], "FwpsCalloutUnregisterByKey0", "FwpsCalloutUnregisterById0"),
        ("FwpsFlowAssociateContext0", [NtStatus.InsufficientResources, NtStatus.InvalidParameter, FwpStatus.ObjectNameExists]),
        ("FwpsFlowRemoveContext0", [NtStatus.Unsuccessful]),
        ("FwpsFlowAbort0", [NtStatus.NotFound, NtStatus.InvalidParameter]),
        .. Each([NtStatus.InsufficientResources, FwpStatus.TcpIpNotReady], "FwpsAleEndpointCreateEnumHandle0", "FwpsAleEndpointEnum0"),
        .. Each([FwpStatus.NotFound, FwpStatus.TcpIpNotReady], "FwpsAleEndpointGetById0", "FwpsAleEndpointGetSecurityInformation0"),
        ("FwpsClassifyOptionSet0", [NtStatus.InsufficientResources, NtStatus.InvalidParameter]),
        ("FwpsPendOperation0", Pending),
        ("FwpsPendClassify0", Pending),
        .. Each(Allocating, "FwpsAcquireClassifyHandle0", "FwpsAcquireWritableLayerDataPointer0"),
        .. Each(Allocating, "FwpsRedirectHandleCreate0", "FwpsInjectionHandleCreate0"),
        ("FwpsInjectionHandleDestroy0", [FwpStatus.InjectHandleClosing]),
        .. Each(Injecting, "FwpsInjectNetworkSendAsync0", "FwpsInjectNetworkReceiveAsync0", "FwpsInjectForwardAsync0"),
        .. Each(Injecting, "FwpsInjectTransportSendAsync1", "FwpsInjectTransportReceiveAsync0", "FwpsStreamInjectAsync0"),
        .. Each([NtStatus.InsufficientResources, FwpStatus.L2DriverNotReady, FwpStatus.InjectHandleClosing], "FwpsInjectMacReceiveAsync0", "FwpsInjectMacSendAsync0"),
        ("FwpsStreamContinue0", [NtStatus.InvalidDeviceRequest, NtStatus.NotFound]),
        .. Each(Allocating, "FwpsCloneStreamData0"),
        .. Each(Allocating, "FwpsAllocateCloneNetBufferList0", "FwpsAllocateDeepCloneNetBufferList0", "FwpsAllocateNetBufferAndNetBufferList0"),
        .. Each([NtStatus.InvalidParameter], "FwpsGetPacketListSecurityInformation0"),
        ("FwpsReassembleForwardFragmentGroup0", [NtStatus.InsufficientResources, NtStatus.InvalidParameter]),
        ("FwpsConstructIpHeaderForTransportPacket0", [NtStatus.InsufficientResources, NtStatus.InvalidParameter]),
        ("FwpsNetBufferListAssociateContext0", [NtStatus.InsufficientResources, NtStatus.InvalidParameter, FwpStatus.ObjectNameExists]),
        .. Each([NtStatus.NotFound], "FwpsNetBufferListRetrieveContext0", "FwpsNetBufferListRemoveContext0"),
    ];

    private static readonly Dictionary<string, NtStatus[]> ByFunction = Entries.ToDictionary(static e => e.Function, static e => e.Statuses, StringComparer.Ordinal);

    /// <summary>The functions in the order of the table.</summary>
    internal static IReadOnlyList<string> Functions { get; } = [.. Entries.Select(static e => e.Function)];

    internal static bool Contains(string function) => ByFunction.ContainsKey(function);

    internal static IReadOnlyList<NtStatus> StatusesOf(string function) => ByFunction.TryGetValue(function, out NtStatus[]? statuses)
        ? statuses
        : throw new ArgumentException($"'{function}' is not a function of the filter engine that can fail.", nameof(function));

    private static IEnumerable<(string Function, NtStatus[] Statuses)> Each(NtStatus[] statuses, params string[] functions) =>
        functions.Select(function => (function, statuses));
}
