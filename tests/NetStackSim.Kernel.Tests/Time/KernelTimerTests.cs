namespace NetStackSim.Kernel.Tests;

public sealed class KernelTimerTests : ITimerTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly List<(long Time, int Id)> _fired = [];

    public KernelTimerTests() => _kernel = new SimKernel(_loop);

    void ITimerTarget.OnTimer(int id)
    {
        Assert.Equal(Irql.Dispatch, _kernel.CurrentProcessor.Irql);
        _fired.Add((_loop.Now, id));
    }

    [Fact]
    public void Set_SeveralTimers_ExpireAtTheirExactTimesAndFifoWhenEqual()
    {
        KernelTimer a = new(_kernel.BootProcessor, this, 1);
        KernelTimer b = new(_kernel.BootProcessor, this, 2);
        KernelTimer c = new(_kernel.BootProcessor, this, 3);
        b.Set(200_000_000);
        a.Set(200_000_000);
        c.Set(199_999_999);

        _loop.RunUntilIdle();

        Assert.Equal([(199_999_999, 3), (200_000_000, 2), (200_000_000, 1)], _fired);
    }

    [Fact]
    public void Cancel_OnlyTimer_NeitherRunsNorMovesTime()
    {
        KernelTimer timer = new(_kernel.BootProcessor, this, 1);
        timer.SetAfter(1_000_000);
        Assert.True(timer.Cancel());
        Assert.False(timer.Cancel());

        _loop.RunUntilIdle();

        Assert.Empty(_fired);
        Assert.Equal(0, _loop.Now);
        Assert.Equal(0, _loop.EventsDispatched);
    }

    [Fact]
    public void Set_Again_MovesTheTimerLaterAndEarlier()
    {
        KernelTimer timer = new(_kernel.BootProcessor, this, 1);
        timer.Set(1_000_000);
        timer.Set(300_000_000);
        _loop.RunUntil(200_000_000);
        Assert.Empty(_fired);
        timer.Set(250_000_000);

        _loop.RunUntilIdle();

        Assert.Equal([(250_000_000, 1)], _fired);
    }
}
