namespace NetStackSim.Kernel.Tests;

/// <summary>The async facts that the design stands on: with the simulation context and the virtual time provider, user code stays on the loop's thread.</summary>
public sealed class AsyncRunTests
{
    private readonly EventLoop _loop = new();

    [Fact]
    public void Run_TaskDelay_EndsAtTheExactVirtualTime()
    {
        _loop.Run(async () => await Task.Delay(TimeSpan.FromMilliseconds(250), _loop.TimeProvider));

        Assert.Equal(250_000_000, _loop.Now);
    }

    [Fact]
    public void Run_AllKindsOfAwait_ContinueOnThePumpingThread()
    {
        int thread = Environment.CurrentManagedThreadId;
        List<string> log = [];

        void Note(string what)
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            log.Add($"{what} {_loop.Now / 1_000_000}");
        }

        _loop.Run(async () =>
        {
            Note("start");
            await Task.Yield();
            Note("yield");
            await Task.Delay(10, CancellationToken.None).WaitAsync(TimeSpan.Zero, _loop.TimeProvider).ContinueWith(_ => { }, TaskScheduler.FromCurrentSynchronizationContext());
            Note("wait");
            await Task.Delay(TimeSpan.FromMilliseconds(5), _loop.TimeProvider);
            Note("delay");
            using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(7), _loop.TimeProvider);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(-1, source.Token));
            Note("cancelled");
            TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _loop.Post(_ => done.SetResult(), null);
            await done.Task;
            Note("completed");
            using PeriodicTimer periodic = new(TimeSpan.FromMilliseconds(3), _loop.TimeProvider);
            Assert.True(await periodic.WaitForNextTickAsync());
            Assert.True(await periodic.WaitForNextTickAsync());
            Note("periodic");
        });

        Assert.Equal(["start 0", "yield 0", "wait 0", "delay 5", "cancelled 12", "completed 12", "periodic 18"], log);
    }

    [Fact]
    public void Run_Result_IsGivenBack()
    {
        Assert.Equal(7, _loop.Run(async () =>
        {
            await Task.Yield();
            return 7;
        }));
    }

    [Fact]
    public void Run_BodyThrows_ThrowsTheSameException()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => _loop.Run(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("mine");
        }));
        Assert.Equal("mine", thrown.Message);
    }

    [Fact]
    public void Run_NothingDue_StallsAndNamesWhatIsPending()
    {
        _loop.AddStallReporter(new Reporter());

        SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(() => _loop.Run(() => new TaskCompletionSource().Task));

        Assert.Equal(StallReason.NothingDue, stalled.Reason);
        Assert.Equal(["irp: receive on socket 4"], stalled.Pending.Lines);
        Assert.Contains("receive on socket 4", stalled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InsideARun_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => _loop.Run(() =>
        {
            _loop.RunUntilIdle();
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public void Run_AfterAnExceptionInAnEvent_GoesOn()
    {
        _loop.Post(_ => throw new InvalidOperationException("first"), null);
        Assert.Throws<InvalidOperationException>(() => _loop.RunUntilIdle());

        _loop.Run(async () => await Task.Delay(TimeSpan.FromMilliseconds(1), _loop.TimeProvider));

        Assert.Equal(1_000_000, _loop.Now);
    }

    [Fact]
    public void Run_TaskCompletedAtDispatchLevel_ContinuesAtPassive()
    {
        SimKernel kernel = new(_loop);
        TaskCompletionSource done = new(); // without RunContinuationsAsynchronously: the loop must not let it run inline
        KernelTimer timer = new(kernel.BootProcessor, new Completer(done));
        timer.SetAfter(100);

        _loop.Run(async () =>
        {
            await done.Task;
            Assert.Equal(Irql.Passive, kernel.CurrentProcessor.Irql);
        });

        Assert.Equal(100, _loop.Now);
    }

    private sealed class Completer(TaskCompletionSource done) : ITimerTarget
    {
        public void OnTimer(int id) => done.SetResult();
    }

    private sealed class Reporter : IStallReporter
    {
        public void ReportPending(StallReport report) => report.Add("irp", "receive on socket 4");
    }
}
