using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Pause and restart, and how drivers may break them.</summary>
public sealed class PauseTests : StackTest
{
    /// <summary>Acceptance scenario 19.</summary>
    [Fact]
    public void Scenario19_FilterPause_WithOwnSendsAndHeldReceives_DrainsAndCompletesOnce()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver driver = TestFilterDriver.Register(Runtime, Log, "holder", static (d, m) => new HoldingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.CompletesInline = false);
        HoldingFilter filter = (HoldingFilter)driver.Made[0];
        filter.SendOwn(3);
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(), miniport.Frame());
        Assert.Equal(0, miniport.Returned);

        StackOperation pause = Runtime.PauseStack(miniport.Adapter);

        Assert.False(pause.IsCompleted);
        Assert.Equal(FilterModuleState.Pausing, filter.Module.State);
        Assert.Equal(2, miniport.Returned);

        protocol.Send(2);
        Assert.Equal([NdisStatus.Paused, NdisStatus.Paused], protocol.Completions);
        Assert.Equal(0xC023002Au, protocol.Completions[0].Value);

        miniport.CompletePending(2);
        Host.Loop.RunFor(1000);
        Assert.False(pause.IsCompleted);
        miniport.CompletePending();
        Host.Loop.RunFor(1000);

        Assert.True(pause.IsCompleted);
        Assert.Equal(1, filter.PauseCompletions);
        Assert.Equal((FilterModuleState.Paused, AdapterState.Paused), (filter.Module.State, miniport.Adapter.State));
        Assert.Equal(2, Host.Kernel.Drops[NdisDrop.StackPaused]);

        Assert.True(Runtime.RestartStack(miniport.Adapter).IsCompleted);
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
    }

    /// <summary>Acceptance scenario 20 (a): Success and a completion as well.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scenario20_PauseContract_SuccessAndCompletedAsWell_IsReported(bool inside)
    {
        TestProtocol.Register(Runtime, Log);
        TestFilterDriver driver = TestFilterDriver.Register(Runtime, Log, "double", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        PassThroughFilter filter = (PassThroughFilter)driver.Made[0];
        if (inside)
        {
            filter.OnPause = filter.Module.PauseComplete;
        }

        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            Runtime.PauseStack(miniport.Adapter);
            filter.Module.PauseComplete();
        });

        Assert.Equal(0x92010ul, stop.Parameters[0]);
    }

    /// <summary>Acceptance scenario 20 (b): never completed.</summary>
    [Fact]
    [BreaksRule("NdisFilterTimedPauseComplete")]
    public void Scenario20_PauseContract_NeverCompletes_RuleAtTenSecondsThenWatchdog()
    {
        TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "stuck", static (d, m) => new PassThroughFilter(d, m) { PauseResult = NtStatus.Pending });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Host.Kernel.Verifier!.StopsOnViolation = false;

        StackOperation pause = Runtime.PauseStack(miniport.Adapter);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => Host.Loop.RunUntilIdle());

        VerifierViolation violation = Assert.Single(Host.Kernel.Verifier.Violations);
        Assert.Equal((0x92010ul, 10_000_000_000L, "stuck"), (violation.Rule.Parameter1, violation.TimeNs, violation.Culprit));
        Assert.Equal(BugCheckCode.BugcodeNdisDriver, stop.Code);
        Assert.Equal([0x25ul, 0x11ul], stop.Parameters.Take(2));
        Assert.Equal(60_000_000_000L, Host.Loop.Now);
        Assert.Contains("stuck", pause.WaitsFor, StringComparison.Ordinal);
    }

    [Fact]
    public void FilterPause_NeverCompletesWithVerifier_StopsAtTenSeconds()
    {
        TestFilterDriver.Register(Runtime, Log, "stuck", static (d, m) => new PassThroughFilter(d, m) { PauseResult = NtStatus.Pending });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.PauseStack(miniport.Adapter);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Host.Loop.RunUntilIdle());

        Assert.Equal((0x92010ul, 10_000_000_000L), (stop.Parameters[0], Host.Loop.Now));
    }

    /// <summary>Acceptance scenario 20 (c): a list sent after the pause was complete.</summary>
    [Fact]
    [BreaksRule("DataInWrongState")]
    public void Scenario20_PauseContract_ListSentAfterwards_IsReported()
    {
        TestProtocol.Register(Runtime, Log);
        TestFilterDriver driver = TestFilterDriver.Register(Runtime, Log, "late", static (d, m) => new HoldingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.PauseStack(miniport.Adapter);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => ((HoldingFilter)driver.Made[0]).SendOwn(1));

        Assert.Equal(NdisVerifierRules.DataInWrongState.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    [BreaksRule("0x7C/0x1F")]
    public void MiniportPause_Pends_CompletesInAWorkItem()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.PauseResult = NtStatus.Pending);

        StackOperation pause = Runtime.PauseStack(miniport.Adapter);
        Assert.Equal(AdapterState.Pausing, miniport.Adapter.State);
        using (Host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            miniport.Adapter.PauseComplete();
        }

        Assert.False(pause.IsCompleted);
        Host.Loop.RunUntilIdle();
        Assert.Equal((true, AdapterState.Paused), (pause.IsCompleted, miniport.Adapter.State));
        BugCheckException stop = Assert.Throws<BugCheckException>(miniport.Adapter.PauseComplete);
        Assert.Equal((ulong)NdisBugCheckCode.IllegalStateTransition, stop.Parameters[0]);
    }

    [Fact]
    public void StackPausedOnDemand_StaysPausedWhenAProtocolBinds()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.PauseStack(miniport.Adapter);

        TestProtocol protocol = TestProtocol.Register(Runtime, Log);

        Assert.Equal((AdapterState.Paused, BindingState.Paused), (miniport.Adapter.State, protocol.Binding.State));
        Runtime.RestartStack(miniport.Adapter);
        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
    }

    [Fact]
    public void ProtocolPause_SendsInFlight_WaitsForThem()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.CompletesInline = false);
        protocol.Send(2);

        StackOperation pause = Runtime.PauseStack(miniport.Adapter);
        Assert.Equal(BindingState.Pausing, protocol.Binding.State);
        miniport.CompletePending();
        Host.Loop.RunUntilIdle();

        Assert.True(pause.IsCompleted);
        Assert.Equal(BindingState.Paused, protocol.Binding.State);
    }

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
}
