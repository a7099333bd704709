using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Nic.Tests;
using NetStackSim.Packets;

namespace NetStackSim.Simulation.Tests;

public sealed class SwitchTests
{
    private const ulong Broadcast = 0xFFFF_FFFF_FFFF;
    private const ulong MacA = 0x0200_0000_000A;
    private const ulong MacB = 0x0200_0000_000B;
    private const ulong MacC = 0x0200_0000_000C;

    private readonly EventLoop _loop = new();
    private readonly WireContext _context;
    private readonly RecordingPort _a;
    private readonly RecordingPort _b;
    private readonly RecordingPort _c;

    public SwitchTests()
    {
        _context = new WireContext(_loop);
        _a = new RecordingPort(_loop, WireCapabilities.Everything, "a");
        _b = new RecordingPort(_loop, WireCapabilities.Everything, "b");
        _c = new RecordingPort(_loop, WireCapabilities.Everything, "c");
    }

    [Fact]
    public void UnknownDestination_IsFloodedToAllOthersOverSharedMemory()
    {
        Switch s = Build();
        Send(_a, MacB, MacA);
        Assert.Empty(_a.Arrivals);
        Assert.Single(_b.Arrivals);
        Assert.Single(_c.Arrivals);
        Assert.True(_b.Arrivals[0].WasShared);
        Assert.Equal(1, s.Flooded);
        Assert.Equal(0, _context.Frames.Copies.Bytes(CopyKind.FrameUnshare));
    }

    [Fact]
    public void LearnedDestination_GetsTheFrameAlone()
    {
        Switch s = Build();
        Send(_b, Broadcast, MacB);
        Send(_a, MacB, MacA);
        Assert.Single(_b.Arrivals);
        Assert.Single(_c.Arrivals);
        Assert.Equal(2, s.KnownAddresses);
        Assert.Same(s.Ports[1], s.Find(new MacAddress(MacB)));
    }

    [Fact]
    public void Aging_SilentAddress_IsFloodedAgain()
    {
        Switch s = Build(new SwitchOptions { AgingNs = 1_000 });
        Send(_b, Broadcast, MacB);
        _loop.RunFor(1_001);
        Send(_a, MacB, MacA);
        Assert.Equal(2, _c.Arrivals.Count);
        Assert.Equal(1, s.KnownAddresses);
    }

    [Fact]
    public void Station_MovesToAnotherPort_IsFoundThere()
    {
        Build();
        Send(_b, Broadcast, MacB);
        Send(_c, Broadcast, MacB);
        Send(_a, MacB, MacA);
        Assert.Single(_b.Arrivals);
        Assert.Equal(2, _c.Arrivals.Count);
    }

    [Fact]
    public void Unplug_Port_ForgetsItsAddresses()
    {
        Switch s = Build();
        Send(_b, Broadcast, MacB);
        Wire.Disconnect(_b);
        Send(_a, MacB, MacA);
        Assert.Equal(2, _c.Arrivals.Count);
        Assert.Null(s.Find(new MacAddress(MacB)));
    }

    [Fact]
    public void OneInstant_SeveralSenders_ArriveAsOneChainPerPort()
    {
        Build();
        Send(_c, Broadcast, MacC);
        _a.Arrivals.Clear();
        _a.Send(_context.Frames, TestFrames.Plain(MacC, MacA, 60), TestFrames.Plain(MacC, MacA, 60));
        _b.Send(_context.Frames, TestFrames.Plain(MacC, MacB, 60));
        _loop.RunUntilIdle();
        Assert.Equal(3, _c.Arrivals.Count);
        Assert.Equal(1, _c.Chains);
    }

    [Fact]
    public void Chain_MixedDestinations_IsSplitInOrder()
    {
        Build();
        Send(_b, Broadcast, MacB);
        Send(_c, Broadcast, MacC);
        _b.Arrivals.Clear();
        _c.Arrivals.Clear();
        _a.Send(
            _context.Frames,
            TestFrames.Plain(MacB, MacA, 60, 1),
            TestFrames.Plain(MacC, MacA, 60, 2),
            TestFrames.Plain(MacB, MacA, 60, 3),
            TestFrames.Plain(Broadcast, MacA, 60, 4));
        _loop.RunUntilIdle();
        Assert.Equal([1, 3, 4], LinkTests.Marks(_b));
        Assert.Equal([2, 4], LinkTests.Marks(_c));
        Assert.Equal(0, _context.Frames.Outstanding);
    }

    [Fact]
    public void ForwardingDelay_Set_IsExact()
    {
        Build(new SwitchOptions { ForwardingDelayNs = 700 });
        Send(_a, Broadcast, MacA);
        Assert.Equal(700, _b.Arrivals[0].TimeNs);
    }

    [Fact]
    public void Drops_EachReason_IsCounted()
    {
        Build(new SwitchOptions { MaxFrameSize = 1514 });
        Send(_b, Broadcast, MacB);
        int before = _c.Arrivals.Count;
        Send(_b, MacB, MacC);
        Send(_a, 0x0180_C200_0002, MacA);
        Send(_a, MacB, Broadcast);
        Send(_a, MacB, 0);
        _a.Send(_context.Frames, new byte[10]);
        _loop.RunUntilIdle();
        Assert.Equal(1, _context.Drops[SwitchDropReasons.SamePort]);
        Assert.Equal(1, _context.Drops[SwitchDropReasons.LinkLocalGroup]);
        Assert.Equal(2, _context.Drops[SwitchDropReasons.InvalidSource]);
        Assert.Equal(1, _context.Drops[WireDropReasons.Runt]);
        Assert.Equal(before, _c.Arrivals.Count);
        Assert.Equal(0, _context.Frames.Outstanding);
    }

    [Fact]
    public void MaxFrameSize_LongerFrame_IsDroppedAtTheEntry()
    {
        Build(new SwitchOptions { MaxFrameSize = 1514 });
        _a.Send(_context.Frames, TestFrames.Plain(Broadcast, MacA, 1515), TestFrames.Plain(Broadcast, MacA, 1514));
        _loop.RunUntilIdle();
        Assert.Single(_b.Arrivals);
        Assert.Equal(1, _context.Drops[WireDropReasons.FrameTooLong]);
    }

    [Fact]
    public void LargeFrame_ToPortsThatDiffer_IsCutOnlyWhereItMust()
    {
        Build();
        _c.Capabilities = WireCapabilities.SingleFrames;
        TestFrames.Spec spec = new() { DestinationMac = Broadcast, SourceMac = MacA, Payload = TestFrames.Pattern(5000) };
        _a.Send(TestFrames.Large(_context.Frames, spec, 1000));
        _loop.RunUntilIdle();
        Assert.True(Assert.Single(_b.Arrivals).Wire.IsLarge);
        Assert.Equal(5, _c.Arrivals.Count);
        Assert.All(_c.Arrivals, x => Assert.True(TestFrames.ChecksumsAreValid(x.Bytes, spec)));
        Assert.Equal(0, _context.Frames.Outstanding);
    }

    [Fact]
    public void Loop_TwoCables_IsAStormThatTheEventBudgetEnds()
    {
        Switch one = new(_context, "one");
        Switch two = new(_context, "two");
        Wire.Connect(one.AddPort(), two.AddPort());
        Wire.Connect(one.AddPort(), two.AddPort());
        one.Connect(_a);
        _a.Send(_context.Frames, TestFrames.Plain(Broadcast, MacA, 60));
        Assert.Throws<SimulationStalledException>(() => _loop.RunUntilIdle(10_000));
    }

    [Fact]
    public void MacTable_ManyAddresses_StaysBoundedAndKeepsTheNewest()
    {
        MacTable table = new(64, 1_000_000);
        for (ulong i = 1; i <= 10_000; i++)
        {
            table.Learn(i, (int)(i % 8), (long)i);
            Assert.Equal((int)(i % 8), table.Find(i, (long)i));
        }

        Assert.Equal(64, table.Count(10_000));
        Assert.Equal(10_000 - 64, table.Evictions);
    }

    private Switch Build(SwitchOptions? options = null)
    {
        Switch s = new(_context, "s", options);
        s.Connect(_a);
        s.Connect(_b);
        s.Connect(_c);
        return s;
    }

    private void Send(RecordingPort from, ulong destination, ulong source)
    {
        from.Send(_context.Frames, TestFrames.Plain(destination, source, 60));
        _loop.RunUntilIdle();
    }
}
