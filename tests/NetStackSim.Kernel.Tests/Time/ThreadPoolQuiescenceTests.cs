namespace NetStackSim.Kernel.Tests;

[Collection(nameof(RunsAlone))]
public sealed class ThreadPoolQuiescenceTests
{
    [Fact]
    public void Run_CodeThatLeavesTheLoop_EndsAtTheSameVirtualTimeEveryTime()
    {
        HashSet<long> ends = [];
        for (int round = 0; round < 20; round++)
        {
            EventLoop loop = new(new EventLoopOptions { Quiescence = new ThreadPoolQuiescence() });
            SimKernel kernel = new(loop);

            // A background timer that would run away with virtual time while the pool is at work.
            new Repeater(kernel).Start();
            loop.Run(async () =>
            {
                for (int i = 0; i < 20; i++)
                {
                    await Task.Run(() => Thread.SpinWait(500 * (round + 1)));
                    await Task.Delay(TimeSpan.FromMilliseconds(3), loop.TimeProvider).ConfigureAwait(false);
                    await Hop();
                }
            });
            ends.Add(loop.Now);
        }

        Assert.Equal([60_000_000], ends);
    }

    [Fact]
    public void WaitForQuiet_PoolThatNeverRests_GivesUpAfterItsPatience()
    {
        using ManualResetEventSlim release = new();
        EventLoop loop = new(new EventLoopOptions { Quiescence = new ThreadPoolQuiescence(TimeSpan.FromMilliseconds(50), occupiedThreads: 0) });
        Task blocked = Task.Run(release.Wait);
        try
        {
            SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(() => loop.RunFor(10));
            Assert.Equal(StallReason.NotQuiet, stalled.Reason);
        }
        finally
        {
            release.Set();
            while (!blocked.IsCompleted)
            {
                Thread.Yield();
            }
        }
    }

    private static async Task Hop()
    {
        for (int i = 0; i < 5; i++)
        {
            await Task.Run(() => { }).ConfigureAwait(false);
        }
    }

    private sealed class Repeater : ITimerTarget
    {
        private readonly KernelTimer _timer;

        public Repeater(SimKernel kernel) => _timer = new KernelTimer(kernel.BootProcessor, this);

        public void Start() => _timer.SetAfter(1000);

        public void OnTimer(int id) => _timer.SetAfter(1000);
    }
}
