using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>Every routine of the table at a level at which it is not legal: the rule of its group says so and names it. Without verifier: IRQL_NOT_LESS_OR_EQUAL.</summary>
public sealed class IrqlRuleTests
{
    private static readonly Dictionary<string, Action<Things>> _calls = new()
    {
        ["NdisFRegisterFilterDriver"] = static b => b.Runtime.RegisterFilter(new TestFilterDriver([], "x", static (d, m) => new IdleFilter(d, m)), new FilterOptions { Name = "x" }),
        ["NdisFDeregisterFilterDriver"] = static b => b.FilterDriver!.Registration.Dispose(),
        ["NdisFRestartFilter"] = static b => b.Module.RestartFilter(),
        ["NdisFRestartComplete"] = static b => b.Module.RestartComplete(NtStatus.Success),
        ["NdisFPauseComplete"] = static b => b.Module.PauseComplete(),
        ["NdisFSendNetBufferLists"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Module.Send(ref chain, PortNumber.Default, SendFlags.None)),
        ["NdisFReturnNetBufferLists"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Module.ReturnReceived(ref chain, ReturnFlags.None)),
        ["NdisFSendNetBufferListsComplete"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Module.CompleteSend(ref chain, SendCompleteFlags.None)),
        ["NdisFCancelSendNetBufferLists"] = static b => b.Module.CancelSend(1),
        ["NdisFIndicateReceiveNetBufferLists"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Module.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.None)),
        ["NdisSendNetBufferLists"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None)),
        ["NdisReturnNetBufferLists"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Protocol.Binding.Return(ref chain, ReturnFlags.None)),
        ["NdisCancelSendNetBufferLists"] = static b => b.Protocol.Binding.CancelSend(1),
        ["NdisMIndicateReceiveNetBufferLists"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Adapter.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.None)),
        ["NdisMSendNetBufferListsComplete"] = static b => With(b.Own(), (ref NetBufferListChain chain) => b.Adapter.CompleteSend(ref chain, SendCompleteFlags.None)),
        ["NdisMRegisterMiniportDriver"] = static b => b.Runtime.RegisterMiniport(new HookedMiniport(), new MiniportOptions { Name = "x" }),
        ["NdisMDeregisterMiniportDriver"] = static b => b.Adapter.Driver.Dispose(),
        ["NdisMSetMiniportAttributes"] = static b => b.Adapter.SetAttributes(new MiniportRegistrationAttributes()),
        ["NdisMPauseComplete"] = static b => b.Adapter.PauseComplete(),
        ["NdisMRestartComplete"] = static b => b.Adapter.RestartComplete(NtStatus.Success),
        ["NdisMNetPnPEvent"] = static b => b.Adapter.NetPnPEvent(NetPnPEventCode.RequirePause),
        ["NdisRegisterPoll"] = static b => b.Adapter.RegisterPoll(new IdlePoll()),
        ["NdisDeregisterPoll"] = static b => b.Poll.Deregister(),
        ["NdisMAllocateSharedMemory"] = static b => b.Adapter.Resources.AllocateSharedMemory(64),
        ["NdisMFreeSharedMemory"] = static b => b.Shared.Dispose(),
        ["NdisMMapIoSpace"] = static b => b.Adapter.Resources.MapIoSpace(new byte[8]),
        ["NdisMUnmapIoSpace"] = static b => b.Space.Dispose(),
        ["NdisRegisterProtocolDriver"] = static b => b.Runtime.RegisterProtocol(new TestProtocol([]), new ProtocolOptions { Name = "x" }),
        ["NdisDeregisterProtocolDriver"] = static b => b.Protocol.Registration.Dispose(),
        ["NdisOpenAdapterEx"] = static b => b.Protocol.Binding.Open(new OpenParameters()),
        ["NdisCompleteNetPnPEvent"] = static b => b.Protocol.Binding.CompleteNetPnPEvent(new NetPnPEvent(NetPnPEventCode.Pause), NtStatus.Success),
        ["NdisCompleteUnbindAdapterEx"] = static b => b.Protocol.Binding.UnbindComplete(),
        ["NdisUnbindAdapter"] = static b => b.Protocol.Binding.RequestUnbind(),
        ["NdisReEnumerateProtocolBindings"] = static b => b.Protocol.Registration.ReEnumerateBindings(),
        ["NdisOidRequest"] = static b => b.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)),
        ["NdisCancelOidRequest"] = static b => b.Protocol.Binding.CancelOidRequest(1),
        ["NdisFOidRequest"] = static b => b.Module.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)),
        ["NdisFOidRequestComplete"] = static b => b.Module.OidRequestComplete(OidRequest.Query(Oid.GenVendorId, 4), NtStatus.Success),
        ["NdisMOidRequestComplete"] = static b => b.Adapter.OidRequestComplete(OidRequest.Query(Oid.GenVendorId, 4), NtStatus.Success),
        ["NdisDirectOidRequest"] = static b => b.Protocol.Binding.DirectOidRequest(OidRequest.Query(Oid.GenVendorId, 4)),
        ["NdisCancelDirectOidRequest"] = static b => b.Protocol.Binding.CancelDirectOidRequest(1),
        ["NdisSynchronousOidRequest"] = static b => b.Protocol.Binding.SynchronousOidRequest(OidRequest.Query(Oid.GenVendorId, 4)),
        ["NdisFCancelOidRequest"] = static b => b.Module.CancelOidRequest(1),
        ["NdisFDirectOidRequest"] = static b => b.Module.DirectOidRequest(OidRequest.Query(Oid.GenVendorId, 4)),
        ["NdisFDirectOidRequestComplete"] = static b => b.Module.DirectOidRequestComplete(OidRequest.Query(Oid.GenVendorId, 4), NtStatus.Success),
        ["NdisFCancelDirectOidRequest"] = static b => b.Module.CancelDirectOidRequest(1),
        ["NdisFSynchronousOidRequest"] = static b => b.Module.SynchronousOidRequest(OidRequest.Query(Oid.GenVendorId, 4)),
        ["NdisMDirectOidRequestComplete"] = static b => b.Adapter.DirectOidRequestComplete(OidRequest.Query(Oid.GenVendorId, 4), NtStatus.Success),
        ["NdisMAllocatePort"] = static b => b.Adapter.AllocatePort(new PortCharacteristics()),
        ["NdisMFreePort"] = static b => b.Adapter.FreePort(PortNumber.Default),
        ["NdisMIndicateStatusEx"] = static b => b.Adapter.IndicateLinkState(new LinkState()),
        ["NdisFIndicateStatus"] = static b => b.Module.IndicateStatus(new StatusIndication(b.Module, NdisStatusCode.LinkState, new LinkState())),
        ["NdisAllocateNetBufferListPool"] = static b => new NetBufferListPool(b.Kernel, new NetBufferListPoolOptions { Name = "x" }),
        ["NdisFreeNetBufferListPool"] = static b => b.Protocol.Pool.Close(),
        ["NdisAllocateNetBufferList"] = static b => b.Protocol.Pool.TryRent(out _),
        ["NdisFreeNetBufferList"] = static b => b.Own().Free(),
        ["NdisAllocateMdl"] = static b => b.Adapter.Resources.AllocateMdl(new byte[8]),
        ["NdisFreeMdl"] = static b => b.Mdl.Dispose(),
        ["NdisAllocateTimerObject"] = static b => b.Adapter.Resources.AllocateTimer(static () => { }),
        ["NdisSetTimerObject"] = static b => b.Timer.Set(1),
        ["NdisCancelTimerObject"] = static b => b.Timer.Cancel(),
        ["NdisFreeTimerObject"] = static b => b.Timer.Dispose(),
        ["NdisMRegisterInterruptEx"] = static b => b.Adapter.RegisterInterrupt(new HookedMiniport(), out _),
        ["NdisMDeregisterInterruptEx"] = static b => b.Interrupt.Deregister(),
        ["NdisMRegisterScatterGatherDma"] = static b => b.Adapter.Resources.RegisterScatterGatherDma(64, static (_, _) => { }),
        ["NdisMDeregisterScatterGatherDma"] = static b => b.Dma.Dispose(),
        ["NdisMAllocateNetBufferSGList"] = static b => b.Dma.AllocateList(b.Own().FirstNetBuffer),
        ["NdisMFreeNetBufferSGList"] = static b => b.Dma.FreeList(new ScatterGatherList([])),
        ["NdisSetEvent"] = static b => b.Event.Set(),
        ["NdisResetEvent"] = static b => b.Event.Reset(),
        ["NdisIfAddIfStackEntry"] = static b => b.Runtime.AddInterfaceStackEntry(1, 2),
        ["NdisIfDeleteIfStackEntry"] = static b => b.Runtime.DeleteInterfaceStackEntry(1, 2),
        ["NdisIMAssociateMiniport"] = static b => b.Runtime.AssociateMiniport(b.Adapter.Driver, b.Protocol.Registration),
        ["NdisIMInitializeDeviceInstanceEx"] = static b => b.Runtime.InitializeDeviceInstance(b.Adapter.Driver, new DeviceInstanceOptions { Name = "x" }),
        ["NdisIMCancelInitializeDeviceInstance"] = static b => b.Runtime.CancelInitializeDeviceInstance(b.Adapter.Driver, "x"),
        ["NdisIMDeInitializeDeviceInstance"] = static b => b.Runtime.DeinitializeDeviceInstance(b.Adapter),
        ["NdisAllocateGenericObject"] = static b => b.Adapter.Resources.AllocateGenericObject(1),
        ["NdisFreeGenericObject"] = static b => b.Generic.Dispose(),
        ["NdisAllocateIoWorkItem"] = static b => b.Adapter.Resources.AllocateWorkItem(),
        ["NdisQueueIoWorkItem"] = static b => b.WorkItem.Queue(static () => { }),
        ["NdisFreeIoWorkItem"] = static b => b.WorkItem.Dispose(),
        ["NdisAllocateMemoryWithTagPriority"] = static b => b.Adapter.Resources.AllocateMemory(8, 1),
        ["NdisFreeMemory"] = static b => b.Memory.Dispose(),
        ["NdisOpenConfigurationEx"] = static b => b.Adapter.Resources.OpenConfiguration(),
        ["NdisReadConfiguration"] = static b => b.Configuration.Read("*RSS"),
        ["NdisCloseConfiguration"] = static b => b.Configuration.Dispose(),
        ["NdisSetOptionalHandlers"] = static b => b.Module.SetOptionalHandlers(FilterHandlers.All),
        ["NdisWriteErrorLogEntry"] = static b => b.Adapter.Resources.WriteErrorLogEntry(NdisErrorCode.Timeout),
    };

    private delegate void ChainCall(ref NetBufferListChain chain);

    public static TheoryData<string> Routines => [.. NdisDdi.All.Select(ddi => ddi.Name)];

    [Theory]
    [MemberData(nameof(Routines))]
    [BreaksRule("Irql_Filter_Driver_Function")]
    [BreaksRule("Irql_SendRcv_Function")]
    [BreaksRule("Irql_Miniport_Driver_Function")]
    [BreaksRule("Irql_Protocol_Driver_Function")]
    [BreaksRule("Irql_OID_Function")]
    [BreaksRule("Irql_StatusIndication_Function")]
    [BreaksRule("Irql_NetBuffer_Function")]
    [BreaksRule("Irql_Timer_Function")]
    [BreaksRule("Irql_Interrupt_Function")]
    [BreaksRule("Irql_Synch_Function")]
    [BreaksRule("Irql_Interfaces_Function")]
    [BreaksRule("Irql_Miscellaneous_Function")]
    [BreaksRule("Irql_IM_Function")]
    [BreaksRule("Irql_Gather_DMA_Function")]
    public void Routine_AtAWrongLevel_BreaksTheRuleOfItsGroup(string routine)
    {
        DdiContract ddi = NdisDdi.All.Single(each => each.Name == routine);
        Irql wrong = ddi.Min > Irql.Passive ? Irql.Passive : ddi.Max == Irql.Passive ? Irql.Dispatch : Irql.Device;
        Things things = new();

        BugCheckException stop = things.Breaks(ddi.Rule, () =>
        {
            using IrqlScope raised = things.Kernel.CurrentProcessor.RaiseIrql(wrong);
            _calls[routine](things);
        });

        Assert.StartsWith($"{ddi.Rule.Name}: {routine} at {wrong}", stop.ReportText, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_HasACallForEveryRoutineOnce()
    {
        Assert.Equal(NdisDdi.All.Select(ddi => ddi.Name).Order(StringComparer.Ordinal), _calls.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Routine_AtAWrongLevelWithoutVerifier_IsIrqlNotLessOrEqual()
    {
        NdisRuntime runtime = new(new TestHost(verifier: false).Kernel);
        using IrqlScope raised = runtime.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => runtime.RegisterMiniport(new HookedMiniport(), new MiniportOptions { Name = "x" }));

        Assert.Equal((BugCheckCode.IrqlNotLessOrEqual, (ulong)Irql.Dispatch), (stop.Code, stop.Parameters[1]));
    }

    private static void With(NetBufferList list, ChainCall call)
    {
        NetBufferListChain chain = new(list);
        call(ref chain);
    }

    /// <summary>A stack, and one of each thing that a routine needs.</summary>
    private sealed class Things
    {
        private readonly RuleBench _bench = new(static (d, m) => new PassThroughFilter(d, m));
        private readonly NetBufferList _own;

        public Things()
        {
            HookedMiniport.AddTo(Runtime, m => m.OnInitialize = adapter =>
            {
                Space = adapter.Resources.MapIoSpace(new byte[8]);
                adapter.RegisterInterrupt(m, out InterruptRegistration? interrupt);
                Interrupt = interrupt!;
                return NtStatus.Success;
            });
            DriverResources resources = Adapter.Resources;
            (Shared, Mdl, Timer) = (resources.AllocateSharedMemory(64)!, resources.AllocateMdl(new byte[8]), resources.AllocateTimer(static () => { })!);
            (Dma, Generic, WorkItem) = (resources.RegisterScatterGatherDma(64, static (_, _) => { }), resources.AllocateGenericObject(1), resources.AllocateWorkItem()!);
            (Memory, Configuration, Event, Poll) = (resources.AllocateMemory(8, 1)!, resources.OpenConfiguration(), new NdisEvent(Kernel), Adapter.RegisterPoll(new IdlePoll()));
            _own = Protocol.NewList();
        }

        public NdisRuntime Runtime => _bench.Runtime;

        public SimKernel Kernel => _bench.Kernel;

        public MiniportAdapter Adapter => _bench.Adapter;

        public FilterModule Module => _bench.Module;

        public TestProtocol Protocol => _bench.Protocol;

        public TestFilterDriver? FilterDriver => _bench.FilterDriver;

        public IoSpace Space { get; private set; } = null!;

        public InterruptRegistration Interrupt { get; private set; } = null!;

        public SharedMemory Shared { get; }

        public DriverMdl Mdl { get; }

        public TimerObject Timer { get; }

        public ScatterGatherDma Dma { get; }

        public GenericObject Generic { get; }

        public IoWorkItem WorkItem { get; }

        public DriverMemory Memory { get; }

        public AdapterConfiguration Configuration { get; }

        public NdisEvent Event { get; }

        public PollRegistration Poll { get; }

        public NetBufferList Own() => _own;

        public BugCheckException Breaks(VerifierRule rule, Action act) => _bench.Breaks(rule, act);
    }

    private sealed class IdlePoll : IMiniportPoll
    {
        public void Poll(ref PollData data)
        {
        }

        public void SetPollNotification(bool enabled)
        {
        }
    }
}
