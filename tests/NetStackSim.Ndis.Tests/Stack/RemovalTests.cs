using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Devices go, by choice or by surprise, stop and start.</summary>
public sealed class RemovalTests : StackTest
{
    [Fact]
    public void SurpriseRemoval_MiniportIsToldFirstAndSendsFail()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Runtime.SurpriseRemoveAdapter(miniport.Adapter);

        Assert.Equal(["miniport pnp SurpriseRemoved", "proto Pause", "miniport pause", "proto unbind", "miniport halt DeviceSurpriseRemoved"], Log);
        Assert.Null(protocol.Binding.Protocol);
    }

    [Fact]
    public void Remove_Refused_AdapterStaysAndEverybodyIsTold()
    {
        TestProtocol one = TestProtocol.Register(Runtime, Log, "one");
        TestProtocol.Register(Runtime, Log, "two");
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        one.OnEvent = static e => e.Code == NetPnPEventCode.QueryRemoveDevice ? NdisStatus.Failure : NtStatus.Success;
        Log.Clear();

        StackOperation removal = Runtime.RemoveAdapter(miniport.Adapter);

        Assert.Equal(
            ["miniport pnp QueryRemoved", "one QueryRemoveDevice", "two QueryRemoveDevice", "one CancelRemoveDevice", "two CancelRemoveDevice"], Log);
        Assert.Equal((NdisStatus.Failure, AdapterState.Running), (removal.Status, miniport.Adapter.State));
        one.OnEvent = null;
        Assert.Equal(NtStatus.Success, Runtime.RemoveAdapter(miniport.Adapter).Status);
        Assert.Empty(Runtime.Adapters);
    }

    [Fact]
    public void QueryRemove_CalledOff_NothingHappens()
    {
        TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Assert.Equal(NtStatus.Success, Runtime.QueryRemoveAdapter(miniport.Adapter).Status);
        Runtime.CancelRemoveAdapter(miniport.Adapter);

        Assert.Equal(["miniport pnp QueryRemoved", "proto QueryRemoveDevice", "proto CancelRemoveDevice"], Log);
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
    }

    [Fact]
    public void StopAndStart_Rebalance_KeepsTheAdapter()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "filter", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Assert.Equal(NtStatus.Success, Runtime.StopAdapter(miniport.Adapter).Status);

        Assert.Equal(
            [
                "miniport pnp QueryStopped", "proto QueryRemoveDevice", "proto Pause", "filter pause", "miniport pause", "proto unbind", "filter detach",
                "miniport pnp Stopped", "miniport halt DeviceStopped",
            ],
            Log);
        Assert.Equal(miniport.Adapter, Assert.Single(Runtime.Adapters));
        Assert.Equal(NtStatus.Success, Runtime.StartAdapter(miniport.Adapter).Status);
        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
        Assert.Single(miniport.Adapter.Filters);
        Assert.Equal(NdisStatus.InvalidState, Runtime.StartAdapter(miniport.Adapter).Status);
    }

    [Fact]
    public void Reconfigure_InitializeFails_AdapterStaysHaltedAndCanBeTriedAgain()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        uint ifIndex = miniport.Adapter.Attributes.IfIndex;
        miniport.InitializeResult = NdisStatus.Failure;

        Assert.Equal(NdisStatus.Failure, Runtime.ReconfigureAdapter(miniport.Adapter).Status);
        Assert.Equal((AdapterState.Halted, BindingState.Unbound), (miniport.Adapter.State, protocol.Binding.State));
        Assert.Contains("failed to initialize", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);

        miniport.InitializeResult = NtStatus.Success;
        miniport.General = new MiniportGeneralAttributes { MtuSize = 9000, CurrentMacAddress = TestMiniport.Address };
        Assert.Equal(NtStatus.Success, Runtime.ReconfigureAdapter(miniport.Adapter, new AdapterOptions { Name = "Ethernet" }).Status);
        Assert.Equal((9000, ifIndex, BindingState.Running), (protocol.Binding.Attributes.MtuSize, protocol.Binding.Attributes.IfIndex, protocol.Binding.State));
        Assert.DoesNotContain("remark", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Runtime.ReconfigureAdapter(miniport.Adapter, new AdapterOptions { Name = "other" }));
    }

    [Fact]
    public void SurpriseRemoval_RequestStuckAtTheMiniport_IsCancelled()
    {
        OidRequest? stuck = null;
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        miniport.OnOid = request =>
        {
            stuck = request.Oid == Oid.GenVendorId ? request : stuck;
            return request.Oid == Oid.GenVendorId ? NtStatus.Pending : NtStatus.Success;
        };
        miniport.OnCancelOid = _ => miniport.Adapter.OidRequestComplete(stuck!, NdisStatus.RequestAborted);
        protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));

        StackOperation removal = Runtime.SurpriseRemoveAdapter(miniport.Adapter);
        Host.Loop.RunUntilIdle();

        Assert.True(removal.IsCompleted);
        Assert.Equal([(Oid.GenVendorId, NdisStatus.RequestAborted)], protocol.OidCompletions);
        Assert.True(Host.Kernel.CheckLeaks().IsClean);
    }

    /// <summary>The protocol sends on while it does not know yet.</summary>
    [Fact]
    public void SurpriseRemoval_SendsMeanwhile_FailWithAdapterRemoved()
    {
        NetPnPEvent? pause = null;
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        protocol.OnEvent = e =>
        {
            pause = e.Code == NetPnPEventCode.Pause ? e : pause;
            return e.Code == NetPnPEventCode.Pause ? NtStatus.Pending : NtStatus.Success;
        };
        StackOperation removal = Runtime.SurpriseRemoveAdapter(miniport.Adapter);

        protocol.Send(2);

        Assert.Equal([NdisStatus.AdapterRemoved, NdisStatus.AdapterRemoved], protocol.Completions);
        protocol.Binding.CompleteNetPnPEvent(pause!, NtStatus.Success);
        Host.Loop.RunUntilIdle();
        Assert.True(removal.IsCompleted);
    }

    [Fact]
    public void Shutdown_NoDriverIsCalledAfterwards()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.Shutdown(ShutdownAction.PowerOff);
        Log.Clear();

        Assert.Equal(NdisStatus.InvalidState, Runtime.RemoveAdapter(miniport.Adapter).Status);
        Assert.Equal(NdisStatus.InvalidState, Runtime.SetPower(miniport.Adapter, DevicePowerState.D3).Status);
        protocol.Send(1);

        Assert.Empty(Log);
        Assert.Equal([NdisStatus.Paused], protocol.Completions);
    }
}
