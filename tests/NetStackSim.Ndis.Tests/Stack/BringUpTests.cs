using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Adapters come up.</summary>
public sealed class BringUpTests : StackTest
{
    /// <summary>Acceptance scenario 17.</summary>
    [Fact]
    public void Scenario17_FullLife_UpAndDown_HasTheDocumentedOrderAndLeavesNothing()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "low", static (d, m) => new PassThroughFilter(d, m));
        TestFilterDriver.Register(Runtime, Log, "high", static (d, m) => new PassThroughFilter(d, m));
        MiniportRegistration driver = Runtime.RegisterMiniport(new TestMiniport(Log), new MiniportOptions { Name = "testnic" });

        MiniportAdapter adapter = Runtime.AddAdapter(driver, new AdapterOptions { Name = "Ethernet" });

        Assert.Equal(
            [
                "proto BindsComplete", "miniport initialize", "low attach", "high attach", "proto bind",
                "miniport restart", "low restart", "high restart", "proto Restart",
            ],
            Log);
        Assert.Equal((AdapterState.Running, BindingState.Running), (adapter.State, protocol.Binding.State));
        Assert.All(adapter.Filters, module => Assert.Equal(FilterModuleState.Running, module.State));
        Assert.Equal(NtStatus.Success, adapter.LastOperation.Status);

        Log.Clear();
        StackOperation removal = Runtime.RemoveAdapter(adapter);
        driver.Dispose();

        Assert.Equal(
            [
                "miniport pnp QueryRemoved", "proto QueryRemoveDevice", "proto Pause", "high pause", "low pause", "miniport pause",
                "proto unbind", "high detach", "low detach", "miniport halt DeviceDisabled", "miniport unload",
            ],
            Log);
        Assert.True(removal.IsCompleted);
        Assert.Equal((AdapterState.Halted, BindingState.Unbound), (adapter.State, protocol.Binding.State));
        Assert.Empty(Runtime.Adapters);
        Assert.Equal(0, Runtime.CapturePoints.Points.Length);
        Assert.True(Host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Initialize_Fails_LeavesNoAdapter()
    {
        TestProtocol.Register(Runtime, Log);

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.InitializeResult = NdisStatus.Resources);

        Assert.Equal(["proto BindsComplete", "miniport initialize"], Log);
        Assert.Equal((AdapterState.Halted, NdisStatus.Resources), (miniport.Adapter.State, miniport.Adapter.LastOperation.Status));
        Assert.Empty(Runtime.Adapters);
        Assert.Equal(0, Runtime.CapturePoints.Points.Length);
    }

    [Fact]
    public void Operations_AskedForWhileOneWaits_TakeTheirTurn()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.PauseResult = NtStatus.Pending);
        StackOperation pause = Runtime.PauseStack(miniport.Adapter);

        StackOperation restart = Runtime.RestartStack(miniport.Adapter);
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);

        Assert.False(restart.IsCompleted);
        Assert.Null(protocol.Binding);
        miniport.Adapter.PauseComplete();
        Host.Loop.RunFor(1000);
        Assert.True(pause.IsCompleted && restart.IsCompleted);
        Assert.Equal(AdapterState.Pausing, miniport.Adapter.State);
        miniport.Adapter.PauseComplete();
        Host.Loop.RunFor(1000);
        Assert.Equal(BindingState.Running, protocol.Binding!.State);
    }

    [Fact]
    public void Operation_AwaitedInUserCode_EndsInVirtualTime()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.PauseResult = NtStatus.Pending);

        NtStatus status = Host.Loop.Run(async () =>
        {
            StackOperation pause = Runtime.PauseStack(miniport.Adapter);
            miniport.Adapter.PauseComplete();
            return await pause.WaitAsync();
        });

        Assert.Equal(NtStatus.Success, status);
    }

    [Fact]
    [BreaksRule("0x7C/0x0A")]
    public void Driver_UnloadedWithAdapters_IsABugCheck()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        BugCheckException stop = Assert.Throws<BugCheckException>(miniport.Adapter.Driver.Dispose);

        Assert.Equal((ulong)NdisBugCheckCode.UnexpectedDriverUnload, stop.Parameters[0]);
    }

    [Fact]
    public void Shutdown_StopsTheHardwareOnly()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Runtime.Shutdown(ShutdownAction.PowerOff);

        Assert.Equal(AdapterState.Shutdown, miniport.Adapter.State);
        Assert.Empty(Log);
    }
}
