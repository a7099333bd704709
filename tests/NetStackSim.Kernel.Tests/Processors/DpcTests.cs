namespace NetStackSim.Kernel.Tests;

public sealed class DpcTests : IDpcTarget, IWorkItemTarget, IInterruptTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly List<int> _ran = [];
    private int _requeue;

    public DpcTests() => _kernel = new SimKernel(_loop, new SimKernelOptions { DpcQuota = 4 });

    void IDpcTarget.OnDpc(Dpc dpc)
    {
        _ran.Add(dpc.Id);
        if (_requeue-- > 0)
        {
            dpc.Queue();
        }
    }

    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => _ran.Add(-workItem.Id);

    bool IInterruptTarget.OnInterrupt(InterruptObject interrupt)
    {
        _ran.Add(interrupt.Message);
        return true;
    }

    [Fact]
    public void Queue_Twice_RunsOnce()
    {
        Dpc dpc = new(_kernel.BootProcessor, this, 1);
        Assert.True(dpc.Queue());
        Assert.False(dpc.Queue());

        _loop.RunUntilIdle();

        Assert.Equal([1], _ran);
        Assert.False(dpc.IsQueued);
    }

    [Theory]
    [InlineData(0, new[] { 2, 3 })]
    [InlineData(1, new[] { 1, 3 })]
    [InlineData(2, new[] { 1, 2 })]
    public void Cancel_AnyPlace_TakesTheDpcOut(int cancelled, int[] expected)
    {
        Dpc[] dpcs = [new(_kernel.BootProcessor, this, 1), new(_kernel.BootProcessor, this, 2), new(_kernel.BootProcessor, this, 3)];
        foreach (Dpc dpc in dpcs)
        {
            dpc.Queue();
        }

        Assert.True(dpcs[cancelled].Cancel());
        Assert.False(dpcs[cancelled].Cancel());
        Assert.Equal(2, _kernel.BootProcessor.QueuedDpcs);
        _loop.RunUntilIdle();

        Assert.Equal(expected, _ran);
    }

    [Fact]
    public void Cancel_OnlyDpc_LeavesNothingPending()
    {
        Dpc dpc = new(_kernel.BootProcessor, this, 1);
        dpc.Queue();
        dpc.Cancel();

        Assert.False(_loop.RunOne());
        Assert.Empty(_ran);
    }

    [Fact]
    public void Queue_Important_GoesToTheFront()
    {
        new Dpc(_kernel.BootProcessor, this, 1).Queue();
        new Dpc(_kernel.BootProcessor, this, 2) { IsImportant = true }.Queue();

        _loop.RunUntilIdle();

        Assert.Equal([2, 1], _ran);
    }

    [Fact]
    public void Quota_DpcThatQueuesItself_LetsAWorkItemThrough()
    {
        _requeue = 9;
        new Dpc(_kernel.BootProcessor, this, 1).Queue();
        new WorkItem(_kernel, this, 1).Queue();

        _loop.RunUntilIdle();

        Assert.Equal([1, 1, 1, 1, -1, 1, 1, 1, 1, 1, 1], _ran);
    }

    [Fact]
    public void Interrupts_DifferentLevels_RunHighestFirstThenFifo()
    {
        new InterruptObject(_kernel.BootProcessor, this, 1).Assert();
        new InterruptObject(_kernel.BootProcessor, this, 2, (Irql)5).Assert();
        new InterruptObject(_kernel.BootProcessor, this, 3).Assert();
        new InterruptObject(_kernel.BootProcessor, this, 4, (Irql)5).Assert();

        _loop.RunUntilIdle();

        Assert.Equal([2, 4, 1, 3], _ran);
    }
}
