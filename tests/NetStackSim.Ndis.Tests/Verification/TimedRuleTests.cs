using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>The timed rules, on virtual time, and the watchdog behind them.</summary>
public sealed class TimedRuleTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    [BreaksRule("NdisTimedDataHang")]
    public void Sends_NoneCompletedFor22Seconds_IsReported()
    {
        RuleBench bench = new(miniport: m => m.CompletesInline = false);
        bench.Protocol.Send(3);

        BugCheckException stop = bench.Breaks(NdisVerifierRules.TimedDataHang, bench.RunUntilIdle);

        Assert.Equal((0x9200Ful, 22 * Second), (stop.Parameters[0], bench.Kernel.Now));
        Assert.Contains("3 sends are pending", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    [BreaksRule("NdisTimedDataSend")]
    public void Send_NotCompletedFor30SecondsWhileOthersAre_IsReported()
    {
        RuleBench bench = new(static (d, m) => new PassThroughFilter(d, m), m => m.CompletesInline = false);
        bench.Protocol.Send(1);

        BugCheckException stop = bench.Breaks(NdisVerifierRules.TimedDataSend, () =>
        {
            // Later ones go out and come back; the first stays.
            for (int i = 0; i < 8; i++)
            {
                bench.Host.Loop.RunFor(5 * Second);
                bench.Protocol.Send(1);
                bench.Miniport.CompleteNewest();
            }
        });

        Assert.Equal((0x9200Dul, 30 * Second), (stop.Parameters[0], bench.Kernel.Now));
        Assert.Contains("Ethernet/miniport", stop.Culprit, StringComparison.Ordinal);
    }

    [Fact]
    public void Sends_CompletedInTime_LeaveNoTimerAndNoEvent()
    {
        RuleBench bench = new(miniport: m => m.CompletesInline = false);
        for (int i = 0; i < 20; i++)
        {
            bench.Protocol.Send(2);
            bench.Host.Loop.RunFor(10 * Second);
            bench.Miniport.CompletePending();
        }

        bench.RunUntilIdle();
        Assert.Equal(200 * Second, bench.Kernel.Now);
        Assert.True(bench.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    [BreaksRule("NdisFilterTimedDataSend")]
    public void Filter_KeepsASend_IsReportedAfterTheLimit()
    {
        RuleBench bench = new(static (d, m) => new HoardingFilter(d, m) { Hoards = true });
        bench.Runtime.Timeouts.FilterDataSendNs = 7 * Second;
        bench.Protocol.Send(1);

        BugCheckException stop = bench.Breaks(NdisVerifierRules.FilterTimedDataSend, bench.RunUntilIdle);

        Assert.Equal((0x92011ul, 7 * Second, "Ethernet-culprit-0000"), (stop.Parameters[0], bench.Kernel.Now, stop.Culprit));
    }

    [Fact]
    [BreaksRule("NdisFilterTimedDataReceive")]
    public void Filter_KeepsAReceive_IsReportedAfterTheLimit()
    {
        RuleBench bench = new(static (d, m) => new HoardingFilter(d, m) { Hoards = true });
        bench.Miniport.Indicate(RuleBench.Perfect, bench.Miniport.Frame());

        BugCheckException stop = bench.Breaks(NdisVerifierRules.FilterTimedDataReceive, bench.RunUntilIdle);

        Assert.Equal((0x92012ul, 30 * Second, "Ethernet-culprit-0000"), (stop.Parameters[0], bench.Kernel.Now, stop.Culprit));
    }

    /// <summary>A live dump after 30 s names the lists that are waited for, the watchdog stops the host after 60 s.</summary>
    [Fact]
    [BreaksRule("0x7C/0x25/0x01")]
    public void ProtocolPause_SendsDoNotComeBack_LiveDumpThenWatchdog()
    {
        RuleBench bench = new(miniport: m => m.CompletesInline = false);
        bench.Runtime.Timeouts.DataHangNs = bench.Runtime.Timeouts.DataSendNs = 100 * Second;
        bench.Protocol.Send(2);

        bench.WatchdogStops(NdisWatchdog.ProtocolPause, () => bench.Runtime.PauseStack(bench.Adapter));

        LiveDump dump = Assert.Single(bench.Kernel.LiveDumps);
        Assert.Equal((BugCheckCode.BugcodeNdisDriverLiveDump, (ulong)NdisLiveDumpCode.StuckNetBufferList, 30 * Second), (dump.Code, dump.Parameter1, dump.TimeNs));
        Assert.Contains("proto/send#1 at Ethernet/miniport", dump.Text, StringComparison.Ordinal);
        Assert.Equal(60 * Second, bench.Kernel.Now);
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x21")]
    public void MiniportPause_NeverCompletes_Watchdog()
    {
        RuleBench bench = new(miniport: m => m.PauseResult = NtStatus.Pending);
        bench.WatchdogStops(NdisWatchdog.MiniportPause, () => bench.Runtime.PauseStack(bench.Adapter));
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x11")]
    public void FilterPause_NeverCompletesWithoutVerifier_Watchdog()
    {
        RuleBench bench = new(static (d, m) => new PassThroughFilter(d, m) { PauseResult = NtStatus.Pending }, verifier: false);
        bench.WatchdogStops(NdisWatchdog.FilterPause, () => bench.Runtime.PauseStack(bench.Adapter));
        Assert.Equal(60 * Second, bench.Kernel.Now);
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x02")]
    public void ProtocolEvent_NeverCompleted_WatchdogNamesTheEvent()
    {
        RuleBench bench = new(protocol: p => p.OnEvent = e => e.Code == NetPnPEventCode.QueryRemoveDevice ? NtStatus.Pending : NtStatus.Success);
        BugCheckException stop = RuleBench.Stops(NdisBugCheckCode.Watchdog, () =>
        {
            bench.Runtime.RemoveAdapter(bench.Adapter);
            bench.RunUntilIdle();
        });

        Assert.Equal([0x25ul, 0x02ul, 0ul, (ulong)NetPnPEventCode.QueryRemoveDevice], stop.Parameters);
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x04")]
    public void ProtocolUnbind_NeverCompleted_Watchdog()
    {
        RuleBench bench = new(protocol: p => p.UnbindResult = NtStatus.Pending);
        bench.WatchdogStops(NdisWatchdog.ProtocolUnbind, () => bench.Runtime.RemoveAdapter(bench.Adapter));
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x23")]
    public void MiniportOid_NeverCompletedWithoutVerifier_WatchdogNamesTheRequest()
    {
        RuleBench bench = new(verifier: false);
        bench.Miniport.OnOid = _ => NtStatus.Pending;
        BugCheckException stop = RuleBench.Stops(NdisBugCheckCode.Watchdog, () =>
        {
            bench.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
            bench.RunUntilIdle();
        });

        Assert.Equal([0x25ul, 0x23ul, 0ul, (ulong)Oid.GenVendorId], stop.Parameters);
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x24")]
    public void FilterOid_NeverCompletedWithoutVerifier_Watchdog()
    {
        RuleBench bench = new(static (d, m) => new MuteFilter(d, m), verifier: false);
        bench.WatchdogStops(NdisWatchdog.FilterOid, () => bench.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x13")]
    public void FilterStatus_StaysInside_Watchdog()
    {
        RuleBench bench = new(static (d, m) => new SlowFilter(d, m));
        ((SlowFilter)bench.FilterDriver!.Made[0]).StatusNs = 61 * Second;
        bench.WatchdogStops(NdisWatchdog.FilterStatus, () => bench.Adapter.IndicateLinkState(new LinkState()));
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x03")]
    public void ProtocolStatus_StaysInside_Watchdog()
    {
        RuleBench bench = new();
        bench.Protocol.OnStatus = _ => bench.Kernel.CurrentProcessor.Charge(61 * Second);
        bench.WatchdogStops(NdisWatchdog.ProtocolStatus, () => bench.Adapter.IndicateLinkState(new LinkState()));
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x14")]
    public void FilterDetach_StaysInside_Watchdog()
    {
        RuleBench bench = new(static (d, m) => new SlowFilter(d, m) { DetachNs = 61 * Second });
        bench.WatchdogStops(NdisWatchdog.FilterDetach, () => bench.FilterDriver!.Registration.Dispose());
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x22")]
    public void MiniportHalt_StaysInside_Watchdog()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        HookedMiniport miniport = HookedMiniport.AddTo(runtime, m => m.OnHalt = _ => host.Kernel.CurrentProcessor.Charge(61 * Second));

        BugCheckException stop = RuleBench.Stops(NdisBugCheckCode.Watchdog, () => runtime.RemoveAdapter(miniport.Adapter));

        Assert.Equal((ulong)NdisWatchdog.MiniportHalt, stop.Parameters[1]);
    }

    private sealed class MuteFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterOid
    {
        public NtStatus OidRequest(OidRequest request) => NtStatus.Pending;

        public void OidRequestComplete(OidRequest request, NtStatus status)
        {
        }

        public void CancelOidRequest(ulong requestId)
        {
        }
    }

    private sealed class SlowFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module), IFilter
    {
        public long StatusNs { get; set; }

        public long DetachNs { get; init; }

        public override void Status(in StatusIndication indication)
        {
            Module.Adapter.Kernel.CurrentProcessor.Charge(StatusNs);
            base.Status(indication);
        }

        void IFilter.Detach() => Module.Adapter.Kernel.CurrentProcessor.Charge(DetachNs);
    }
}
