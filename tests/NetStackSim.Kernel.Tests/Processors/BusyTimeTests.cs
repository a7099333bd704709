namespace NetStackSim.Kernel.Tests;

/// <summary>Charged virtual time: the next dispatch on a processor starts no earlier than the end of the one before.</summary>
public sealed class BusyTimeTests : IDpcTarget, ITimerTarget, IInterruptTarget, IWorkItemTarget
{
    private readonly EventLoop _loop = new();
    private readonly List<string> _log = [];
    private SimKernel _kernel = null!;
    private long _charge;

    void IDpcTarget.OnDpc(Dpc dpc) => Note($"dpc{dpc.Id}");

    void ITimerTarget.OnTimer(int id) => Note($"timer{id}");

    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Note($"work{workItem.Id}");

    bool IInterruptTarget.OnInterrupt(InterruptObject interrupt)
    {
        Note($"isr{interrupt.Message}");
        return true;
    }

    [Fact]
    public void Charge_InDpcs_MovesTheNextOnTheSameProcessorOnly()
    {
        Make(new SimKernelOptions { ProcessorCount = 2 });
        _charge = 500;
        new Dpc(_kernel.Processors[0], this, 1).Queue();
        new Dpc(_kernel.Processors[0], this, 2).Queue();
        new Dpc(_kernel.Processors[1], this, 3).Queue();

        _loop.RunUntilIdle();

        Assert.Equal(["0 cpu0 dpc1", "0 cpu1 dpc3", "500 cpu0 dpc2"], _log);
        Assert.Equal(1000, _kernel.Processors[0].BusyNs);
        Assert.Equal(1000, _kernel.Processors[0].BusyUntil);
    }

    [Fact]
    public void Timer_OnABusyProcessor_ExpiresWhenItIsFree()
    {
        Make(new SimKernelOptions { ProcessorCount = 2 });
        _charge = 1000;
        new Dpc(_kernel.Processors[0], this, 1).Queue();
        new KernelTimer(_kernel.Processors[0], this, 1).Set(400);
        new KernelTimer(_kernel.Processors[0], this, 2).Set(300);
        new KernelTimer(_kernel.Processors[1], this, 3).Set(350);

        _loop.RunUntilIdle();

        Assert.Equal(["0 cpu0 dpc1", "350 cpu1 timer3", "1000 cpu0 timer2", "2000 cpu0 timer1"], _log);
    }

    [Fact]
    public void CostModel_EveryKind_IsCharged()
    {
        Make(new SimKernelOptions { Costs = new CostModel { PerIsr = 10, PerDpc = 20, PerTimer = 30, PerWorkItem = 40, PerList = 5, PerBytePicoseconds = 500 } });
        new WorkItem(_kernel, this, 1).Queue();
        new Dpc(_kernel.BootProcessor, this, 1).Queue();
        new InterruptObject(_kernel.BootProcessor, this, 1).Assert();
        new KernelTimer(_kernel.BootProcessor, this, 1).Set(0);

        _loop.RunUntilIdle();
        Assert.Equal(["0 cpu0 timer1", "30 cpu0 isr1", "40 cpu0 dpc1", "60 cpu0 work1"], _log);
        Assert.Equal(100, _kernel.BootProcessor.BusyUntil);

        _kernel.BootProcessor.ChargeLists(3, 1000);
        Assert.Equal(100 + 15 + 500, _kernel.BootProcessor.BusyUntil);
    }

    [Fact]
    public void Watchdog_OneLongDpc_IsBugCheck133WithParameter0()
    {
        Make(new SimKernelOptions { DpcWatchdogSingleNs = 1000 });
        _charge = 1001;
        new Dpc(_kernel.BootProcessor, this, 1).Queue();

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _loop.RunUntilIdle());

        Assert.Equal(BugCheckCode.DpcWatchdogViolation, stop.Code);
        Assert.Equal([0UL, 1001UL, 1000UL, 0UL], stop.Parameters);
    }

    [Fact]
    public void Watchdog_ManyDpcsWithoutRest_IsBugCheck133WithParameter1()
    {
        Make(new SimKernelOptions { DpcWatchdogSingleNs = 1000, DpcWatchdogCumulativeNs = 2500 });
        _charge = 900;
        for (int i = 0; i < 3; i++)
        {
            new Dpc(_kernel.BootProcessor, this, i).Queue();
        }

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _loop.RunUntilIdle());

        Assert.Equal([1UL, 2700UL, 2500UL, 0UL], stop.Parameters);
    }

    [Fact]
    public void Watchdog_RestInBetween_StartsAnew()
    {
        Make(new SimKernelOptions { DpcWatchdogSingleNs = 1000, DpcWatchdogCumulativeNs = 2500 });
        _charge = 900;
        Dpc dpc = new(_kernel.BootProcessor, this, 1);
        for (int i = 0; i < 10; i++)
        {
            dpc.Queue();
            _loop.RunUntilIdle();
            _loop.RunFor(901);
        }

        Assert.Equal(10, _log.Count);
    }

    private void Make(SimKernelOptions options) => _kernel = new SimKernel(_loop, options);

    private void Note(string what)
    {
        _log.Add($"{_loop.Now} cpu{_kernel.CurrentProcessor.Number} {what}");
        _kernel.CurrentProcessor.Charge(_charge);
    }
}
