using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

public sealed class DataPathTests
{
    private const ReceiveFlags Perfect = ReceiveFlags.PerfectFiltered;

    private readonly List<string> _log = [];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void SendAndComplete_ThroughFilters_ComesBackOnce(bool verifier, bool inline)
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier);
        TestFilterDriver pass = TestFilterDriver.Register(runtime, _log, "pass", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log, configure: m => m.CompletesInline = inline);

        protocol.Send(5);
        protocol.Send(1);
        miniport.CompletePending(2);
        miniport.CompletePending();

        Assert.Equal(6, miniport.Sent);
        Assert.Equal(Enumerable.Repeat(NtStatus.Success, 6), protocol.Completions);
        Assert.Equal(6, ((PassThroughFilter)pass.Made[0]).Sends);
        Assert.Equal(0, protocol.Binding.OutstandingSends);
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReceiveAndReturn_ThroughFilters_ComesBackOnce(bool verifier)
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier);
        TestFilterDriver pass = TestFilterDriver.Register(runtime, _log, "pass", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);
        protocol.Holds = true;

        miniport.Indicate(Perfect, miniport.Frame(), miniport.Frame(), miniport.Frame());
        miniport.Indicate(Perfect, miniport.Frame());

        Assert.Equal((4L, 4L), (protocol.Binding.OutstandingReceives, miniport.Adapter.OutstandingReceives));
        protocol.ReturnHeld(3);
        protocol.ReturnHeld();
        Assert.Equal((4, 0L), (miniport.Returned, miniport.Adapter.OutstandingReceives));
        Assert.Equal(4, ((PassThroughFilter)pass.Made[0]).Receives);
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Filter_WithoutHandlers_IsNotOnThePath()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestFilterDriver idle = TestFilterDriver.Register(runtime, _log, "idle", static (d, m) => new IdleFilter(d, m));
        TestFilterDriver sender = TestFilterDriver.Register(runtime, _log, "sender", static (d, m) => new SendOnlyFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);

        protocol.Send(2);
        miniport.Indicate(Perfect, miniport.Frame());

        Assert.Equal(2, ((SendOnlyFilter)sender.Made[0]).Sends);
        Assert.Equal(FilterHandlers.None, miniport.Adapter.Filters[0].Handlers);
        Assert.Equal(FilterHandlers.SendPath, miniport.Adapter.Filters[1].Handlers);
        Assert.Contains("idle-0000 [Custom] Running, datapath: bypassed", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
        Assert.Contains("sender-0000 [Custom] Running, datapath: send only", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
        Assert.Equal(1, protocol.Received);
        Assert.NotNull(idle.Made[0]);
    }

    [Fact]
    public void Filter_ChangesItsHandlersAtRestart_LeavesThePath()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestFilterDriver driver = TestFilterDriver.Register(runtime, _log, "switching", static (d, m) => new SwitchingFilter(d, m));
        TestMiniport.AddTo(runtime, _log);
        SwitchingFilter filter = (SwitchingFilter)driver.Made[0];
        protocol.Send(1);
        filter.Wanted = FilterHandlers.ReceivePath;
        Assert.Equal(NdisStatus.InvalidState, filter.Module.SetOptionalHandlers(FilterHandlers.None));

        filter.Module.RestartFilter();
        runtime.Kernel.Loop.RunUntilIdle();
        protocol.Send(1);

        Assert.Equal(1, filter.Sends);
        Assert.Equal(FilterHandlers.ReceivePath, filter.Module.Handlers);
    }

    [Fact]
    public void Complete_ListThatIsBackInItsPool_IsABugCheckWithoutVerifier()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier: false);
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log, configure: m => m.CompletesInline = false);
        NetBufferList list = protocol.NewList();
        NetBufferListChain chain = new(list);
        protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
        miniport.CompletePending();

        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            NetBufferListChain again = NetBufferListChain.OfLinked(list);
            miniport.Adapter.CompleteSend(ref again, SendCompleteFlags.None);
        });

        Assert.Equal((BugCheckCode.BugcodeNdisDriver, (ulong)NdisBugCheckCode.ReferenceCountImbalance), (stop.Code, stop.Parameters[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [BreaksRule("Ownership")]
    [BreaksRule("0x7C/0x1E")]
    public void Scenario10_DoubleComplete_IsReportedWithItsHistory(bool verifier)
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier);
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);
        BugCheckException? stop = null;
        protocol.OnCompleted = list =>
        {
            NetBufferListChain again = new(list);
            stop ??= Assert.Throws<BugCheckException>(() => CompleteAgain(miniport, list));
        };

        protocol.Send(1);

        Assert.Equal(verifier ? BugCheckCode.DriverVerifierDetectedViolation : BugCheckCode.BugcodeNdisDriver, stop!.Code);
        Assert.Equal(verifier ? NdisVerifierRules.Ownership.Parameter1 : (ulong)NdisBugCheckCode.ReferenceCountImbalance, stop.Parameters[0]);
        if (verifier)
        {
            Assert.Contains("Ethernet/miniport", stop.Message, StringComparison.Ordinal);
            Assert.Contains("Completed Ethernet-proto", stop.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Acceptance scenario 11.</summary>
    [Fact]
    public void Scenario11_Resources_FilterPassesTwoAndTwo_ChainIsWholeAndNothingIsReturned()
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestFilterDriver.Register(runtime, _log, "halves", static (d, m) => new HalvingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);

        miniport.Indicate(Perfect | ReceiveFlags.Resources, miniport.Frame(), miniport.Frame(), miniport.Frame(), miniport.Frame());

        Assert.Equal((4, 4, 0), (protocol.Received, protocol.Loans, miniport.Returned));
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [BreaksRule("LoanReturned")]
    public void Scenario11_Resources_OneIsReturned_IsReported(bool verifier)
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier);
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);
        protocol.TakesLoans = true;

        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Indicate(Perfect | ReceiveFlags.Resources, miniport.Frame(), miniport.Frame()));

        if (verifier)
        {
            Assert.Equal(NdisVerifierRules.LoanReturned.Parameter1, stop.Parameters[0]);
        }
        else
        {
            Assert.Equal(BugCheckCode.BugcodeNdisDriver, stop.Code);
        }
    }

    [Fact]
    [BreaksRule("ChainNotRestored")]
    public void Scenario11_Resources_FilterForgetsToRelink_ChainNotRestored()
    {
        (_, NdisRuntime runtime, _) = Runtime();
        TestFilterDriver.Register(runtime, _log, "thief", static (d, m) => new ForgetfulFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Indicate(Perfect | ReceiveFlags.Resources, miniport.Frame(), miniport.Frame()));

        Assert.Equal(NdisVerifierRules.ChainNotRestored.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void Resources_SetByAFilter_LeavesTheListsWithTheFilter()
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestFilterDriver.Register(runtime, _log, "lender", static (d, m) => new LendingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);

        miniport.Indicate(Perfect, miniport.Frame(), miniport.Frame());

        Assert.Equal((2, 2), (protocol.Loans, miniport.Returned));
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    [Theory]
    [InlineData(ReceiveFlags.None, 2)]
    [InlineData(ReceiveFlags.Resources, 0)]
    public void IndicateSelected_GiftOrLoan_PassesOnlyWhatMatches(ReceiveFlags loan, int returnedAtOnce)
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestFilterDriver.Register(runtime, _log, "selective", static (d, m) => new OnlyIPv4Filter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);
        protocol.Holds = true;
        NetBufferList[] lists = [miniport.Frame(0x0806), miniport.Frame(), miniport.Frame(), miniport.Frame(0x86DD)];
        foreach ((NetBufferList list, ushort type) in lists.Zip<NetBufferList, ushort>([0x0806, 0x0800, 0x0800, 0x86DD]))
        {
            list.FrameType = type;
        }

        miniport.Indicate(Perfect | loan, lists);

        Assert.Equal([0x0800, 0x0800], protocol.ReceivedTypes);
        Assert.Equal(returnedAtOnce, miniport.Returned);
        protocol.ReturnHeld();
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    /// <summary>Acceptance scenario 13.</summary>
    [Fact]
    [BreaksRule("LockHeldAcrossCall")]
    public void Scenario13_LockHeldAcrossSend_IsReportedInsteadOfADeadlock()
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestMiniport.AddTo(runtime, _log);
        SimSpinLock spinLock = new(host.Kernel, "protocol");
        protocol.OnCompleted = _ =>
        {
            using SpinLockScope inside = spinLock.Acquire();
        };

        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            using SpinLockScope outside = spinLock.Acquire();
            protocol.Send(1);
        });

        Assert.Equal(NdisVerifierRules.LockHeldAcrossCall.Parameter1, stop.Parameters[0]);
    }

    /// <summary>Acceptance scenario 14.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scenario14_OriginRouting_MixedChain_FilterKeepsItsOwn(bool verifier)
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier);
        TestFilterDriver driver = TestFilterDriver.Register(runtime, _log, "injector", static (d, m) => new InjectingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log, configure: m => m.CompletesInline = false);

        protocol.Send(3);
        miniport.CompletePending();

        InjectingFilter filter = (InjectingFilter)driver.Made[0];
        Assert.Equal((6, 3, 3), (miniport.Sent, filter.OwnCompleted, protocol.Completions.Count));
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [BreaksRule("SourceHandle")]
    public void Scenario14_OriginRouting_OwnListPassedUp_IsReported(bool verifier)
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier);
        TestFilterDriver driver = TestFilterDriver.Register(runtime, _log, "injector", static (d, m) => new InjectingFilter(d, m));
        TestMiniport.AddTo(runtime, _log);
        ((InjectingFilter)driver.Made[0]).PassesItsOwnUp = true;

        BugCheckException stop = Assert.Throws<BugCheckException>(() => protocol.Send(1));

        Assert.Equal(verifier ? BugCheckCode.DriverVerifierDetectedViolation : BugCheckCode.BugcodeNdisDriver, stop.Code);
        if (verifier)
        {
            Assert.Equal(NdisVerifierRules.SourceHandle.Parameter1, stop.Parameters[0]);
        }
    }

    [Fact]
    [BreaksRule("DataSpaceNotRestored")]
    public void Completion_WithTheDataStartMoved_IsReported()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestFilterDriver.Register(runtime, _log, "tagger", static (d, m) => new SloppyTagFilter(d, m));
        TestMiniport.AddTo(runtime, _log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => protocol.Send(1));

        Assert.Equal(NdisVerifierRules.DataSpaceNotRestored.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void Cancel_QueuedSends_CompleteAborted()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log, configure: m => m.CompletesInline = false);
        protocol.Send(2, cancelId: 7);
        protocol.Send(1, cancelId: 8);

        protocol.Binding.CancelSend(7);

        Assert.Equal([NdisStatus.SendAborted, NdisStatus.SendAborted], protocol.Completions);
        miniport.CompletePending();
        Assert.Equal(3, protocol.Completions.Count);
    }

    [Fact]
    public void Send_ToAnUnknownPort_CompletesInvalidPort()
    {
        (TestHost host, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestMiniport.AddTo(runtime, _log);
        NetBufferListChain chain = new(protocol.NewList());

        protocol.Binding.Send(ref chain, new PortNumber(9), SendFlags.None);

        Assert.Equal([NdisStatus.InvalidPort], protocol.Completions);
        Assert.Equal(1, host.Kernel.Drops[NdisDrop.InvalidPort]);
    }

    [Fact]
    [BreaksRule("BadChain")]
    public void Chain_WithAWrongCount_IsReported()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime();
        TestMiniport.AddTo(runtime, _log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            NetBufferList first = protocol.NewList();
            NetBufferListChain chain = new(first);
            first.Next = protocol.NewList();
            protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
        });

        Assert.Equal(NdisVerifierRules.BadChain.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void HotPath_SteadyState_AllocatesNothing()
    {
        (_, NdisRuntime runtime, TestProtocol protocol) = Runtime(verifier: false);
        TestFilterDriver.Register(runtime, _log, "pass", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);
        protocol.Completions.Capacity = 100_000;
        protocol.ReceivedTypes.Capacity = 100_000;
        RoundTrips(protocol, miniport, 10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        RoundTrips(protocol, miniport, 100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static (TestHost Host, NdisRuntime Runtime, TestProtocol Protocol) Runtime(bool verifier = true)
    {
        TestHost host = new(verifier);
        NdisRuntime runtime = new(host.Kernel);
        return (host, runtime, TestProtocol.Register(runtime, []));
    }

    private static void CompleteAgain(TestMiniport miniport, NetBufferList list)
    {
        NetBufferListChain again = NetBufferListChain.OfLinked(list);
        miniport.Adapter.CompleteSend(ref again, SendCompleteFlags.None);
    }

    private static void RoundTrips(TestProtocol protocol, TestMiniport miniport, int count)
    {
        for (int i = 0; i < count; i++)
        {
            protocol.Send(32);
            NetBufferListChain chain = default;
            for (int k = 0; k < 32; k++)
            {
                NetBufferList list = miniport.Pool.Get();
                list.FirstNetBuffer.DataLength = 60;
                chain.Add(list);
            }

            miniport.Adapter.IndicateReceive(ref chain, PortNumber.Default, Perfect);
        }
    }

    private sealed class SwitchingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module), IFilter
    {
        public FilterHandlers Wanted { get; set; } = FilterHandlers.All;

        NtStatus IFilter.SetModuleOptions(FilterModule module) => module.SetOptionalHandlers(Wanted);
    }

    private sealed class HalvingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            NetBufferListChain first = chain.TakeFirst(chain.Count / 2);
            NetBufferListChain second = chain.Take();
            Module.IndicateReceive(ref first, port, flags);
            Module.IndicateReceive(ref second, port, flags);
            first.Append(ref second);
            chain = first;
        }
    }

    private sealed class ForgetfulFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            NetBufferListChain first = chain.TakeFirst(1);
            Module.IndicateReceive(ref first, port, flags);
        }
    }

    private sealed class LendingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            Module.IndicateReceive(ref chain, port, flags | ReceiveFlags.Resources);
            Module.ReturnReceived(ref chain, ReturnFlags.None);
        }
    }

    private sealed class OnlyIPv4Filter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) =>
            Module.IndicateSelected(ref chain, port, flags, default(IsIPv4));

        private readonly struct IsIPv4 : INetBufferListPredicate
        {
            public bool Matches(NetBufferList list) => list.FrameType == 0x0800;
        }
    }

    private sealed class InjectingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        private readonly NetBufferListPool _pool =
            new(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "injector", DataSize = 100 });

        public int OwnCompleted { get; private set; }

        public bool PassesItsOwnUp { get; set; }

        public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            NetBufferListChain mixed = default;
            while (chain.TryRemoveFirst(out NetBufferList? list))
            {
                mixed.Add(list);
                NetBufferList own = _pool.Get();
                own.FirstNetBuffer.DataLength = 60;
                own.SourceHandle = Module;
                mixed.Add(own);
            }

            Module.Send(ref mixed, port, flags);
        }

        public override void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
        {
            if (PassesItsOwnUp)
            {
                Module.CompleteSend(ref chain, flags);
                return;
            }

            NetBufferListChain own = default;
            NetBufferListChain foreign = default;
            NetBufferListClassifier.Split(ref chain, new SourceHandlePredicate(Module), ref own, ref foreign);
            OwnCompleted += own.Count;
            while (own.TryRemoveFirst(out NetBufferList? list))
            {
                list.Free();
            }

            Module.CompleteSend(ref foreign, flags);
        }
    }

    private sealed class SloppyTagFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            foreach (NetBufferList list in chain)
            {
                list.Retreat(4);
            }

            Module.Send(ref chain, port, flags);
        }
    }
}
