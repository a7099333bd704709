using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Low power and back.</summary>
public sealed class PowerTests : StackTest
{
    private static MiniportRegistrationAttributes Aware(MiniportAttributeFlags more = 0) => new() { Flags = MiniportAttributeFlags.NoHaltOnSuspend | more };

    [Fact]
    public void SetPower_AwareMiniport_IsPausedAndToldByRequest()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "events", static (d, m) => new EventFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.RegistrationAttributes = Aware());
        Watch(miniport);
        Log.Clear();

        Assert.Equal(NtStatus.Success, Runtime.SetPower(miniport.Adapter, DevicePowerState.D3).Status);

        Assert.Equal(["events SetPower", "proto SetPower", "proto Pause", "events pause", "miniport pause", "miniport power 4"], Log);
        Assert.Equal((AdapterState.Paused, DevicePowerState.D3), (miniport.Adapter.State, miniport.Adapter.PowerState));
        protocol.Send(2);
        Assert.Equal([NdisStatus.LowPowerState, NdisStatus.LowPowerState], protocol.Completions);
        Assert.Equal(2, Host.Kernel.Drops[NdisDrop.LowPower]);

        Log.Clear();
        Assert.Equal(NtStatus.Success, Runtime.SetPower(miniport.Adapter, DevicePowerState.D0).Status);
        Assert.Equal(["miniport power 1", "miniport restart", "events restart", "proto Restart", "events SetPower", "proto SetPower"], Log);
        protocol.Send(1);
        Assert.Equal(NtStatus.Success, protocol.Completions[^1]);
    }

    [Fact]
    public void SetPower_NoPauseOnSuspend_StackRunsOnAndSendsFail()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.RegistrationAttributes = Aware(MiniportAttributeFlags.NoPauseOnSuspend));
        Watch(miniport);
        Log.Clear();

        Runtime.SetPower(miniport.Adapter, DevicePowerState.D2);

        Assert.Equal(["proto SetPower", "miniport power 3"], Log);
        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
        protocol.Send(1);
        Assert.Equal([NdisStatus.LowPowerState], protocol.Completions);
        Assert.Equal(0, miniport.Sent);
        Runtime.SetPower(miniport.Adapter, DevicePowerState.D0);
        protocol.Send(1);
        Assert.Equal(1, miniport.Sent);
    }

    /// <summary>One driver that is too old, and the stack is paused after all.</summary>
    [Fact]
    public void SetPower_NoPauseOnSuspendWithAnOldFilter_StackIsPaused()
    {
        TestFilterDriver.Register(
            Runtime, Log, "old", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "old", MinorNdisVersion = 20 });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.RegistrationAttributes = Aware(MiniportAttributeFlags.NoPauseOnSuspend));
        Watch(miniport);

        Runtime.SetPower(miniport.Adapter, DevicePowerState.D2);

        Assert.Equal(AdapterState.Paused, miniport.Adapter.State);
    }

    [Fact]
    public void SetPower_MiniportWithoutPowerSupport_IsHaltedAndInitializedAgain()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Runtime.SetPower(miniport.Adapter, DevicePowerState.D3);

        Assert.Equal(["proto SetPower", "proto Pause", "miniport pause", "miniport halt DevicePoweredDown"], Log);
        Assert.Equal((AdapterState.Halted, BindingState.Paused), (miniport.Adapter.State, protocol.Binding.State));
        protocol.Send(1);
        Assert.Equal([NdisStatus.LowPowerState], protocol.Completions);
        Assert.Equal(NdisStatus.AdapterNotReady, protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));

        Log.Clear();
        miniport.Sets.Clear();
        Runtime.SetPower(miniport.Adapter, DevicePowerState.D0);
        Assert.Equal(["miniport initialize", "miniport restart", "proto Restart", "proto SetPower"], Log);
        Assert.Equal([(Oid.GenCurrentPacketFilter, (uint)protocol.Filter)], miniport.Sets);
        protocol.Send(1);
        Assert.Equal(NtStatus.Success, protocol.Completions[^1]);
    }

    [Fact]
    public void SetPower_MiniportDoesNotComeBack_ProtocolsAreUnbound()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.SetPower(miniport.Adapter, DevicePowerState.D3);
        miniport.InitializeResult = NdisStatus.Failure;

        StackOperation resume = Runtime.SetPower(miniport.Adapter, DevicePowerState.D0);

        Assert.Equal((NdisStatus.Failure, BindingState.Unbound, AdapterState.Halted), (resume.Status, protocol.Binding.State, miniport.Adapter.State));
        Assert.Contains("failed to initialize after low power", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    [Fact]
    public void SetPower_Refused_IsABugCheck()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.RegistrationAttributes = Aware());

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Runtime.SetPower(miniport.Adapter, DevicePowerState.D3));

        Assert.Equal([0x1Cul, (ulong)Oid.PnpSetPower], stop.Parameters.Take(2));
    }

    [Fact]
    public void SetPower_NeverFinished_IsBugCheck9F()
    {
        TestHost host = new(verifier: false);
        NdisRuntime runtime = new(host.Kernel);
        TestMiniport miniport = TestMiniport.AddTo(
            runtime, Log, configure: m => (m.RegistrationAttributes, m.PauseResult) = (Aware(), NtStatus.Pending));
        runtime.Timeouts.StuckListNs = runtime.Timeouts.WatchdogNs;
        runtime.SetPower(miniport.Adapter, DevicePowerState.D3);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => host.Loop.RunUntilIdle());

        Assert.Equal((BugCheckCode.DriverPowerStateFailure, 600_000_000_000L), (stop.Code, host.Loop.Now));
        Assert.Contains("testnic", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetPower_ReceivesOfASleepingMiniport_AreRejected()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.RegistrationAttributes = Aware(MiniportAttributeFlags.NoPauseOnSuspend));
        Watch(miniport);
        Runtime.SetPower(miniport.Adapter, DevicePowerState.D3);

        Assert.Throws<BugCheckException>(() => miniport.Indicate(ReceiveFlags.None, miniport.Frame()));
        Assert.Equal(0, miniport.Adapter.OutstandingReceives);
    }

    [Fact]
    public void QueryPower_ARefusal_IsTheResult()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        protocol.OnEvent = e => e.Code == NetPnPEventCode.QueryPower ? NdisStatus.Failure : NtStatus.Success;

        StackOperation query = Runtime.QueryPower(miniport.Adapter, DevicePowerState.D3);

        Assert.Equal((NdisStatus.Failure, AdapterState.Running), (query.Status, miniport.Adapter.State));
    }

    [Fact]
    public void SetPower_AllAdapters_GoTogether()
    {
        TestMiniport first = TestMiniport.AddTo(Runtime, Log);
        TestMiniport second = TestMiniport.AddTo(Runtime, Log, "Ethernet 2");

        Assert.All(Runtime.SetPower(DevicePowerState.D3), operation => Assert.Equal(NtStatus.Success, operation.Status));
        Assert.Equal((AdapterState.Halted, AdapterState.Halted), (first.Adapter.State, second.Adapter.State));
        Runtime.SetPower(DevicePowerState.D0);
        Assert.Equal((AdapterState.Running, AdapterState.Running), (first.Adapter.State, second.Adapter.State));
    }

    /// <summary>What is asked for while the adapter sleeps takes effect when it wakes.</summary>
    [Fact]
    public void ProtocolAndFilter_RegisteredWhileAsleep_ComeInAtResume()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.RegistrationAttributes = Aware());
        Watch(miniport);
        Runtime.SetPower(miniport.Adapter, DevicePowerState.D3);
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "late", static (d, m) => new PassThroughFilter(d, m));
        Assert.Null(protocol.Binding);
        Assert.Equal(AdapterState.Paused, miniport.Adapter.State);

        Runtime.SetPower(miniport.Adapter, DevicePowerState.D0);

        Assert.Equal((BindingState.Running, FilterModuleState.Running), (protocol.Binding!.State, Assert.Single(miniport.Adapter.Filters).State));
    }

    [Fact]
    public void RemoveAdapter_WhileAsleep_TearsDown()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.SetPower(miniport.Adapter, DevicePowerState.D3);

        Assert.Equal(NtStatus.Success, Runtime.RemoveAdapter(miniport.Adapter).Status);

        Assert.Equal(BindingState.Unbound, protocol.Binding.State);
        Assert.Empty(Runtime.Adapters);
        Assert.True(Host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void PowerProfile_Changed_MiniportIsTold()
    {
        TestFilterDriver.Register(Runtime, Log, "events", static (d, m) => new EventFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Runtime.SetPowerProfile(PowerProfile.Battery);

        Assert.Equal(["events pnp PowerProfileChanged", "miniport pnp PowerProfileChanged"], Log);
        Assert.Equal(PowerProfile.Battery, miniport.Adapter.PowerProfile);
    }

    private void Watch(TestMiniport miniport) => miniport.OnOid = request =>
    {
        if (request.Oid == Oid.PnpSetPower)
        {
            Assert.Equal(NtStatus.Success, request.Read(out uint state));
            Log.Add($"miniport power {state}");
        }

        return NtStatus.Success;
    };
}
