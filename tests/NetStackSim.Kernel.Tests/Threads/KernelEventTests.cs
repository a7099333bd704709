namespace NetStackSim.Kernel.Tests;

public sealed class KernelEventTests : ITimerTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly List<string> _log = [];
    private Action _onTimer = () => { };

    public KernelEventTests() => _kernel = new SimKernel(_loop, new SimKernelOptions { Name = "alice" });

    void ITimerTarget.OnTimer(int id) => _onTimer();

    [Fact]
    public void Set_NotificationEvent_ReleasesAllWaitersInOrderAndStaysSet()
    {
        KernelEvent signal = new(_kernel);
        Waiter(signal, "a");
        Waiter(signal, "b");
        At(100, () => signal.Set());

        _loop.RunUntilIdle();

        Assert.Equal(["a STATUS_SUCCESS 100", "b STATUS_SUCCESS 100"], _log);
        Assert.True(signal.IsSet);
        Assert.True(signal.Reset());
        Assert.False(signal.IsSet);
    }

    [Fact]
    public void Set_SynchronizationEvent_ReleasesOneWaiterEach()
    {
        KernelEvent signal = new(_kernel, KernelEventKind.Synchronization);
        Waiter(signal, "a");
        Waiter(signal, "b", 500);
        At(100, () => signal.Set());

        _loop.RunUntilIdle();

        Assert.Equal(["a STATUS_SUCCESS 100", "b STATUS_TIMEOUT 500"], _log);
        Assert.False(signal.IsSet);
    }

    [Fact]
    public void Wait_OnASetEvent_CompletesAtOnceAndConsumesASynchronizationEvent()
    {
        KernelEvent notification = new(_kernel, KernelEventKind.Notification, isSet: true);
        KernelEvent synchronization = new(_kernel, KernelEventKind.Synchronization, isSet: true);

        Assert.Equal(NtStatus.Success, Now(notification.WaitAsync()));
        Assert.Equal(NtStatus.Success, Now(synchronization.WaitAsync()));
        Assert.True(notification.IsSet);
        Assert.False(synchronization.IsSet);
        Assert.Equal(NtStatus.Timeout, Now(synchronization.WaitAsync(0)));
    }

    [Fact]
    public void Wait_AtDispatch_IsBugCheckB8()
    {
        KernelEvent signal = new(_kernel, name: "signal");
        At(10, () => _ = signal.WaitAsync());

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _loop.RunUntilIdle());

        Assert.Equal(BugCheckCode.AttemptedSwitchFromDpc, stop.Code);
    }

    [Fact]
    public void Wait_AtDispatchWithZeroTimeout_OnlyLooks()
    {
        KernelEvent signal = new(_kernel);
        At(10, () => _log.Add(Now(signal.WaitAsync(0)).Name));

        _loop.RunUntilIdle();

        Assert.Equal(["STATUS_TIMEOUT"], _log);
    }

    [Fact]
    public void Wait_ThatNeverEnds_IsNamedByTheStallReport()
    {
        KernelEvent signal = new(_kernel, name: "the answer");

        SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(() => _loop.Run(async () => await signal.WaitAsync()));

        Assert.Equal(["wait: user code waits for the answer"], stalled.Pending.Lines);
    }

    [Fact]
    public void Wait_OutsideAnyContext_ContinuesOnTheLoop()
    {
        KernelEvent signal = new(_kernel);
        int thread = 0;
        async Task Body()
        {
            await signal.WaitAsync();
            thread = Environment.CurrentManagedThreadId;
        }

        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        Task task = Body();
        SynchronizationContext.SetSynchronizationContext(outer);
        At(10, () => signal.Set());
        _loop.RunUntilIdle();

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Delay_InUserCode_TakesVirtualTime()
    {
        _loop.Run(async () => Assert.Equal(NtStatus.Success, await _kernel.DelayAsync(12_345)));

        Assert.Equal(12_345, _loop.Now);
        Assert.True(_kernel.CheckLeaks().IsClean);
    }

    private static NtStatus Now(ValueTask<NtStatus> wait)
    {
        Assert.True(wait.IsCompleted);
        return wait.GetAwaiter().GetResult();
    }

    private void Waiter(KernelEvent signal, string name, long timeoutNs = -1) =>
        _loop.Post(
            async _ =>
            {
                NtStatus status = await signal.WaitAsync(timeoutNs);
                Assert.Equal(Irql.Passive, _kernel.CurrentProcessor.Irql);
                _log.Add($"{name} {status} {_loop.Now}");
            },
            null);

    private void At(long time, Action action)
    {
        _onTimer = action;
        new KernelTimer(_kernel.BootProcessor, this).Set(time);
    }
}
