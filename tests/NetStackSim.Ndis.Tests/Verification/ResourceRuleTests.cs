using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>What a driver claims it releases: each kind of resource has its rule, interrupts and timers have a stop code as well.</summary>
public sealed class ResourceRuleTests
{
    private const uint Tag = 0x54534554;

    [Fact]
    [BreaksRule("Init_NdisAllocateIoWorkItem")]
    public void Halt_WithAWorkItem_IsReported() =>
        HaltBreaks(NdisVerifierRules.InitAllocateIoWorkItem, static a => a.Resources.AllocateWorkItem());

    [Fact]
    [BreaksRule("Init_RegisterSG")]
    public void Halt_WithScatterGather_IsReported() =>
        HaltBreaks(NdisVerifierRules.InitRegisterScatterGather, static a => a.Resources.RegisterScatterGatherDma(1514, static (_, _) => { }));

    [Fact]
    [BreaksRule("NdisAllocateGenericObject")]
    public void Halt_WithAGenericObject_IsReported() =>
        HaltBreaks(NdisVerifierRules.AllocateGenericObject, static a => a.Resources.AllocateGenericObject(Tag));

    [Fact]
    [BreaksRule("NdisAllocateMdl")]
    public void Halt_WithAnMdl_IsReported() => HaltBreaks(NdisVerifierRules.AllocateMdl, static a => a.Resources.AllocateMdl(new byte[64]));

    [Fact]
    [BreaksRule("NdisOpenConfigurationEx")]
    public void Halt_WithAnOpenConfiguration_IsReported() => HaltBreaks(NdisVerifierRules.OpenConfiguration, static a => a.Resources.OpenConfiguration());

    [Fact]
    [BreaksRule("PoolTracking")]
    public void Halt_WithMemory_IsReported() => HaltBreaks(NdisVerifierRules.PoolTracking, static a => a.Resources.AllocateMemory(100, Tag));

    [Fact]
    [BreaksRule("CancelTimerObject")]
    public void Halt_WithASetTimer_IsReported() =>
        HaltBreaks(NdisVerifierRules.CancelTimerObject, static a => a.Resources.AllocateTimer(static () => { })!.Set(1000));

    [Fact]
    [BreaksRule("Init_DeRegisterInterrupt")]
    public void Halt_WithAnInterrupt_IsReported() =>
        HaltBreaks(NdisVerifierRules.InitDeRegisterInterrupt, static a => a.RegisterInterrupt(new HookedMiniport(), out _));

    [Fact]
    [BreaksRule("Init_RegisterInterrupt")]
    public void InitializeFails_WithAnInterrupt_IsReported()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => HookedMiniport.AddTo(runtime, m => m.OnInitialize = FailWithInterrupt));
        Assert.Equal(NdisVerifierRules.InitRegisterInterrupt.Parameter1, stop.Parameters[0]);
        Assert.Single(host.Kernel.Verifier!.Violations);
    }

    [Theory]
    [InlineData(NdisBugCheckCode.HaltWithInterrupt)]
    [InlineData(NdisBugCheckCode.HaltWithTimer)]
    [BreaksRule("0x7C/0x08")]
    [BreaksRule("0x7C/0x09")]
    public void Halt_WithoutVerifier_IsABugCheck(object code)
    {
        NdisRuntime runtime = new(new TestHost(verifier: false).Kernel);
        HookedMiniport miniport = HookedMiniport.AddTo(runtime, m => m.OnInitialize = adapter => Claim(adapter, IsTimer((NdisBugCheckCode)code), NtStatus.Success));

        RuleBench.Stops((NdisBugCheckCode)code, () => runtime.RemoveAdapter(miniport.Adapter));
    }

    [Theory]
    [InlineData(NdisBugCheckCode.InitializeFailedWithInterrupt)]
    [InlineData(NdisBugCheckCode.InitializeFailedWithTimer)]
    [BreaksRule("0x7C/0x0B")]
    [BreaksRule("0x7C/0x0C")]
    public void InitializeFails_WithoutVerifier_IsABugCheck(object code)
    {
        NdisRuntime runtime = new(new TestHost(verifier: false).Kernel);
        RuleBench.Stops((NdisBugCheckCode)code, () => HookedMiniport.AddTo(
            runtime, m => m.OnInitialize = adapter => Claim(adapter, IsTimer((NdisBugCheckCode)code), NdisStatus.Resources)));
    }

    /// <summary>Success without general attributes: NDIS halts the adapter inside the initialization.</summary>
    [Theory]
    [InlineData(NdisBugCheckCode.HaltInitializeWithInterrupt)]
    [InlineData(NdisBugCheckCode.HaltInitializeWithTimer)]
    [BreaksRule("0x7C/0x0D")]
    [BreaksRule("0x7C/0x0E")]
    public void HaltDuringInitialize_WithoutVerifier_IsABugCheck(object code)
    {
        NdisRuntime runtime = new(new TestHost(verifier: false).Kernel);
        RuleBench.Stops((NdisBugCheckCode)code, () => HookedMiniport.AddTo(runtime, m =>
        {
            m.SetsGeneralAttributes = false;
            m.OnInitialize = adapter => Claim(adapter, IsTimer((NdisBugCheckCode)code), NtStatus.Success);
        }));
    }

    [Theory]
    [InlineData(NdisBugCheckCode.PowerUpFailedWithInterrupt)]
    [InlineData(NdisBugCheckCode.PowerUpFailedWithTimer)]
    [BreaksRule("0x7C/0x10")]
    [BreaksRule("0x7C/0x11")]
    public void PowerUpFails_WithoutVerifier_IsABugCheck(object code)
    {
        NdisRuntime runtime = new(new TestHost(verifier: false).Kernel);
        bool fails = false;
        HookedMiniport miniport = HookedMiniport.AddTo(
            runtime, m => m.OnInitialize = adapter => fails ? Claim(adapter, IsTimer((NdisBugCheckCode)code), NdisStatus.Failure) : NtStatus.Success);
        runtime.PauseStack(miniport.Adapter);
        miniport.Adapter.Halt(HaltAction.DevicePoweredDown);
        fails = true;

        RuleBench.Stops((NdisBugCheckCode)code, () => miniport.Adapter.Initialize());
    }

    [Fact]
    public void FilterModule_DetachedWithMemory_IsNamed()
    {
        RuleBench bench = new(static (d, m) =>
        {
            m.Resources.AllocateMemory(10, Tag);
            return new PassThroughFilter(d, m);
        });

        BugCheckException stop = Assert.Throws<BugCheckException>(bench.FilterDriver!.Registration.Dispose);

        Assert.Contains("'Ethernet-culprit-0000' was detached and left its 10 bytes with tag 0x54534554", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resources_ReleasedBeforeHalt_LeaveNothing()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        HookedMiniport miniport = HookedMiniport.AddTo(runtime, m =>
        {
            m.OnInitialize = adapter => Claim(adapter, isTimer: false, NtStatus.Success);
            m.OnHalt = _ => m.Adapter.Resources.Claimed[0].Dispose();
        });
        using (DriverMemory memory = miniport.Adapter.Resources.AllocateMemory(16, Tag)!)
        {
            memory.Span[3] = 7;
        }

        runtime.RemoveAdapter(miniport.Adapter);

        Assert.Empty(miniport.Adapter.Resources.Claimed);
        Assert.True(host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    [BreaksRule("NdisAllocateMemoryWithTagPriority")]
    public void AllocateMemory_WithoutATag_IsReported()
    {
        RuleBench bench = new();
        bench.Breaks(NdisVerifierRules.AllocateMemoryTag, () => bench.Adapter.Resources.AllocateMemory(64, 0));
    }

    [Fact]
    public void Memory_UsedAfterItWasFreed_IsDriverIrqlNotLessOrEqual()
    {
        RuleBench bench = new(verifier: false);
        DriverMemory memory = bench.Adapter.Resources.AllocateMemory(64, Tag)!;
        memory.Dispose();

        BugCheckException stop = Assert.Throws<BugCheckException>(() => memory.Span[0] = 1);

        Assert.Equal(BugCheckCode.DriverIrqlNotLessOrEqual, stop.Code);
        Assert.Equal(BugCheckCode.BadPoolCaller, Assert.Throws<BugCheckException>(memory.Dispose).Code);
    }

    [Fact]
    [BreaksRule("NdisMFreeSharedMemory")]
    public void SharedMemory_FreedInShutdown_IsReported()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        HookedMiniport miniport = HookedMiniport.AddTo(runtime, static _ => { });
        SharedMemory memory = miniport.Adapter.Resources.AllocateSharedMemory(4096)!;
        miniport.OnShutdown = memory.Dispose;

        BugCheckException stop = Assert.Throws<BugCheckException>(() => runtime.Shutdown(ShutdownAction.PowerOff));

        Assert.Equal(NdisVerifierRules.FreeSharedMemory.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    [BreaksRule("0x7C/0x03")]
    public void SharedMemory_FreedTwice_IsABugCheck()
    {
        RuleBench bench = new();
        SharedMemory memory = bench.Adapter.Resources.AllocateSharedMemory(4096)!;
        memory.Dispose();

        RuleBench.Stops(NdisBugCheckCode.FreeInvalidSharedMemory, memory.Dispose);
    }

    [Fact]
    [BreaksRule("0x7C/0x01")]
    public void SharedMemory_AtDispatchWithoutVerifier_IsABugCheck()
    {
        RuleBench bench = new(verifier: false);
        using IrqlScope raised = bench.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);

        BugCheckException stop = RuleBench.Stops(NdisBugCheckCode.AllocateSharedMemoryHighIrql, () => bench.Adapter.Resources.AllocateSharedMemory(4096));

        Assert.Equal([0x01ul, 0ul, 4096ul, 2ul], stop.Parameters);
    }

    [Fact]
    [BreaksRule("WriteErrorLog")]
    public void InitializeFails_ForWantOfSharedMemoryWithoutALogEntry_IsReported()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        bool logs = true;
        HookedMiniport.AddTo(runtime, m => m.OnInitialize = FailForMemory);
        Assert.Equal(NdisErrorCode.OutOfResources, Assert.Single(runtime.ErrorLog).Code);
        logs = false;

        BugCheckException stop = Assert.Throws<BugCheckException>(() => HookedMiniport.AddTo(runtime, m => m.OnInitialize = FailForMemory));

        Assert.Equal(NdisVerifierRules.WriteErrorLog.Parameter1, stop.Parameters[0]);

        NtStatus FailForMemory(MiniportAdapter adapter)
        {
            adapter.Resources.FailAllocationAt(1);
            Assert.Null(adapter.Resources.AllocateSharedMemory(4096));
            if (logs)
            {
                adapter.Resources.WriteErrorLogEntry(NdisErrorCode.OutOfResources, 4096);
            }

            return NdisStatus.Resources;
        }
    }

    [Fact]
    [BreaksRule("NdisMMapIoSpace")]
    public void MapIoSpace_BeforeTheAttributesOrAfterInitialize_IsReported()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        BugCheckException early = Assert.Throws<BugCheckException>(
            () => HookedMiniport.AddTo(runtime, static m => m.BeforeAttributes = static adapter => adapter.Resources.MapIoSpace(new byte[64])));
        Assert.Contains("before NdisMSetMiniportAttributes", early.Message, StringComparison.Ordinal);

        RuleBench bench = new();
        BugCheckException late = bench.Breaks(NdisVerifierRules.MapIoSpace, () => bench.Adapter.Resources.MapIoSpace(new byte[64]));
        Assert.Contains("outside MiniportInitializeEx", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IoSpace_AfterSurpriseRemoval_ReadsOnesAndCounts()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        byte[] registers = new byte[16];
        IoSpace? space = null;
        HookedMiniport miniport = HookedMiniport.AddTo(runtime, m =>
        {
            m.OnInitialize = adapter =>
            {
                space = adapter.Resources.MapIoSpace(registers);
                return NtStatus.Success;
            };
            m.OnHalt = _ =>
            {
                Assert.Equal(uint.MaxValue, space!.Read(4));
                space.Dispose();
            };
        });
        space!.Write(4, 0x1234);
        Assert.Equal(0x1234u, space.Read(4));

        runtime.SurpriseRemoveAdapter(miniport.Adapter);

        Assert.Equal(1, space.AccessesAfterRemoval);
        Assert.Equal(BugCheckCode.DriverIrqlNotLessOrEqual, Assert.Throws<BugCheckException>(() => space.Read(4)).Code);
    }

    [Fact]
    [BreaksRule("NdisMDeregisterInterruptEx")]
    public void Interrupt_SynchronizedAfterDeregistration_IsReported()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        InterruptRegistration? interrupt = null;
        HookedMiniport.AddTo(runtime, m => m.OnInitialize = adapter => adapter.RegisterInterrupt(m, out interrupt));
        interrupt!.Deregister();

        BugCheckException stop = Assert.Throws<BugCheckException>(() => interrupt.Synchronize(0, static _ => true));

        Assert.Equal(NdisVerifierRules.DeregisterInterrupt.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    [BreaksRule("PeriodicTimer")]
    public void PeriodicTimer_CancelledAtDispatch_IsReported()
    {
        RuleBench bench = new();
        int fired = 0;
        TimerObject timer = bench.Adapter.Resources.AllocateTimer(() => fired++)!;
        timer.Set(1_000_000, periodMilliseconds: 2);
        bench.Host.Loop.RunFor(10_000_000);
        Assert.Equal(5, fired);

        bench.Breaks(NdisVerifierRules.PeriodicTimer, () =>
        {
            using IrqlScope raised = bench.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);
            timer.Cancel();
        });
    }

    [Fact]
    public void ScatterGather_ListOfANetBuffer_IsItsDataInPieces()
    {
        RuleBench bench = new();
        NetBufferList list = bench.Host.BarePool().Get();
        list.FirstNetBuffer.AppendMdl(TestHost.Chain(10, 20, 30));
        (list.FirstNetBuffer.DataOffset, list.FirstNetBuffer.DataLength) = (4, 40);
        list.FirstNetBuffer.AdjustCurrentMdl();
        List<int> lengths = [];
        ScatterGatherList? kept = null;
        ScatterGatherDma dma = bench.Adapter.Resources.RegisterScatterGatherDma(1514, (pieces, _) =>
        {
            lengths.AddRange(pieces.Elements.Select(element => element.Memory.Length));
            kept = pieces;
        });
        using (bench.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Assert.Equal(NtStatus.Success, dma.AllocateList(list.FirstNetBuffer));
            dma.FreeList(kept!);
        }

        Assert.Equal([6, 20, 14], lengths);
        Assert.Equal(0, dma.OutstandingLists);
        dma.Dispose();
    }

    private static NtStatus FailWithInterrupt(MiniportAdapter adapter) => Claim(adapter, isTimer: false, NdisStatus.Failure);

    private static bool IsTimer(NdisBugCheckCode code) => code.ToString().EndsWith("Timer", StringComparison.Ordinal);

    private static NtStatus Claim(MiniportAdapter adapter, bool isTimer, NtStatus result)
    {
        if (isTimer)
        {
            adapter.Resources.AllocateTimer(static () => { })!.Set(1_000_000);
        }
        else
        {
            Assert.Equal(NtStatus.Success, adapter.RegisterInterrupt(new HookedMiniport(), out _));
        }

        return result;
    }

    private static void HaltBreaks(VerifierRule rule, Action<MiniportAdapter> claim)
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        HookedMiniport miniport = HookedMiniport.AddTo(runtime, m => m.OnInitialize = adapter =>
        {
            claim(adapter);
            return NtStatus.Success;
        });

        BugCheckException stop = Assert.Throws<BugCheckException>(() => runtime.RemoveAdapter(miniport.Adapter));

        Assert.Equal((rule.Code, rule.Parameter1), (stop.Code, stop.Parameters[0]));
        Assert.Equal(rule, Assert.Single(host.Kernel.Verifier!.Violations).Rule);
    }
}
