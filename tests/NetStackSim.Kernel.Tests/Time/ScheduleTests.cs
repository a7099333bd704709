namespace NetStackSim.Kernel.Tests;

public sealed class ScheduleTests : IEventTarget
{
    private readonly EventLoop _loop = new();
    private readonly List<(long Time, int Token)> _events = [];

    void IEventTarget.OnEvent(int token) => _events.Add((_loop.Now, token));

    [Fact]
    public void Schedule_EqualDueTimes_KeepTheirOrder()
    {
        for (int i = 0; i < 8; i++)
        {
            _loop.Schedule(100, EventClass.Passive, this, i);
        }

        _loop.Schedule(50, EventClass.Passive, this, 99);
        _loop.Schedule(100, EventClass.WireArrival, this, 77);
        _loop.RunUntilIdle();

        Assert.Equal(
            [(50, 99), (100, 77), (100, 0), (100, 1), (100, 2), (100, 3), (100, 4), (100, 5), (100, 6), (100, 7)], _events);
    }
}
