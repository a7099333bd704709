using System.Reflection;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Tests.Engine;

/// <summary>Every function of the engine that can fail on Windows can be made to fail here, at any call, with each documented status.</summary>
public sealed class FaultPlanTests
{
    /// <summary>Functions without a result, or whose result is a state and no status.</summary>
    private static readonly string[] _cannotFail =
    [
        "FwpmBfeStateGet0",
        "FwpmBfeStateSubscribeChanges0",
        "FwpmBfeStateUnsubscribeChanges0",
        "FwpmCalloutDestroyEnumHandle0",
        "FwpmCalloutUnsubscribeChanges0",
        "FwpmConnectionDestroyEnumHandle0",
        "FwpmConnectionUnsubscribe0",
        "FwpmFilterDestroyEnumHandle0",
        "FwpmFilterUnsubscribeChanges0",
        "FwpmGetAppIdFromFileName0",
        "FwpmLayerDestroyEnumHandle0",
        "FwpmNetEventDestroyEnumHandle0",
        "FwpmNetEventUnsubscribe0",
        "FwpmProviderContextDestroyEnumHandle0",
        "FwpmProviderContextUnsubscribeChanges0",
        "FwpmProviderDestroyEnumHandle0",
        "FwpmProviderUnsubscribeChanges0",
        "FwpmSessionDestroyEnumHandle0",
        "FwpmSubLayerDestroyEnumHandle0",
        "FwpmSubLayerUnsubscribeChanges0",
        "FwpmSystemPortsUnsubscribe0",
        "FwpmvSwitchEventUnsubscribe0",
        "FwpsAleEndpointDestroyEnumHandle0",
        "FwpsApplyModifiedLayerData0",
        "FwpsCompleteClassify0",
        "FwpsCompleteOperation0",
        "FwpsCopyStreamDataToBuffer0",
        "FwpsDereferenceNetBufferList0",
        "FwpsDiscardClonedStreamData0",
        "FwpsFreeCloneNetBufferList0",
        "FwpsFreeNetBufferList0",
        "FwpsNetBufferListGetTagForContext0",
        "FwpsQueryConnectionRedirectState0",
        "FwpsQueryPacketInjectionState0",
        "FwpsRedirectHandleDestroy0",
        "FwpsReferenceNetBufferList0",
        "FwpsReleaseClassifyHandle0",
    ];

    public static TheoryData<string> Functions => [.. FaultPlan.Functions];

    [Fact]
    public void Functions_AreAllThatCanFail()
    {
        string[] offered = [.. typeof(FilterEngine).Assembly.GetTypes()
            .SelectMany(static type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(static member => member.GetCustomAttributes<WindowsDdiAttribute>())
            .Select(static ddi => ddi.Name)
            .Where(static name => name.StartsWith("Fwpm", StringComparison.Ordinal) || name.StartsWith("Fwps", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)];

        Assert.Equal(offered, FaultPlan.Functions.Concat(_cannotFail).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_FailsAtItsSecondCall_WithEachDocumentedStatus(string function)
    {
        foreach (NtStatus status in FaultPlan.StatusesOf(function))
        {
            Caller caller = new();
            caller.Engine.Faults.Fail(function, 2, status);
            caller.Call(function);
            NtStatus second = caller.Call(function);
            caller.Call(function);

            Assert.Equal(status, second);
            Assert.Equal((1, function, 3), (caller.Engine.Faults.Injected, caller.Engine.Faults.LastFailed, caller.Engine.Faults.Calls(function)));
            Assert.Empty(caller.Engine.Contracts.Violations);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_ThatFailed_ChangedNothing(string function)
    {
        Caller caller = new();
        string before = caller.Describe();
        caller.Engine.Faults.Fail(function, 1);
        caller.Call(function);

        Assert.Equal(before, caller.Describe());
    }

    [Fact]
    public void Fail_AndLater_FailsFromThereOn_UntilItIsCleared()
    {
        Caller caller = new();
        FaultPlan faults = caller.Engine.Faults;
        faults.Fail("FwpsCloneStreamData0", 2, andLater: true);
        bool[] failed = [.. Enumerable.Range(0, 4).Select(_ => caller.Call("FwpsCloneStreamData0").IsError)];
        faults.Clear();

        Assert.Equal([false, true, true, true], failed);
        Assert.True(caller.Call("FwpsCloneStreamData0").IsSuccess);
        Assert.Equal(3, faults.Injected);
    }

    [Fact]
    public void FailCall_CountsTheCallsOfAllFunctions()
    {
        Caller caller = new();
        caller.Engine.Faults.FailCall(3);
        bool[] failed = [.. ((string[])["FwpmSubLayerAdd0", "FwpsCloneStreamData0", "FwpmCalloutAdd0", "FwpmSubLayerAdd0"]).Select(f => caller.Call(f).IsError)];

        Assert.Equal([false, false, true, false], failed);
        Assert.Equal((1, "FwpmCalloutAdd0", 4), (caller.Engine.Faults.Injected, caller.Engine.Faults.LastFailed, caller.Engine.Faults.TotalCalls));
    }

    [Fact]
    public void FailSometimes_IsDecidedByTheSeed()
    {
        string Run(ulong seed)
        {
            Caller caller = new();
            caller.Engine.Faults.FailSometimes("FwpsCloneStreamData0", 3, new RandomStream(seed));
            return string.Concat(Enumerable.Range(0, 60).Select(_ => caller.Call("FwpsCloneStreamData0").IsError ? 'x' : '.'));
        }

        string one = Run(1);
        Assert.Equal(one, Run(1));
        Assert.NotEqual(one, Run(2));
        Assert.InRange(one.Count(static c => c == 'x'), 10, 30);
    }

    [Theory]
    [InlineData("FwpsFreeCloneNetBufferList0")]
    [InlineData("FwpmFilterAdd")]
    public void Fail_AFunctionThatCannot_IsMisuse(string function) =>
        Assert.Throws<ArgumentException>(() => new Caller().Engine.Faults.Fail(function, 1));

    /// <summary>Calls any function of an engine on a host of its own, in a way that succeeds where a single call can.</summary>
    private sealed class Caller : IPendedOperation, IFlowCallout
    {
        private readonly EngineHost _host = new();
        private readonly EngineSession _session;
        private readonly LayerSchema _layer = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4);
        private readonly Guid _registered = new(1, 2, 3, new byte[8]);
        private readonly NetBufferList _list;
        private readonly FlowRecord _flow;
        private readonly uint _calloutId;
        private int _keys = 100;

        internal Caller()
        {
            _session = Engine.Open();
            Engine.Callouts.Register(_registered, this, CalloutFlags.None, out _calloutId);
            Engine.Injection!.Allocate(new byte[40], out NetBufferList? list);
            _list = list!;
            _flow = Engine.Flows.Begin();
        }

        internal FilterEngine Engine => _host.Engine;

        public void Complete(InspectionVerdict verdict)
        {
        }

        public void Resume()
        {
        }

        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output) => output.Continue();

        public void FlowDelete(ushort layerId, uint calloutId, ulong flowContext)
        {
        }

        internal string Describe() =>
            $"{Engine.Sessions.Count} {Engine.FilterCount} {_session.SubLayers().Count} {_session.Providers().Count} {_session.CalloutsAdded().Count} "
            + $"{_session.ProviderContexts().Count} {_session.IsInTransaction} {Engine.Callouts.Find(_registered)!.IsRegistered} {_list.ChildCount} {Engine.Flows.Count}";

        internal NtStatus Call(string function) => function switch
        {
            _ when function.StartsWith("FwpmConnection", StringComparison.Ordinal) || function.StartsWith("FwpsAleEndpoint", StringComparison.Ordinal) || function == "FwpsOpenToken0" => CallTables(function),
            _ when function.StartsWith("Fwpm", StringComparison.Ordinal) => CallManagement(function),
            "FwpsCalloutRegister1" => Engine.Callouts.Register(NextKey(), this, CalloutFlags.None, out _),
            "FwpsCalloutUnregisterByKey0" => Engine.Callouts.Unregister(_registered),
            "FwpsCalloutUnregisterById0" => Engine.Callouts.UnregisterById(_calloutId),
            "FwpsFlowAssociateContext0" => Engine.Callouts.FlowAssociateContext(_flow.Id, 20, _calloutId, 1),
            "FwpsFlowRemoveContext0" => Engine.Callouts.FlowRemoveContext(_flow.Id, 20, _calloutId),
            "FwpsFlowAbort0" => Engine.Callouts.FlowAbort(_flow.Id),
            "FwpsClassifyOptionSet0" => Engine.ClassifyOptions.Set(new ClassifyMetadata { Flow = _flow }, ClassifyOption.MulticastState, 1),
            "FwpsPendOperation0" => new CompletionHandle(this, Engine).Pend(default),
            _ when function.Contains("Classify", StringComparison.Ordinal) || function.Contains("Redirect", StringComparison.Ordinal) || function.Contains("Writable", StringComparison.Ordinal) => CallRedirection(function),
            _ => CallPackets(function),
        };

        private NtStatus CallManagement(string function)
        {
            string kind = PolicyKind(function);
            return function switch
            {
                "FwpmEngineOpen0" => Engine.TryOpen(null, out _),
                "FwpmEngineClose0" => _session.Close(),
                "FwpmEngineGetOption0" => _session.EngineGetOption(EngineOption.CollectNetEvents, out _),
                "FwpmEngineSetOption0" => _session.EngineSetOption(EngineOption.CollectNetEvents, FwpValue.UInt32(1)),
                "FwpmTransactionBegin0" => _session.TransactionBegin(),
                "FwpmTransactionCommit0" => _session.TransactionCommit(),
                "FwpmTransactionAbort0" => _session.TransactionAbort(),
                "FwpmFilterAdd0" => _session.FilterAdd(EngineHost.BlockAll(), out _),
                "FwpmFilterDeleteByKey0" => _session.FilterDelete(NextKey()),
                "FwpmFilterDeleteById0" => _session.FilterDeleteById(1),
                "FwpmFilterGetByKey0" => _session.FilterGet(NextKey(), out _),
                "FwpmFilterGetById0" => _session.FilterGetById(1, out _),
                "FwpmProviderAdd0" => _session.ProviderAdd(new Provider { Key = NextKey(), Name = "p" }, out _),
                "FwpmProviderDeleteByKey0" => _session.ProviderDelete(NextKey()),
                "FwpmProviderGetByKey0" => _session.ProviderGet(NextKey(), out _),
                "FwpmProviderContextAdd0" => _session.ProviderContextAdd(
                    new ProviderContext { Key = NextKey(), Name = "c", Type = ProviderContextType.General, Data = new FwpBlob([1]) }, out _),
                "FwpmProviderContextDeleteByKey0" => _session.ProviderContextDelete(NextKey()),
                "FwpmProviderContextGetByKey0" => _session.ProviderContextGet(NextKey(), out _),
                "FwpmProviderContextDeleteById0" => _session.ProviderContextDeleteById(99),
                "FwpmProviderContextGetById0" => _session.ProviderContextGetById(99, out _),
                "FwpmSubLayerAdd0" => _session.SubLayerAdd(new SubLayer { Key = NextKey(), Name = "s" }, out _),
                "FwpmSubLayerDeleteByKey0" => _session.SubLayerDelete(NextKey()),
                "FwpmSubLayerGetByKey0" => _session.SubLayerGet(NextKey(), out _),
                "FwpmCalloutAdd0" => _session.CalloutAdd(new Callout { Key = NextKey(), Name = "c", ApplicableLayer = _layer.Key }, out _),
                "FwpmCalloutDeleteByKey0" => _session.CalloutDelete(NextKey()),
                "FwpmCalloutGetByKey0" => _session.CalloutGet(NextKey(), out _),
                "FwpmCalloutDeleteById0" => _session.CalloutDeleteById(_calloutId),
                "FwpmCalloutGetById0" => _session.CalloutGetById(_calloutId, out _),
                "FwpmLayerGetByKey0" => _session.LayerGet(_layer.Key, out _),
                "FwpmLayerGetById0" => _session.LayerGetById(_layer.Id, out _),
                "FwpmNetEventSubscriptionsGet0" => _session.NetEventSubscriptionsGet(out _),
                "FwpmGetStatistics0" => _session.StatisticsGet(out _),
                "FwpmSystemPortsGet0" => _session.SystemPortsGet(out _),
                "FwpmSystemPortsSubscribe0" => _session.SystemPortsSubscribe(static _ => { }, out _),
                "FwpmvSwitchEventSubscribe0" => _session.VSwitchEventSubscribe(static _ => { }, out _),
                "FwpmNetEventSubscribe0" => _session.NetEventSubscribe(null, static _ => { }, out _),
                _ when function.Contains("SubscribeChanges", StringComparison.Ordinal) => _session.SubscribeChanges(Enum.Parse<PolicyObjectKind>(kind), null, static _ => { }, out _),
                _ when function.Contains("SubscriptionsGet", StringComparison.Ordinal) => _session.SubscriptionsGet(Enum.Parse<PolicyObjectKind>(kind), out _),
                _ when function.Contains("GetSecurityInfo", StringComparison.Ordinal) => _session.GetSecurityInfo(Enum.Parse<PolicyObjectKind>(kind), null, out _),
                _ when function.Contains("SetSecurityInfo", StringComparison.Ordinal) => SetSecurity(Enum.Parse<PolicyObjectKind>(kind)),
                _ => Enumerate(kind, next: function.EndsWith("Enum0", StringComparison.Ordinal)),
            };
        }

        private NtStatus CallTables(string function) => function switch
        {
            "FwpmConnectionCreateEnumHandle0" => _session.ConnectionCreateEnumHandle(true, out _),
            "FwpmConnectionEnum0" => new PolicyEnumeration<EngineConnection>([], Engine, function).TryNext(1, out _),
            "FwpmConnectionGetById0" => _session.ConnectionGetById(1, out _),
            "FwpmConnectionSubscribe0" => _session.ConnectionSubscribe(0, static _ => { }, out _),
            "FwpsAleEndpointCreateEnumHandle0" => Engine.AleEndpointCreateEnumHandle(null, out _),
            "FwpsAleEndpointEnum0" => new PolicyEnumeration<AleEndpoint>([], Engine, function).TryNext(1, out _),
            "FwpsOpenToken0" => _session.OpenToken(1, out _),
            "FwpsAleEndpointGetById0" => Engine.AleEndpointGetById(1, out _),
            _ => Engine.AleEndpointGetSecurityInformation(1, out _),
        };

        private NtStatus CallRedirection(string function)
        {
            ConnectionRedirection redirection = Engine.Redirection;
            ClassifyOut output = default;
            RuntimeFilter filter = Filter();
            ClassifyContext context = new(new RedirectRequest(), this);
            switch (function)
            {
                case "FwpsRedirectHandleCreate0":
                    redirection.CreateHandle(Guid.Empty, out NtStatus made);
                    return made;
                case "FwpsAcquireClassifyHandle0":
                    return redirection.AcquireClassifyHandle(new ClassifyMetadata { Classification = context }, out _);
                case "FwpsPendClassify0":
                    return redirection.PendClassify(context, filter, ref output);
                default:
                    return redirection.AcquireWritable(context, filter, ref output, out _);
            }
        }

        private NtStatus CallPackets(string function)
        {
            PacketInjection packets = Engine.Injection!;
            NtStatus status;
            switch (function)
            {
                case "FwpsInjectionHandleCreate0":
                    packets.CreateHandle(null, InjectionTypes.Network, out status);
                    return status;
                case "FwpsInjectionHandleDestroy0":
                    return packets.DestroyHandleAsync(packets.CreateHandle(null, InjectionTypes.Network, out _)!).Result;
                case "FwpsStreamContinue0":
                    return Engine.Streams!.Continue(_flow.Id, _calloutId, 20);
                case "FwpsCloneStreamData0":
                    status = Engine.Streams!.Clone(new StreamCalloutPacket(), out NetBufferList? copy);
                    Engine.Streams.DiscardClone(copy);
                    return status;
                case "FwpsAllocateCloneNetBufferList0":
                    status = packets.Clone(_list, out NetBufferList? clone);
                    FreeClone(clone);
                    return status;
                case "FwpsAllocateDeepCloneNetBufferList0":
                    status = packets.DeepClone(_list, out NetBufferList? deep);
                    Free(deep);
                    return status;
                case "FwpsAllocateNetBufferAndNetBufferList0":
                    status = packets.Allocate([1], out NetBufferList? fresh);
                    Free(fresh);
                    return status;
                case "FwpsConstructIpHeaderForTransportPacket0":
                    return packets.ConstructIpHeader(_list, 0, IpAddress.AnyV4, IpAddress.AnyV6, IpProtocol.Udp);
                case "FwpsGetPacketListSecurityInformation0":
                    return packets.GetSecurityInformation(_list, PacketListQueries.Ipsec | PacketListQueries.Inbound, out _);
                case "FwpsReassembleForwardFragmentGroup0":
                    return packets.ReassembleForwardFragmentGroup(_list, out _);
                case "FwpsNetBufferListAssociateContext0":
                    return packets.AssociateContext(_list, 1, packets.GetTagForContext(), static (_, _, _, _, _) => { });
                case "FwpsNetBufferListRetrieveContext0":
                    return packets.RetrieveContext(_list, 1, remove: false, out _);
                case "FwpsNetBufferListRemoveContext0":
                    return packets.RemoveContext(_list, 1);
                default:
                    return Inject(function, packets);
            }
        }

        private NtStatus Inject(string function, PacketInjection packets)
        {
            InjectionTypes all = InjectionTypes.Network | InjectionTypes.Transport | InjectionTypes.Forward | InjectionTypes.Stream | InjectionTypes.L2;
            InjectionHandle handle = packets.CreateHandle(null, all, out _)!;
            InjectionCompletion completion = static (_, _) => { };
            return function switch
            {
                "FwpsInjectNetworkSendAsync0" => packets.NetworkSend(handle, null, 1, _list, completion),
                "FwpsInjectNetworkReceiveAsync0" => packets.NetworkReceive(handle, null, 1, 1, _list, completion),
                "FwpsInjectMacReceiveAsync0" => packets.MacReceive(handle, null, 0, LayerId.InboundMacFrameEthernet, 1, default, _list, completion),
                "FwpsInjectMacSendAsync0" => packets.MacSend(handle, null, 0, LayerId.OutboundMacFrameEthernet, 1, default, _list, completion),
                "FwpsInjectForwardAsync0" => packets.Forward(handle, null, 1, 1, _list, completion),
                "FwpsInjectTransportSendAsync1" => packets.TransportSend(handle, null, new TransportSendArguments(), 1, _list, completion),
                "FwpsInjectTransportReceiveAsync0" => packets.TransportReceive(handle, null, 1, 1, _list, completion),
                "FwpsStreamInjectAsync0" => packets.StreamInject(handle, 0, _flow.Id, _calloutId, 20, StreamInspectionFlags.Receive, _list, 1, completion),
                _ => throw new InvalidOperationException($"The test does not know how to call {function}."),
            };
        }

        private NtStatus Enumerate(string kind, bool next) => kind switch
        {
            "Provider" => Take(_session.ProviderCreateEnumHandle(out PolicyEnumeration<Provider>? p), p, next),
            "ProviderContext" => Take(_session.ProviderContextCreateEnumHandle(null, null, out PolicyEnumeration<ProviderContext>? c), c, next),
            "SubLayer" => Take(_session.SubLayerCreateEnumHandle(null, out PolicyEnumeration<SubLayer>? s), s, next),
            "Layer" => Take(_session.LayerCreateEnumHandle(out PolicyEnumeration<LayerSchema>? l), l, next),
            "Callout" => Take(_session.CalloutCreateEnumHandle(null, null, out PolicyEnumeration<Callout>? o), o, next),
            "Filter" => Take(_session.FilterCreateEnumHandle(null, out PolicyEnumeration<Filter>? f), f, next),
            "Session" => Take(_session.SessionCreateEnumHandle(out PolicyEnumeration<SessionOptions>? n), n, next),
            "NetEvent" => Take(_session.NetEventCreateEnumHandle(null, out PolicyEnumeration<NetEvent>? e), e, next),
            _ => throw new InvalidOperationException($"The test does not know how to enumerate {kind}."),
        };

        private static NtStatus Take<T>(NtStatus status, PolicyEnumeration<T>? handle, bool next) =>
            next ? handle!.TryNext(1, out _) : status;

        private NtStatus SetSecurity(PolicyObjectKind kind) =>
            _session.GetSecurityInfo(kind, null, out SecurityDescriptor? descriptor) is { IsError: true } error ? error : _session.SetSecurityInfo(kind, null, descriptor!);

        private RuntimeFilter Filter()
        {
            EngineSession session = Engine.Open();
            session.FilterAdd(EngineHost.BlockAll(), out ulong id);
            RuntimeFilter filter = Engine.FindFilter(id)!;
            session.FilterDeleteById(id);
            session.Close();
            return filter;
        }

        // FwpmSubLayerAdd0 is about SubLayer.
        private static string PolicyKind(string function) =>
            Enum.GetNames<PolicyObjectKind>().Where(name => function.StartsWith("Fwpm" + name, StringComparison.Ordinal)).MaxBy(static name => name.Length) ?? string.Empty;

        private Guid NextKey() => new(++_keys, 0, 0, new byte[8]);

        private void Free(NetBufferList? list)
        {
            if (list is not null)
            {
                Engine.Injection!.Free(list);
            }
        }

        private void FreeClone(NetBufferList? clone)
        {
            if (clone is not null)
            {
                Engine.Injection!.FreeClone(clone);
            }
        }
    }
}
