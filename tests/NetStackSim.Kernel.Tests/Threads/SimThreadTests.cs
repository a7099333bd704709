namespace NetStackSim.Kernel.Tests;

public sealed class SimThreadTests : IApcTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly List<string> _log = [];

    public SimThreadTests() => _kernel = new SimKernel(_loop, new SimKernelOptions { Name = "alice", ProcessorCount = 2 });

    void IApcTarget.OnApc(SimThread thread, int id)
    {
        Assert.Same(thread, _kernel.CurrentThread);
        Note($"apc{id}");
    }

    [Fact]
    public void Thread_EveryStep_RunsOnItsProcessorAtPassive()
    {
        SimThread thread = _kernel.StartThread(
            "worker",
            async self =>
            {
                Note("start");
                Assert.Same(self, _kernel.CurrentThread);
                await _kernel.DelayAsync(100);
                Note("delayed");
                await Task.Yield();
                Note("yielded");
                await Task.Delay(TimeSpan.FromMilliseconds(1), _loop.TimeProvider);
                Note("task");
            },
            _kernel.Processors[1]);
        Assert.Equal(1, _kernel.ThreadCount);

        _loop.RunUntilIdle();

        Assert.Equal(["0 cpu1 Passive start", "100 cpu1 Passive delayed", "100 cpu1 Passive yielded", "1000100 cpu1 Passive task"], _log);
        Assert.True(thread.HasExited);
        Assert.Equal(0, _kernel.ThreadCount);
        Assert.Null(_kernel.CurrentThread);
    }

    [Fact]
    public void Thread_Exited_CanBeAwaited()
    {
        SimThread thread = _kernel.StartThread("worker", async _ => await _kernel.DelayAsync(70));

        _loop.Run(async () => await thread.Exited.WaitAsync());

        Assert.Equal(70, _loop.Now);
    }

    [Fact]
    public void Thread_Throws_ExceptionLeavesTheRun()
    {
        SimThread thread = _kernel.StartThread(
            "worker",
            async _ =>
            {
                await _kernel.DelayAsync(5);
                throw new InvalidOperationException("mine");
            });

        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => _loop.RunUntilIdle()).Message);
        Assert.True(thread.HasExited);
    }

    [Fact]
    public void KernelApc_WhileTheThreadWaits_RunsAtApcLevelAndTheWaitGoesOn()
    {
        SimThread thread = _kernel.StartThread(
            "worker",
            async _ =>
            {
                NtStatus status = await _kernel.DelayAsync(100);
                Note(status.Name);
            });
        _loop.RunUntil(50);
        Assert.True(thread.QueueKernelApc(this, 7));

        _loop.RunUntilIdle();

        Assert.Equal(["50 cpu0 Apc apc7", "100 cpu0 Passive STATUS_SUCCESS"], _log);
        Assert.False(thread.QueueKernelApc(this));
    }

    [Fact]
    public void UserApc_InAnAlertableWait_EndsItWithUserApc()
    {
        KernelEvent signal = new(_kernel);
        SimThread thread = _kernel.StartThread(
            "worker",
            async _ =>
            {
                Note((await signal.WaitAsync(alertable: true)).Name);
                Note((await signal.WaitAsync(200)).Name);
            });
        _loop.RunUntil(50);
        thread.QueueUserApc(this, 1);
        thread.QueueUserApc(this, 2);

        _loop.RunUntilIdle();

        Assert.Equal(["50 cpu0 Passive apc1", "50 cpu0 Passive apc2", "50 cpu0 Passive STATUS_USER_APC", "250 cpu0 Passive STATUS_TIMEOUT"], _log);
    }

    [Fact]
    public void UserApc_QueuedBeforeAnAlertableWait_IsDeliveredByIt()
    {
        SimThread thread = _kernel.StartThread(
            "worker",
            async _ =>
            {
                await _kernel.DelayAsync(10);
                Note((await _kernel.DelayAsync(1000, alertable: true)).Name);
            });
        thread.QueueUserApc(this, 3);

        _loop.RunUntilIdle();

        Assert.Equal(["10 cpu0 Passive apc3", "10 cpu0 Passive STATUS_USER_APC"], _log);
    }

    [Fact]
    public void CheckLeaks_WaitingThread_IsNamed()
    {
        KernelEvent signal = new(_kernel);
        _kernel.StartThread("worker", async _ => await signal.WaitAsync());
        _loop.RunUntilIdle();

        Assert.Equal([new Leak("thread", "worker", 1)], _kernel.CheckLeaks().Leaks);
    }

    private void Note(string what) =>
        _log.Add($"{_loop.Now} cpu{_kernel.CurrentProcessor.Number} {_kernel.CurrentProcessor.Irql} {what}");
}
