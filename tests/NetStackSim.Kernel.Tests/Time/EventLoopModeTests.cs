namespace NetStackSim.Kernel.Tests;

public sealed class EventLoopModeTests
{
    [Fact]
    public void Stepped_WithoutStepper_AdvancesOnlyByRunOne()
    {
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Stepped });
        List<string> log = [];
        RecordingSource source = new(loop, EventClass.WireArrival, "wire", log);
        source.Add(10, "a");
        source.Add(20, "b");

        Assert.Throws<InvalidOperationException>(() => loop.RunUntilIdle());
        Assert.True(loop.TryPeekNext(out PendingEvent next));
        Assert.Equal(new PendingEvent(10, EventClass.WireArrival, "wire"), next);
        Assert.Equal(0, loop.Now);
        Assert.True(loop.RunOne());
        Assert.Equal(["10:a"], log);
        Assert.True(loop.RunOne());
        Assert.False(loop.RunOne());
        Assert.False(loop.TryPeekNext(out _));
    }

    [Fact]
    public void Stepped_StepperRefuses_ReturnsWithTheEventStillPending()
    {
        Stepper stepper = new();
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Stepped, Stepper = stepper });
        List<string> log = [];
        RecordingSource source = new(loop, EventClass.Timer, "s", log);
        source.Add(10, "a");
        source.Add(20, "b");
        stepper.Allowed = 1;

        loop.RunUntil(100);
        Assert.Equal(["10:a"], log);
        Assert.Equal(10, loop.Now);

        stepper.Allowed = 5;
        loop.RunUntil(100);
        Assert.Equal(["10:a", "20:b"], log);
        Assert.Equal([10, 20, 20], stepper.Asked);
        Assert.Equal(100, loop.Now);
    }

    [Fact]
    public void Real_EventsDue_RunAtTheClockOfTheirBatch()
    {
        FakePacer pacer = new();
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Real, Pacer = pacer });
        List<long> times = [];
        SimKernel kernel = new(loop);
        KernelTimer first = new(kernel.BootProcessor, new TimeNoter(loop, times));
        KernelTimer second = new(kernel.BootProcessor, new TimeNoter(loop, times));
        first.Set(1000);
        second.Set(1500);
        pacer.Lateness = 700;

        loop.RunUntilIdle();

        // Both are due when the pacer comes back late: one batch, one time.
        Assert.Equal([1700, 1700], times);
        Assert.Equal([1000], pacer.Waits);
    }

    [Fact]
    public void Real_PostWhileWaiting_WakesThePacer()
    {
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Real });
        using CancellationTokenSource stop = new();
        int thread = 0;
        Thread poster = new(() => loop.Post(
            _ =>
            {
                thread = Environment.CurrentManagedThreadId;
                stop.Cancel();
            },
            null));
        poster.Start();

        loop.RunReal(stop.Token);

        poster.Join();
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Real_ManyForeignPosts_AllRunOnTheLoopInTheOrderOfEachThread()
    {
        const int Threads = 4;
        const int Posts = 5000;
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Real });
        using CancellationTokenSource stop = new();
        int[] next = new int[Threads];
        int total = 0;
        int loopThread = Environment.CurrentManagedThreadId;
        Thread[] posters = new Thread[Threads];
        for (int thread = 0; thread < Threads; thread++)
        {
            int poster = thread;
            posters[thread] = new Thread(() =>
            {
                for (int i = 0; i < Posts; i++)
                {
                    int number = i;
                    loop.Post(
                        _ =>
                        {
                            Assert.Equal(loopThread, Environment.CurrentManagedThreadId);
                            Assert.Equal(number, next[poster]++);
                            if (++total == Threads * Posts)
                            {
                                stop.Cancel();
                            }
                        },
                        null);
                }
            });
            posters[thread].Start();
        }

        loop.RunReal(stop.Token);

        Assert.All(posters, poster => poster.Join());
        Assert.Equal(Threads * Posts, total);
    }

    [Fact]
    public void Real_RunWithDelay_TakesRealTime()
    {
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Real });
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        loop.Run(async () => await Task.Delay(TimeSpan.FromMilliseconds(20), loop.TimeProvider));

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(19));
        Assert.True(loop.Now >= 20_000_000);
    }

    [Fact]
    public void Real_TaskThatEndsOnThePool_WakesTheRun()
    {
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Real });

        loop.Run(async () => await Task.Run(() => Thread.Sleep(5)).ConfigureAwait(false));

        Assert.InRange(loop.Now, 1, 10_000_000_000);
    }

    [Fact]
    public void Stepped_StepperRefusesDuringRun_CancelsTheRun()
    {
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Stepped, Stepper = new Stepper { Allowed = 1 } });

        Assert.Throws<OperationCanceledException>(() => loop.Run(async () => await Task.Delay(5, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(1), loop.TimeProvider)));
    }

    [Fact]
    public void RunReal_InVirtualMode_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => new EventLoop().RunReal(default));
    }

    private sealed class Stepper : IStepper
    {
        public int Allowed { get; set; }

        public List<long> Asked { get; } = [];

        public bool Approve(EventLoop loop, in PendingEvent next)
        {
            Asked.Add(next.DueNs);
            return Allowed-- > 0;
        }
    }

    private sealed class TimeNoter(EventLoop loop, List<long> times) : ITimerTarget
    {
        public void OnTimer(int id) => times.Add(loop.Now);
    }

    private sealed class FakePacer : IPacer
    {
        public long Lateness { get; set; }

        public List<long> Waits { get; } = [];

        public long Now { get; private set; }

        public void WaitUntil(long dueNs)
        {
            Waits.Add(dueNs);
            Now = Math.Max(Now, dueNs + Lateness);
        }

        public void Wake()
        {
        }
    }
}
