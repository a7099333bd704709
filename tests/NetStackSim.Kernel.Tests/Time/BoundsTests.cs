namespace NetStackSim.Kernel.Tests;

public sealed class BoundsTests
{
    [Fact]
    public void RunUntilIdle_EndlessEvents_StopsAndListsTimers()
    {
        EventLoop loop = new();
        SimKernel kernel = new(loop, new SimKernelOptions { Name = "alice" });
        new Repeater(kernel, 10).Start();

        SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(() => loop.RunUntilIdle(maxEvents: 100));

        Assert.Equal(StallReason.TooManyEvents, stalled.Reason);
        Assert.Equal(1000, stalled.TimeNs);
        Assert.Equal(["timer: alice: Repeater timer 5, due at 1010 ns"], stalled.Pending.Lines);
    }

    [Fact]
    public void RunFor_EventsWithoutTime_StopAtTheBoundOfAnInstant()
    {
        EventLoop loop = new(new EventLoopOptions { MaxEventsPerInstant = 50 });
        SimKernel kernel = new(loop);
        new Repeater(kernel, 0).Start();

        SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(() => loop.RunFor(1000));

        Assert.Equal(StallReason.TimeStandsStill, stalled.Reason);
        Assert.Equal(0, loop.Now);
    }

    private sealed class Repeater : ITimerTarget
    {
        private readonly KernelTimer _timer;
        private readonly long _period;

        public Repeater(SimKernel kernel, long period)
        {
            _period = period;
            _timer = new KernelTimer(kernel.BootProcessor, this, 5);
        }

        public void Start() => _timer.SetAfter(_period);

        public void OnTimer(int id) => _timer.SetAfter(_period);
    }
}
