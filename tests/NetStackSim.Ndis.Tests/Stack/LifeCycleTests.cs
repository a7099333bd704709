using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

public sealed class LifeCycleTests
{
    private readonly List<string> _log = [];
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;

    public LifeCycleTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    /// <summary>Acceptance scenario 17.</summary>
    [Fact]
    public void FullLife_UpAndDown_HasTheDocumentedOrderAndLeavesNothing()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestFilterDriver.Register(_runtime, _log, "low", static (d, m) => new PassThroughFilter(d, m));
        TestFilterDriver.Register(_runtime, _log, "high", static (d, m) => new PassThroughFilter(d, m));
        MiniportRegistration driver = _runtime.RegisterMiniport(new TestMiniport(_log), new MiniportOptions { Name = "testnic" });

        MiniportAdapter adapter = _runtime.AddAdapter(driver, new AdapterOptions { Name = "Ethernet" });

        Assert.Equal(
            [
                "miniport initialize", "low attach", "high attach", "proto bind",
                "miniport restart", "low restart", "high restart", "proto Restart",
            ],
            _log);
        Assert.Equal((AdapterState.Running, BindingState.Running), (adapter.State, protocol.Binding.State));
        Assert.All(adapter.Filters, module => Assert.Equal(FilterModuleState.Running, module.State));
        Assert.Equal(NtStatus.Success, adapter.LastOperation.Status);

        _log.Clear();
        StackOperation removal = _runtime.RemoveAdapter(adapter);
        driver.Dispose();

        Assert.Equal(
            [
                "proto QueryRemoveDevice", "proto Pause", "high pause", "low pause", "miniport pause",
                "proto unbind", "high detach", "low detach", "miniport halt DeviceDisabled", "miniport unload",
            ],
            _log);
        Assert.True(removal.IsCompleted);
        Assert.Equal((AdapterState.Halted, BindingState.Unbound), (adapter.State, protocol.Binding.State));
        Assert.Empty(_runtime.Adapters);
        Assert.Equal(0, _runtime.CapturePoints.Points.Length);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Initialize_Fails_LeavesNoAdapter()
    {
        TestProtocol.Register(_runtime, _log);

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log, configure: m => m.InitializeResult = NdisStatus.Resources);

        Assert.Equal(["miniport initialize"], _log);
        Assert.Equal((AdapterState.Halted, NdisStatus.Resources), (miniport.Adapter.State, miniport.Adapter.LastOperation.Status));
        Assert.Empty(_runtime.Adapters);
        Assert.Equal(0, _runtime.CapturePoints.Points.Length);
    }

    [Fact]
    public void Filter_InsertedUnderARunningStack_KeepsProtocolsBound()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _log.Clear();

        TestFilterDriver late = TestFilterDriver.Register(_runtime, _log, "late", static (d, m) => new PassThroughFilter(d, m));

        Assert.Equal(["proto Pause", "miniport pause", "late attach", "miniport restart", "late restart", "proto Restart"], _log);
        protocol.Send(1);
        Assert.Equal(1, ((PassThroughFilter)late.Made[0]).Sends);

        _log.Clear();
        late.Registration.Dispose();

        Assert.Equal(["proto Pause", "late pause", "miniport pause", "late detach", "miniport restart", "proto Restart"], _log);
        Assert.Empty(miniport.Adapter.Filters);
        protocol.Send(1);
        Assert.Equal(2, protocol.Completions.Count);
    }

    [Fact]
    public void MandatoryFilter_Inserted_UnbindsAndRebindsProtocols()
    {
        TestProtocol.Register(_runtime, _log);
        TestMiniport.AddTo(_runtime, _log);
        _log.Clear();

        TestFilterDriver.Register(
            _runtime, _log, "must", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "must", IsMandatory = true });

        Assert.Equal(
            ["proto Pause", "miniport pause", "proto unbind", "must attach", "proto bind", "miniport restart", "must restart", "proto Restart"], _log);
    }

    [Fact]
    public void Protocol_BindsLater_StackIsPausedAroundIt()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _log.Clear();

        TestProtocol protocol = TestProtocol.Register(_runtime, _log);

        Assert.Equal(["miniport pause", "proto bind", "miniport restart", "proto Restart"], _log);
        _log.Clear();
        protocol.Registration.Dispose();
        Assert.Equal(["proto Pause", "miniport pause", "proto unbind", "miniport restart"], _log);
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
    }

    /// <summary>Acceptance scenario 19.</summary>
    [Fact]
    public void FilterPause_WithOwnSendsAndHeldReceives_DrainsAndCompletesOnce()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestFilterDriver driver = TestFilterDriver.Register(_runtime, _log, "holder", static (d, m) => new HoldingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log, configure: m => m.CompletesInline = false);
        HoldingFilter filter = (HoldingFilter)driver.Made[0];
        filter.SendOwn(3);
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(), miniport.Frame());
        Assert.Equal(0, miniport.Returned);

        StackOperation pause = _runtime.PauseStack(miniport.Adapter);

        Assert.False(pause.IsCompleted);
        Assert.Equal(FilterModuleState.Pausing, filter.Module.State);
        Assert.Equal(2, miniport.Returned);

        protocol.Send(2);
        Assert.Equal([NdisStatus.Paused, NdisStatus.Paused], protocol.Completions);
        Assert.Equal(0xC023002Au, protocol.Completions[0].Value);

        miniport.CompletePending(2);
        _host.Loop.RunFor(1000);
        Assert.False(pause.IsCompleted);
        miniport.CompletePending();
        _host.Loop.RunFor(1000);

        Assert.True(pause.IsCompleted);
        Assert.Equal(1, filter.PauseCompletions);
        Assert.Equal((FilterModuleState.Paused, AdapterState.Paused), (filter.Module.State, miniport.Adapter.State));
        Assert.Equal(2, _host.Kernel.Drops[NdisDrop.StackPaused]);

        Assert.True(_runtime.RestartStack(miniport.Adapter).IsCompleted);
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
    }

    /// <summary>Acceptance scenario 20 (a): Success and a completion as well.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FilterPause_SuccessAndCompletedAsWell_IsReported(bool inside)
    {
        TestProtocol.Register(_runtime, _log);
        TestFilterDriver driver = TestFilterDriver.Register(_runtime, _log, "double", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        PassThroughFilter filter = (PassThroughFilter)driver.Made[0];
        if (inside)
        {
            filter.OnPause = filter.Module.PauseComplete;
        }

        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            _runtime.PauseStack(miniport.Adapter);
            filter.Module.PauseComplete();
        });

        Assert.Equal(0x92010ul, stop.Parameters[0]);
    }

    /// <summary>It would not be attached, and its author would look for the lists in vain.</summary>
    [Fact]
    [BreaksRule("FilterHandlers")]
    public void FilterAttach_ReceiveWithoutStatus_IsReported()
    {
        TestFilterDriver.Register(_runtime, _log, "deaf", static (d, m) => new ReceiveWithoutStatus(d, m));

        BugCheckException stop = Assert.Throws<BugCheckException>(() => TestMiniport.AddTo(_runtime, _log));

        Assert.Contains("needs IFilterStatus", stop.Message, StringComparison.Ordinal);
    }

    /// <summary>Acceptance scenario 20 (b): never completed.</summary>
    [Fact]
    [BreaksRule("NdisFilterTimedPauseComplete")]
    public void FilterPause_NeverCompletes_RuleAtTenSecondsThenWatchdog()
    {
        TestProtocol.Register(_runtime, _log);
        TestFilterDriver.Register(_runtime, _log, "stuck", static (d, m) => new PassThroughFilter(d, m) { PauseResult = NtStatus.Pending });
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _host.Kernel.Verifier!.StopsOnViolation = false;

        StackOperation pause = _runtime.PauseStack(miniport.Adapter);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => _host.Loop.RunUntilIdle());

        VerifierViolation violation = Assert.Single(_host.Kernel.Verifier.Violations);
        Assert.Equal((0x92010ul, 10_000_000_000L, "stuck"), (violation.Rule.Parameter1, violation.TimeNs, violation.Culprit));
        Assert.Equal(BugCheckCode.BugcodeNdisDriver, stop.Code);
        Assert.Equal([0x25ul, 0x11ul], stop.Parameters.Take(2));
        Assert.Equal(60_000_000_000L, _host.Loop.Now);
        Assert.Contains("stuck", pause.WaitsFor, StringComparison.Ordinal);
    }

    [Fact]
    public void FilterPause_NeverCompletesWithVerifier_StopsAtTenSeconds()
    {
        TestFilterDriver.Register(_runtime, _log, "stuck", static (d, m) => new PassThroughFilter(d, m) { PauseResult = NtStatus.Pending });
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _runtime.PauseStack(miniport.Adapter);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _host.Loop.RunUntilIdle());

        Assert.Equal((0x92010ul, 10_000_000_000L), (stop.Parameters[0], _host.Loop.Now));
    }

    /// <summary>Acceptance scenario 20 (c): a list sent after the pause was complete.</summary>
    [Fact]
    [BreaksRule("DataInWrongState")]
    public void FilterPause_ListSentAfterwards_IsReported()
    {
        TestProtocol.Register(_runtime, _log);
        TestFilterDriver driver = TestFilterDriver.Register(_runtime, _log, "late", static (d, m) => new HoldingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _runtime.PauseStack(miniport.Adapter);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => ((HoldingFilter)driver.Made[0]).SendOwn(1));

        Assert.Equal(NdisVerifierRules.DataInWrongState.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    [BreaksRule("0x7C/0x1F")]
    public void MiniportPause_Pends_CompletesInAWorkItem()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log, configure: m => m.PauseResult = NtStatus.Pending);

        StackOperation pause = _runtime.PauseStack(miniport.Adapter);
        Assert.Equal(AdapterState.Pausing, miniport.Adapter.State);
        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            miniport.Adapter.PauseComplete();
        }

        Assert.False(pause.IsCompleted);
        _host.Loop.RunUntilIdle();
        Assert.Equal((true, AdapterState.Paused), (pause.IsCompleted, miniport.Adapter.State));
        BugCheckException stop = Assert.Throws<BugCheckException>(miniport.Adapter.PauseComplete);
        Assert.Equal((ulong)NdisBugCheckCode.IllegalStateTransition, stop.Parameters[0]);
    }

    [Fact]
    public void Operations_AskedForWhileOneWaits_TakeTheirTurn()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log, configure: m => m.PauseResult = NtStatus.Pending);
        StackOperation pause = _runtime.PauseStack(miniport.Adapter);

        StackOperation restart = _runtime.RestartStack(miniport.Adapter);
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);

        Assert.False(restart.IsCompleted);
        Assert.Null(protocol.Binding);
        miniport.Adapter.PauseComplete();
        _host.Loop.RunFor(1000);
        Assert.True(pause.IsCompleted && restart.IsCompleted);
        Assert.Equal(AdapterState.Pausing, miniport.Adapter.State);
        miniport.Adapter.PauseComplete();
        _host.Loop.RunFor(1000);
        Assert.Equal(BindingState.Running, protocol.Binding!.State);
    }

    [Fact]
    public void StackPausedOnDemand_StaysPausedWhenAProtocolBinds()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _runtime.PauseStack(miniport.Adapter);

        TestProtocol protocol = TestProtocol.Register(_runtime, _log);

        Assert.Equal((AdapterState.Paused, BindingState.Paused), (miniport.Adapter.State, protocol.Binding.State));
        _runtime.RestartStack(miniport.Adapter);
        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
    }

    [Fact]
    public void Shutdown_StopsTheHardwareOnly()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _log.Clear();

        _runtime.Shutdown(ShutdownAction.PowerOff);

        Assert.Equal(AdapterState.Shutdown, miniport.Adapter.State);
        Assert.Empty(_log);
    }

    [Fact]
    public void Operation_AwaitedInUserCode_EndsInVirtualTime()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log, configure: m => m.PauseResult = NtStatus.Pending);

        NtStatus status = _host.Loop.Run(async () =>
        {
            StackOperation pause = _runtime.PauseStack(miniport.Adapter);
            miniport.Adapter.PauseComplete();
            return await pause.WaitAsync();
        });

        Assert.Equal(NtStatus.Success, status);
    }

    /// <summary>Acceptance scenario 22: mandatory.</summary>
    [Fact]
    public void MandatoryFilter_FailsToAttach_NothingBinds()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        RegisterFailing(isMandatory: true);

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        Assert.Null(protocol.Binding);
        Assert.Empty(miniport.Adapter.Bindings);
        Assert.Contains("filter 'Ethernet-failing-0000' did not attach: STATUS_INSUFFICIENT_RESOURCES", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    /// <summary>Acceptance scenario 22: optional.</summary>
    [Fact]
    public void OptionalFilter_FailsToAttach_StackGoesOnWithoutIt()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        RegisterFailing(isMandatory: false);

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
        Assert.Empty(miniport.Adapter.Filters);
    }

    /// <summary>Acceptance scenario 22: the documented trap.</summary>
    [Fact]
    public void MandatoryMonitoringFilter_AboveAnOptionalOneThatFails_TakesTheStackDown()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        RegisterFailing(isMandatory: false);
        TestFilterDriver.Register(
            _runtime, _log, "monitor", static (d, m) => new PassThroughFilter(d, m),
            options: new FilterOptions { Name = "monitor", Type = FilterType.Monitoring, IsMandatory = true });

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        Assert.Null(protocol.Binding);
        Assert.Contains("'monitor-0001' has no place: 'failing' below it did not attach", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_FailsToRestart_IsDetached()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestFilterDriver.Register(_runtime, _log, "weak", static (d, m) => new PassThroughFilter(d, m) { RestartResult = NdisStatus.Failure });

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        Assert.Empty(miniport.Adapter.Filters);
        Assert.Equal(BindingState.Running, protocol.Binding!.State);
        protocol.Send(1);
        Assert.Single(protocol.Completions);
    }

    [Fact]
    public void MandatoryFilter_FailsToRestart_TakesTheStackDown()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestFilterDriver.Register(
            _runtime, _log, "weak", static (d, m) => new PassThroughFilter(d, m) { RestartResult = NdisStatus.Failure },
            options: new FilterOptions { Name = "weak", IsMandatory = true });

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        Assert.Equal((AdapterState.Paused, BindingState.Paused), (miniport.Adapter.State, protocol.Binding.State));
    }

    /// <summary>Acceptance scenario 23.</summary>
    [Fact]
    public void ClassOrdering_ManyFilters_StandAsDocumented()
    {
        foreach ((string name, FilterClass filterClass) in new[]
        {
            ("custom", FilterClass.Custom), ("sched", FilterClass.Scheduler), ("crypt", FilterClass.Encryption),
            ("comp-old", FilterClass.Compression), ("comp-new", FilterClass.Compression),
        })
        {
            TestFilterDriver.Register(_runtime, _log, name, static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = name, Class = filterClass });
        }

        TestFilterDriver.Register(
            _runtime, _log, "mon", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "mon", Type = FilterType.Monitoring });
        TestProtocol.Register(_runtime, _log);

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        const string golden = """
            protocol  Ethernet-proto Running
            filter    Ethernet-mon-0005 [monitoring] Running, datapath: send and receive
            filter    Ethernet-sched-0000 [Scheduler] Running, datapath: send and receive
            filter    Ethernet-mon-0004 [monitoring] Running, datapath: send and receive
            filter    Ethernet-crypt-0000 [Encryption] Running, datapath: send and receive
            filter    Ethernet-mon-0003 [monitoring] Running, datapath: send and receive
            filter    Ethernet-comp-new-0000 [Compression] Running, datapath: send and receive
            filter    Ethernet-mon-0002 [monitoring] Running, datapath: send and receive
            filter    Ethernet-comp-old-0000 [Compression] Running, datapath: send and receive
            filter    Ethernet-mon-0001 [monitoring] Running, datapath: send and receive
            filter    Ethernet-custom-0000 [Custom] Running, datapath: send and receive
            filter    Ethernet-mon-0000 [monitoring] Running, datapath: send and receive
            miniport  Ethernet Running

            """;
        Assert.Equal(golden, miniport.Adapter.DescribeStack());
    }

    [Fact]
    public void ExplicitOrder_WithinAClass_BeatsAge()
    {
        TestFilterDriver.Register(_runtime, _log, "old", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "old", Order = 5 });
        TestFilterDriver.Register(_runtime, _log, "new", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "new", Order = 1 });

        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        Assert.Equal(["new", "old"], miniport.Adapter.Filters.Select(module => module.Driver.Name));
    }

    [Fact]
    public void RestartAttributes_EditedByAFilter_ReachTheProtocol()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestFilterDriver.Register(
            _runtime, _log, "tunnel", static (d, m) => new PassThroughFilter(d, m)
            {
                OnRestart = attributes =>
                {
                    attributes.MtuSize -= 50;
                    attributes.Offloads = OffloadCapabilities.None;
                },
            });

        TestMiniport.AddTo(_runtime, _log, configure: m => m.Offloads = new OffloadCapabilities { Checksum = ChecksumOffloads.All });

        Assert.Equal(1450, protocol.Binding.Attributes.MtuSize);
        Assert.Equal(OffloadCapabilities.None, protocol.Binding.Attributes.Offloads);
        Assert.Equal(ChecksumOffloads.All, protocol.Binding.Attributes.HardwareOffloads.Checksum);
    }

    [Fact]
    [BreaksRule("0x7C/0x16")]
    public void Open_OutsideTheBindHandler_IsABugCheck()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestMiniport.AddTo(_runtime, _log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => protocol.Binding.Open(new OpenParameters()));

        Assert.Equal([0x16ul], stop.Parameters.Take(1));
    }

    [Fact]
    [BreaksRule("0x7C/0x27")]
    public void Unbind_WithReceivedListsHeld_IsABugCheck()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        protocol.Holds = true;
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame());
        NetBufferListChain stolen = protocol.Held.TakeAll();

        BugCheckException stop = Assert.Throws<BugCheckException>(protocol.Registration.Dispose);

        Assert.Equal([(ulong)NdisBugCheckCode.LeakedNetBufferLists, 1ul], stop.Parameters.Take(2));
    }

    [Fact]
    [BreaksRule("0x7C/0x0A")]
    public void Driver_UnloadedWithAdapters_IsABugCheck()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);

        BugCheckException stop = Assert.Throws<BugCheckException>(miniport.Adapter.Driver.Dispose);

        Assert.Equal((ulong)NdisBugCheckCode.UnexpectedDriverUnload, stop.Parameters[0]);
    }

    [Fact]
    public void SurpriseRemoval_MiniportIsToldFirstAndSendsFail()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log);
        _log.Clear();

        _runtime.SurpriseRemoveAdapter(miniport.Adapter);

        Assert.Equal(["miniport pnp SurpriseRemoved", "proto Pause", "miniport pause", "proto unbind", "miniport halt DeviceSurpriseRemoved"], _log);
        Assert.Null(protocol.Binding.Protocol);
    }

    [Fact]
    public void ProtocolPause_SendsInFlight_WaitsForThem()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, _log);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, _log, configure: m => m.CompletesInline = false);
        protocol.Send(2);

        StackOperation pause = _runtime.PauseStack(miniport.Adapter);
        Assert.Equal(BindingState.Pausing, protocol.Binding.State);
        miniport.CompletePending();
        _host.Loop.RunUntilIdle();

        Assert.True(pause.IsCompleted);
        Assert.Equal(BindingState.Paused, protocol.Binding.State);
    }

    [Fact]
    public void Registration_AboveAdapters_IsRefusedAtDispatch()
    {
        using IrqlScope scope = _host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);

        Assert.Throws<BugCheckException>(() => _runtime.RegisterMiniport(new TestMiniport(_log), new MiniportOptions { Name = "x" }));
    }

    private void RegisterFailing(bool isMandatory) =>
        TestFilterDriver.Register(
            _runtime, _log, "failing", static (d, m) => new PassThroughFilter(d, m), driver => driver.AttachResult = NdisStatus.Resources,
            new FilterOptions { Name = "failing", IsMandatory = isMandatory });

    /// <summary>Keeps foreign receives, sends own lists, and drains by the book.</summary>
    private sealed class HoldingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module), IFilter
    {
        private readonly NetBufferListPool _pool = new(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "holder", DataSize = 100 });
        private NetBufferListQueue _held;
        private int _ownOut;
        private bool _isPausing;

        public int PauseCompletions { get; private set; }

        public void SendOwn(int count)
        {
            NetBufferListChain chain = default;
            for (int i = 0; i < count; i++)
            {
                NetBufferList list = _pool.Get();
                list.FirstNetBuffer.DataLength = 60;
                list.SourceHandle = Module;
                chain.Add(list);
            }

            _ownOut += count;
            Module.Send(ref chain, PortNumber.Default, SendFlags.None);
        }

        NtStatus IFilter.Pause(PauseReason reason)
        {
            NetBufferListChain held = _held.TakeAll();
            Module.ReturnReceived(ref held, ReturnFlags.None);
            _isPausing = _ownOut > 0;
            return _isPausing ? NtStatus.Pending : NtStatus.Success;
        }

        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => _held.Enqueue(ref chain);

        public override void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
        {
            NetBufferListChain own = default;
            NetBufferListChain foreign = default;
            NetBufferListClassifier.Split(ref chain, new SourceHandlePredicate(Module), ref own, ref foreign);
            _ownOut -= own.Count;
            while (own.TryRemoveFirst(out NetBufferList? list))
            {
                list.Free();
            }

            Module.CompleteSend(ref foreign, flags);
            if (_isPausing && _ownOut == 0)
            {
                _isPausing = false;
                PauseCompletions++;
                Module.PauseComplete();
            }
        }
    }

    private sealed class ReceiveWithoutStatus(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterReceive
    {
        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => Module.IndicateReceive(ref chain, port, flags);

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => Module.ReturnReceived(ref chain, flags);
    }
}
