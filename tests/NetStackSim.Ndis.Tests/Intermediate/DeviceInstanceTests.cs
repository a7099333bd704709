using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>The calls of intermediate drivers themselves: association, device instances, binding paths, ifStackTable.</summary>
public sealed class DeviceInstanceTests
{
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;

    public DeviceInstanceTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    [Fact]
    public void Associate_DriverThatIsNotIntermediate_IsRefused()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        MiniportRegistration plain = _runtime.RegisterMiniport(new Upper(), new MiniportOptions { Name = "plain" });

        Assert.Equal(NdisStatus.InvalidParameter, _runtime.AssociateMiniport(plain, protocol.Registration));
        Assert.Equal(NdisStatus.InvalidParameter, _runtime.InitializeDeviceInstance(plain, new DeviceInstanceOptions { Name = "v" }));
    }

    [Fact]
    public void Initialize_CallsTheMiniportWithItsContextAndBindsProtocols()
    {
        (MiniportRegistration driver, Upper upper) = Associated();
        TestProtocol protocol = TestProtocol.Register(_runtime, [], "above");
        object context = new();

        Assert.Equal(NtStatus.Success, _runtime.InitializeDeviceInstance(driver, new DeviceInstanceOptions { Name = "v0", Context = context }));

        Assert.Same(context, upper.LastContext);
        Assert.Same(context, _runtime.FindAdapter("v0")!.ImDeviceContext);
        Assert.Same(context, protocol.Binding.ImBindingContext);
        Assert.Equal(NdisStatus.InvalidParameter, _runtime.InitializeDeviceInstance(driver, new DeviceInstanceOptions { Name = "v0" }));
        Assert.Equal(NdisStatus.Failure, _runtime.CancelInitializeDeviceInstance(driver, "v0"));
        Assert.Equal(NtStatus.Success, _runtime.DeinitializeDeviceInstance(_runtime.FindAdapter("v0")!));
        Assert.Equal(HaltAction.DeviceInstanceDeInitialized, upper.LastHalt);
        Assert.Empty(_runtime.Adapters);
    }

    [Fact]
    public void Initialize_TheMiniportRefuses_IsReported()
    {
        (MiniportRegistration driver, Upper upper) = Associated();
        upper.Result = NdisStatus.Resources;

        Assert.Equal(NdisStatus.Resources, _runtime.InitializeDeviceInstance(driver, new DeviceInstanceOptions { Name = "v0" }));
        Assert.Empty(_runtime.Adapters);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Initialize_NameStillLeaving_WaitsAndCanBeCancelled(bool cancels)
    {
        (MiniportRegistration driver, Upper upper) = Associated();
        _runtime.InitializeDeviceInstance(driver, new DeviceInstanceOptions { Name = "v0", Context = "old" });
        MiniportAdapter old = _runtime.FindAdapter("v0")!;
        upper.PauseResult = NtStatus.Pending;

        Assert.Equal(NtStatus.Pending, _runtime.DeinitializeDeviceInstance(old));
        Assert.Equal(NdisStatus.InvalidParameter, _runtime.DeinitializeDeviceInstance(old));
        Assert.Equal(NtStatus.Pending, _runtime.InitializeDeviceInstance(driver, new DeviceInstanceOptions { Name = "v0", Context = "new" }));
        if (cancels)
        {
            Assert.Equal(NtStatus.Success, _runtime.CancelInitializeDeviceInstance(driver, "v0"));
        }

        upper.PauseResult = NtStatus.Success;
        old.PauseComplete();
        _host.Loop.RunUntilIdle();

        Assert.Equal(cancels ? "old" : "new", upper.LastContext);
        Assert.Equal(cancels ? 0 : 1, _runtime.Adapters.Count);
    }

    [Fact]
    public void RequirePause_DuringInitialize_KeepsTheStackPausedUntilAllowed()
    {
        (MiniportRegistration driver, Upper upper) = Associated();
        upper.OnInitialize = adapter => adapter.NetPnPEvent(NetPnPEventCode.RequirePause);
        TestProtocol protocol = TestProtocol.Register(_runtime, [], "above");
        _runtime.InitializeDeviceInstance(driver, new DeviceInstanceOptions { Name = "v0" });
        MiniportAdapter adapter = _runtime.FindAdapter("v0")!;

        Assert.Equal((AdapterState.Paused, BindingState.Paused), (adapter.State, protocol.Binding.State));
        Assert.Equal(NtStatus.Success, adapter.NetPnPEvent(NetPnPEventCode.Reconfigure));
        adapter.NetPnPEvent(NetPnPEventCode.AllowStart);
        Assert.Equal(AdapterState.Paused, adapter.State);
        _host.Loop.RunUntilIdle();
        Assert.Equal((AdapterState.Running, BindingState.Running), (adapter.State, protocol.Binding.State));
    }

    [Theory]
    [InlineData("ndis5", "ndis5", true)]
    [InlineData("ndis5", "NDIS5", true)]
    [InlineData("ndis5,ndis4", "ndis4,flpp4", true)]
    [InlineData("flpp4", "ndis5", false)]
    [InlineData("noupper", "noupper", false)]
    [InlineData("noupper", "ndis5", false)]
    public void Ranges_MeetOrNot_DecideTheBinding(string upper, string lower, bool binds)
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, [], "p", options: new ProtocolOptions { Name = "p", LowerRange = lower.Split(',') });
        Upper driver = new();
        MiniportAdapter adapter = _runtime.AddAdapter(
            _runtime.RegisterMiniport(driver, new MiniportOptions { Name = "m" }), new AdapterOptions { Name = "a", UpperRange = upper.Split(',') });

        Assert.Equal(binds, BindingPaths.IsBindable(adapter, protocol.Registration));
        Assert.Equal(binds ? 1 : 0, adapter.Bindings.Count);
    }

    [Fact]
    public void Path_DisabledAndEnabled_UnbindsAndBinds()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, [], "p");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        Assert.Single(miniport.Adapter.Bindings);

        Assert.True(_runtime.Bindings.Disable("p", "Ethernet")!.IsCompleted);
        Assert.Empty(miniport.Adapter.Bindings);
        Assert.True(_runtime.Bindings.Disable("p", "Ethernet")!.IsCompleted);
        Assert.False(_runtime.Bindings.IsEnabled("Ethernet", protocol.Registration));
        Assert.NotNull(_runtime.Bindings.Enable("p", "Ethernet"));
        Assert.Single(miniport.Adapter.Bindings);
        Assert.Null(_runtime.Bindings.Enable("p", "nothing"));
    }

    [Fact]
    public void IfStackTable_ACircle_IsABugCheck()
    {
        _runtime.AddInterfaceStackEntry(3, 2);
        _runtime.AddInterfaceStackEntry(2, 1);
        _runtime.AddInterfaceStackEntry(3, 2);
        Assert.Equal([new InterfaceStackEntry(3, 2), new InterfaceStackEntry(2, 1)], _runtime.Interfaces.StackEntries);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _runtime.AddInterfaceStackEntry(1, 3));

        Assert.Equal((BugCheckCode.BugcodeNdisDriver, 0x1BUL), (stop.Code, stop.Parameters[0]));
        Assert.Equal(NtStatus.Success, _runtime.DeleteInterfaceStackEntry(3, 2));
        Assert.Equal(NdisStatus.InterfaceNotFound, _runtime.DeleteInterfaceStackEntry(3, 2));
    }

    [Fact]
    public void IfStackTable_VirtualMiniports_AreOverTheirAdapter()
    {
        VlanBench bench = new();
        bench.AddVlan(10);
        bench.AddVlan(20);
        uint lower = bench.Miniport.Adapter.Attributes.IfIndex;

        Assert.Equal(
            [new InterfaceStackEntry(bench[10].Attributes.IfIndex, lower), new InterfaceStackEntry(bench[20].Attributes.IfIndex, lower)],
            bench.Runtime.Interfaces.StackEntries);
        bench.Finish();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4095)]
    public void AddVlan_BadIdentifier_IsRefused(int vlan)
    {
        VlanBench bench = new();

        Assert.Equal(NdisStatus.InvalidParameter, bench.Mux.AddVlan(VlanBench.Lower, new VlanOptions { VlanId = vlan }));
        Assert.Equal(NdisStatus.AdapterNotFound, bench.Mux.RemoveVlan("nothing"));
        bench.Finish();
    }

    private (MiniportRegistration Driver, Upper Upper) Associated()
    {
        Upper upper = new();
        MiniportRegistration driver = _runtime.RegisterMiniport(upper, new MiniportOptions { Name = "im", IsIntermediate = true });
        TestProtocol lower = TestProtocol.Register(_runtime, [], "im");
        Assert.Equal(NtStatus.Success, _runtime.AssociateMiniport(driver, lower.Registration));
        return (driver, upper);
    }

    /// <summary>The upper edge of an intermediate driver that carries nothing.</summary>
    private sealed class Upper : IMiniportDriver, IMiniport
    {
        public NtStatus Result { get; set; } = NtStatus.Success;

        public NtStatus PauseResult { get; set; } = NtStatus.Success;

        public Action<MiniportAdapter>? OnInitialize { get; set; }

        public object? LastContext { get; private set; }

        public HaltAction LastHalt { get; private set; }

        public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
        {
            LastContext = parameters.ImDeviceInstanceContext;
            adapter.SetAttributes(new MiniportRegistrationAttributes());
            adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = TestMiniport.Address });
            OnInitialize?.Invoke(adapter);
            miniport = Result == NtStatus.Success ? this : null;
            return Result;
        }

        public void Halt(HaltAction action) => LastHalt = action;

        public NtStatus Pause(PauseReason reason) => PauseResult;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public NtStatus OidRequest(OidRequest request) => NtStatus.Success;

        public void CancelOidRequest(ulong requestId)
        {
        }

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
        {
        }
    }
}
