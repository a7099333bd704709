namespace NetStackSim.Kernel.Tests;

public sealed class EventLoopTests
{
    [Fact]
    public void RunUntilIdle_SeveralSources_RunsInDueOrderAndJumpsTime()
    {
        EventLoop loop = new();
        List<string> log = [];
        RecordingSource a = new(loop, EventClass.WireArrival, "a", log);
        RecordingSource b = new(loop, EventClass.WireArrival, "b", log);
        a.Add(10, "a1");
        a.Add(30, "a2");
        b.Add(20, "b1");
        b.Add(30, "b2");

        loop.RunUntilIdle();

        Assert.Equal(["10:a1", "20:b1", "30:a2", "30:b2"], log);
        Assert.Equal(30, loop.Now);
        Assert.Equal(4, loop.EventsDispatched);
    }

    [Fact]
    public void RunUntilIdle_EqualDueTimes_RunsByClass()
    {
        EventLoop loop = new();
        List<string> log = [];
        foreach (EventClass cls in Enum.GetValues<EventClass>().Reverse())
        {
            new RecordingSource(loop, cls, cls.ToString(), log).Add(5, cls.ToString());
        }

        loop.RunUntilIdle();

        Assert.Equal(["5:WireArrival", "5:Timer", "5:Isr", "5:Dpc", "5:Passive", "5:User"], log);
    }

    [Fact]
    public void RunUntil_LimitBetweenEvents_RunsTheDueOnesAndLeavesTheClockAtTheLimit()
    {
        EventLoop loop = new();
        List<string> log = [];
        RecordingSource a = new(loop, EventClass.WireArrival, "a", log);
        a.Add(10, "a1");
        a.Add(20, "a2");

        loop.RunUntil(15);
        Assert.Equal(["10:a1"], log);
        Assert.Equal(15, loop.Now);

        loop.RunFor(5);
        Assert.Equal(["10:a1", "20:a2"], log);
        Assert.Equal(20, loop.Now);
    }

    [Fact]
    public void RunOne_NothingPending_SaysFalse()
    {
        Assert.False(new EventLoop().RunOne());
    }
}
