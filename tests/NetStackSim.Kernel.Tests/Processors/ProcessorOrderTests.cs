namespace NetStackSim.Kernel.Tests;

public sealed class ProcessorOrderTests : IInterruptTarget, IDpcTarget, IWorkItemTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly List<string> _log = [];
    private readonly Dpc _dpc;
    private readonly WorkItem _work;

    public ProcessorOrderTests()
    {
        _kernel = new SimKernel(_loop);
        _dpc = new Dpc(_kernel.BootProcessor, this, 1);
        _work = new WorkItem(_kernel, this, 1);
    }

    bool IInterruptTarget.OnInterrupt(InterruptObject interrupt)
    {
        _log.Add($"isr {_kernel.CurrentProcessor.Irql}");
        _dpc.Queue();
        return true;
    }

    void IDpcTarget.OnDpc(Dpc dpc)
    {
        _log.Add($"dpc {_kernel.CurrentProcessor.Irql}");
        _work.Queue();
    }

    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => _log.Add($"work {_kernel.CurrentProcessor.Irql}");

    [Fact]
    public void Interrupt_AssertedTwice_RunsOnceThenDpcThenWorkItem()
    {
        InterruptObject interrupt = new(_kernel.BootProcessor, this);
        interrupt.Assert();
        interrupt.Assert();

        _loop.RunUntilIdle();

        Assert.Equal(["isr Device", "dpc Dispatch", "work Passive"], _log);
        Assert.Equal(Irql.Passive, _kernel.BootProcessor.Irql);
    }
}
