namespace NetStackSim.Kernel.Tests;

public sealed class IrqlTests : IDpcTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private Action _inDpc = () => { };

    public IrqlTests() => _kernel = new SimKernel(_loop, new SimKernelOptions { ProcessorCount = 2 });

    private Processor Cpu => _kernel.BootProcessor;

    void IDpcTarget.OnDpc(Dpc dpc) => _inDpc();

    public static TheoryData<Irql, Irql> Pairs()
    {
        TheoryData<Irql, Irql> pairs = [];
        foreach (Irql from in Enum.GetValues<Irql>())
        {
            foreach (Irql to in Enum.GetValues<Irql>())
            {
                pairs.Add(from, to);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Raise_EveryPair_WorksUpwardsAndStopsDownwards(Irql from, Irql to)
    {
        using IrqlScope outer = Cpu.RaiseIrql(from);
        if (to < from)
        {
            BugCheckException stop = Assert.Throws<BugCheckException>(() => Cpu.RaiseIrql(to).Dispose());
            Assert.Equal(BugCheckCode.IrqlNotGreaterOrEqual, stop.Code);
            return;
        }

        using (Cpu.RaiseIrql(to))
        {
            Assert.Equal(to, Cpu.Irql);
        }

        Assert.Equal(from, Cpu.Irql);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AssertIrqlAtMost_EveryPair_StopsAboveTheLimit(Irql present, Irql limit)
    {
        using IrqlScope scope = Cpu.RaiseIrql(present);
        if (present <= limit)
        {
            Cpu.AssertIrqlAtMost(limit, "Operation");
            return;
        }

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Cpu.AssertIrqlAtMost(limit, "Operation"));
        Assert.Equal(BugCheckCode.IrqlNotLessOrEqual, stop.Code);
        Assert.Equal("Operation", stop.Culprit);
    }

    [Fact]
    public void Dpc_ReturnsAtARaisedLevel_IsReported()
    {
        _inDpc = () => _ = Cpu.RaiseIrql(Irql.High);
        new Dpc(Cpu, this).Queue();

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _loop.RunUntilIdle());

        Assert.Equal(BugCheckCode.IrqlUnexpectedValue, stop.Code);
        Assert.Equal(Irql.Passive, Cpu.Irql);
        Assert.Same(Cpu, _kernel.CurrentProcessor);
    }

    [Fact]
    public void While_OtherProcessor_IsCurrentDuringTheAction()
    {
        List<string> log = [];
        void Note() => log.Add($"{_kernel.CurrentProcessor.Number} {_kernel.CurrentProcessor.Irql}");
        _inDpc = () =>
        {
            Note();
            Cpu.While(_kernel.Processors[1], Note);
            Note();
        };
        new Dpc(Cpu, this).Queue();

        _loop.RunUntilIdle();

        Assert.Equal(["0 Dispatch", "1 Passive", "0 Dispatch"], log);
    }

    [Fact]
    public void While_ItselfOrNotCurrent_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => Cpu.While(Cpu, () => { }));
        Assert.Throws<InvalidOperationException>(() => _kernel.Processors[1].While(Cpu, () => { }));
    }

    [Fact]
    public void While_NestedBackToTheFirst_RestoresEveryProcessor()
    {
        List<int> log = [];
        Processor other = _kernel.Processors[1];
        Cpu.While(other, () => other.While(Cpu, () => log.Add(_kernel.CurrentProcessor.Number)));

        Assert.Equal([0], log);
        Assert.Same(Cpu, _kernel.CurrentProcessor);
    }

    [Fact]
    public void While_ActionKeepsALock_IsReported()
    {
        SimSpinLock spinLock = new(_kernel, "kept");

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Cpu.While(_kernel.Processors[1], () => _ = spinLock.Acquire()));

        Assert.Equal(0x41UL, stop.Parameters[0]);
    }
}
