using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Nic.Tests;

namespace NetStackSim.Simulation.Tests;

public sealed class FaultRuleTests
{
    private readonly EventLoop _loop = new();
    private readonly WireContext _context;
    private readonly RecordingPort _a;
    private readonly RecordingPort _b;
    private readonly Link _link;

    public FaultRuleTests()
    {
        _context = new WireContext(_loop);
        _a = new RecordingPort(_loop, WireCapabilities.Everything, "a");
        _b = new RecordingPort(_loop, WireCapabilities.Everything, "b");
        _link = Link.Connect(_context, "l", _a, _b, new LinkOptions { DelayNs = 100 });
    }

    [Fact]
    public void DropNth_Installed_DropsExactlyThoseFrames()
    {
        using FaultRule rule = _link.AToB.Install(FaultRules.DropNth(2, 4));
        Send(1, 2, 3, 4, 5);
        Assert.Equal([1, 3, 5], LinkTests.Marks(_b));
        Assert.Equal(5, rule.Judged);
        Assert.Equal(2, rule.Hits);
        Assert.Equal(2, _context.Drops[LinkDropReasons.FaultRule]);
    }

    [Fact]
    public void Dispose_RuleInstalled_LetsFramesPassAgain()
    {
        FaultRule rule = _link.AToB.Install(FaultRules.DropAll());
        Send(1);
        rule.Dispose();
        Send(2);
        Assert.Equal([2], LinkTests.Marks(_b));
        Assert.False(rule.IsInstalled);
    }

    [Fact]
    public void Deliver_OneFrameLate_IsOvertakenAndArrivesExactlyThen()
    {
        using FaultRule rule = _link.AToB.Install(FaultRules.Nth(FaultVerdict.Deliver(250), 1));
        Send(1, 2);
        Assert.Equal([2, 1], LinkTests.Marks(_b));
        Assert.Equal([100L, 250L], [.. _b.Arrivals.Select(x => x.TimeNs)]);
    }

    [Fact]
    public void Rules_Several_FirstVerdictOtherThanPassStands()
    {
        using FaultRule first = _link.AToB.Install(frame => frame.Data[20] == 1 ? FaultVerdict.Duplicate : FaultVerdict.Pass);
        using FaultRule second = _link.AToB.Install(FaultRules.DropAll());
        Send(1, 2);
        Assert.Equal([1, 1], LinkTests.Marks(_b));
        Assert.Equal(1, second.Judged);
    }

    [Fact]
    public void Corrupt_GivenBit_FlipsThatBit()
    {
        using FaultRule rule = _link.AToB.Install(FaultRules.Nth(FaultVerdict.Corrupt((20 * 8) + 7), 1));
        Send(4);
        Assert.Equal([5], LinkTests.Marks(_b));
    }

    [Fact]
    public void Dispose_InsideJudge_IsAllowed()
    {
        FaultRule rule = null!;
        rule = _link.AToB.Install(_ =>
        {
            rule.Dispose();
            return FaultVerdict.Drop;
        });
        Send(1, 2);
        Assert.Equal([2], LinkTests.Marks(_b));
    }

    [Fact]
    public void Install_Twice_Throws()
    {
        using FaultRule rule = _link.AToB.Install(FaultRules.DropAll());
        Assert.Throws<InvalidOperationException>(() => _link.BToA.Install(rule));
    }

    private void Send(params byte[] marks)
    {
        _a.Send(_context.Frames, [.. marks.Select(mark => LinkTests.Frame(mark))]);
        _loop.RunUntilIdle();
        Assert.Equal(0, _context.Frames.Outstanding);
    }
}
