using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>Rules about single routines, and the stop codes that need no verifier.</summary>
public sealed class DriverRuleTests
{
    [Fact]
    [BreaksRule("Flags_Irql")]
    public void CurrentIrql_AskedInADataHandler_IsReported()
    {
        RuleBench bench = new(static (d, m) => new CuriousFilter(d, m));
        Assert.Equal(Irql.Passive, bench.Runtime.GetCurrentIrql("test"));

        bench.Breaks(NdisVerifierRules.FlagsIrql, () => bench.Protocol.Send(1));
    }

    [Fact]
    [BreaksRule("NdisStallExecution_Delay")]
    public void Stall_LongerThanFiftyMicroseconds_IsReported()
    {
        RuleBench bench = new();
        bench.Runtime.StallExecution("driver", 50);
        Assert.Equal(50_000, bench.Kernel.CurrentProcessor.BusyNs);

        bench.Breaks(NdisVerifierRules.StallExecution, () => bench.Runtime.StallExecution("driver", 51));
    }

    [Fact]
    [BreaksRule("NdisFDeregisterFilterDriver")]
    public void FilterDriver_DeregisteredInAHandler_IsReported()
    {
        RuleBench bench = new(static (d, m) => new PassThroughFilter(d, m));
        ((PassThroughFilter)bench.FilterDriver!.Made[0]).OnPause = bench.FilterDriver.Registration.Dispose;

        bench.Breaks(NdisVerifierRules.DeregisterFilterDriver, () => bench.Runtime.PauseStack(bench.Adapter));
    }

    [Fact]
    [BreaksRule("NdisReEnumerateProtocolBindings")]
    public void ReEnumerate_InTheBindHandler_IsReported()
    {
        RuleBench bench = new();
        bench.Protocol.OnBind = bench.Protocol.Registration.ReEnumerateBindings;

        bench.Breaks(NdisVerifierRules.ReEnumerateProtocolBindings, () => TestMiniport.AddTo(bench.Runtime, [], "Second"));
    }

    [Fact]
    public void ReEnumerate_OutsideHandlers_BindsWhatIsNotBound()
    {
        RuleBench bench = new(protocol: static p => p.BindResult = NdisStatus.Resources);
        Assert.Empty(bench.Adapter.Bindings);
        bench.Protocol.BindResult = NtStatus.Success;

        bench.Protocol.Registration.ReEnumerateBindings();

        Assert.Equal(BindingState.Running, Assert.Single(bench.Adapter.Bindings).State);
    }

    [Fact]
    [BreaksRule("0x7C/0x04")]
    public void Adapter_ForADriverThatIsNotRegistered_IsABugCheck()
    {
        RuleBench bench = new();
        MiniportRegistration gone = bench.Runtime.RegisterMiniport(new HookedMiniport(), new MiniportOptions { Name = "gone" });
        gone.Dispose();

        RuleBench.Stops(NdisBugCheckCode.UnloadInvalidParameter, () => bench.Runtime.AddAdapter(gone, new AdapterOptions { Name = "Late" }));
    }

    [Fact]
    [BreaksRule("0x7C/0x06")]
    public void Indication_OfAListThatIsStillUp_IsABugCheck()
    {
        RuleBench bench = new(protocol: static p => p.Holds = true, verifier: false);
        NetBufferList list = bench.Miniport.Frame();
        bench.Miniport.Indicate(RuleBench.Perfect, list);

        RuleBench.Stops(NdisBugCheckCode.ReceivedPacketInUse, () => bench.Miniport.Indicate(RuleBench.Perfect, list));
    }

    [Fact]
    [BreaksRule("0x7C/0x14")]
    public async Task WaitEvent_AtDispatch_IsABugCheck()
    {
        RuleBench bench = new();
        NdisEvent done = new(bench.Kernel);
        done.Set();
        Assert.True(await done.WaitAsync());
        done.Reset();
        Assert.False(done.IsSet);

        RuleBench.Stops(NdisBugCheckCode.WaitEventHighIrql, () =>
        {
            using IrqlScope raised = bench.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);
            _ = done.WaitAsync().AsTask().Exception is { } failure ? throw failure.InnerException! : 0;
        });
    }

    [Fact]
    [BreaksRule("0x7C/0x1B")]
    public void InterfaceStackTable_Circle_IsABugCheck()
    {
        RuleBench bench = new();
        bench.Runtime.AddInterfaceStackEntry(7, 8);
        RuleBench.Stops(NdisBugCheckCode.IfStackTableLoop, () => bench.Runtime.AddInterfaceStackEntry(8, 7));
    }

    [Fact]
    [BreaksRule("0x7C/0x1C")]
    public void Oid_ThatFreesSomethingFails_IsABugCheck()
    {
        RuleBench bench = new();
        bench.Miniport.OnOid = _ => NdisStatus.Failure;

        BugCheckException stop = RuleBench.Stops(
            NdisBugCheckCode.FailedMandatoryOid, () => bench.Protocol.Binding.OidRequest(OidRequest.Set(Oid.PmRemoveWolPattern, 7)));

        Assert.Equal([0x1Cul, 0ul, (ulong)Oid.PmRemoveWolPattern, NdisStatus.Failure.Value], stop.Parameters);
    }

    [Fact]
    public void MiniportRestart_Fails_LiveDumpSaysWhy()
    {
        RuleBench bench = new();
        bench.Runtime.PauseStack(bench.Adapter);
        bench.Miniport.RestartResult = NdisStatus.Failure;

        bench.Runtime.RestartStack(bench.Adapter);

        LiveDump dump = Assert.Single(bench.Kernel.LiveDumps);
        Assert.Equal((0x15E, 0x01ul, (ulong)NdisFatalError.MiniportRestart), ((int)dump.Code, dump.Parameter1, dump.Parameter4));
    }

    private sealed class CuriousFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            _ = Module.Adapter.Stack.Runtime.GetCurrentIrql(Module.Name);
            base.SendNetBufferLists(ref chain, port, flags);
        }
    }
}
