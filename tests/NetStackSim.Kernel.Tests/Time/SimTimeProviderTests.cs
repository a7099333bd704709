namespace NetStackSim.Kernel.Tests;

public sealed class SimTimeProviderTests
{
    private readonly EventLoop _loop = new(new EventLoopOptions { Epoch = new DateTimeOffset(2030, 5, 1, 12, 0, 0, TimeSpan.Zero) });
    private readonly List<long> _calls = [];

    [Fact]
    public void Clock_AfterVirtualTime_ShowsEpochPlusTime()
    {
        _loop.RunFor(1_500_000_000);

        Assert.Equal(new DateTimeOffset(2030, 5, 1, 12, 0, 1, 500, TimeSpan.Zero), _loop.TimeProvider.GetUtcNow());
        Assert.Equal(1_500_000_000, _loop.TimeProvider.GetTimestamp());
        Assert.Equal(TimeSpan.FromSeconds(1.5), _loop.TimeProvider.GetElapsedTime(0));
    }

    [Fact]
    public void Timer_WithPeriod_CallsAtDueTimeAndThenEachPeriod()
    {
        using ITimer timer = Create(10, 20);

        _loop.RunFor(75_000_000);

        Assert.Equal([10_000_000, 30_000_000, 50_000_000, 70_000_000], _calls);
    }

    [Fact]
    public void Timer_DisposedInItsCallback_IsNotCalledAgain()
    {
        ITimer? timer = null;
        timer = _loop.TimeProvider.CreateTimer(
            _ =>
            {
                _calls.Add(_loop.Now);
                timer!.Dispose();
            },
            null,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(1));

        _loop.RunUntilIdle();

        Assert.Equal([1_000_000], _calls);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Timer_ChangedToInfinite_IsNotCalled()
    {
        using ITimer timer = Create(10, 0);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

        _loop.RunUntilIdle();

        Assert.Empty(_calls);
        Assert.Equal(0, _loop.Now);
    }

    private ITimer Create(int dueMs, int periodMs) =>
        _loop.TimeProvider.CreateTimer(_ => _calls.Add(_loop.Now), null, TimeSpan.FromMilliseconds(dueMs), TimeSpan.FromMilliseconds(periodMs));
}
