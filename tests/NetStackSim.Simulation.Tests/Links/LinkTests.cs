using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Nic.Tests;

namespace NetStackSim.Simulation.Tests;

public sealed class LinkTests
{
    private const long Gigabit = 1_000_000_000;

    private readonly EventLoop _loop = new();
    private readonly WireContext _context;
    private readonly RecordingPort _a;
    private readonly RecordingPort _b;

    public LinkTests()
    {
        _context = new WireContext(_loop);
        _a = new RecordingPort(_loop, WireCapabilities.Everything, "a");
        _b = new RecordingPort(_loop, WireCapabilities.Everything, "b");
    }

    [Fact]
    public void Frames_DelayOnly_ArriveTogetherAfterExactlyTheDelay()
    {
        Connect(new LinkOptions { DelayNs = 5_000 });
        _a.Send(_context.Frames, Frame(1), Frame(2), Frame(3));
        _loop.RunUntilIdle();
        Assert.Equal([5_000L, 5_000L, 5_000L], Times(_b));
        Assert.Equal(1, _b.Chains);
        Assert.Equal([1, 2, 3], Marks(_b));
        AssertClean();
    }

    [Fact]
    public void Frames_GigabitWithOverhead_ArriveAtExactSerialisationTimes()
    {
        Connect(new LinkOptions { DelayNs = 1_000, BitsPerSecond = Gigabit });
        _a.Send(_context.Frames, Frame(1, 1514), Frame(2, 60), Frame(3, 1514));
        _loop.RunUntilIdle();

        // 1538, 84 and 1538 bytes at 8 ns a byte.
        Assert.Equal([1_000L + 12_304, 1_000 + 12_304 + 672, 1_000 + 12_304 + 672 + 12_304], Times(_b));
        Assert.Equal(3, _b.Chains);
    }

    [Fact]
    public void Frames_RateThatDoesNotDivide_AccumulatesNoRoundingError()
    {
        // 3 Gbit/s: 84 bytes take 224 ns exactly, 85 bytes 226.67 ns.
        Connect(new LinkOptions { BitsPerSecond = 3 * Gigabit });
        _a.Send(_context.Frames, [.. Enumerable.Range(0, 300).Select(i => Frame((byte)i, 61))]);
        _loop.RunUntilIdle();
        Assert.Equal(227, _b.Arrivals[0].TimeNs);
        Assert.Equal(454, _b.Arrivals[1].TimeNs);
        Assert.Equal(680, _b.Arrivals[2].TimeNs);
        Assert.Equal(68_000, _b.Arrivals[299].TimeNs);
    }

    [Fact]
    public void Frames_LineIdleBetween_StartAfreshWhenSent()
    {
        Connect(new LinkOptions { BitsPerSecond = Gigabit, FrameOverheadBytes = 0 });
        _a.Send(_context.Frames, Frame(1, 100));
        _loop.RunUntil(10_000);
        _a.Send(_context.Frames, Frame(2, 100));
        _loop.RunUntilIdle();
        Assert.Equal([800L, 10_800], Times(_b));
    }

    [Fact]
    public void Frames_QueueBoundInBytes_DropsWhatDoesNotFitAndRecovers()
    {
        Link link = Connect(new LinkOptions { BitsPerSecond = Gigabit, FrameOverheadBytes = 0, QueueBytes = 3_000 });
        _a.Send(_context.Frames, Frame(1, 1000), Frame(2, 1000), Frame(3, 1000), Frame(4, 1000));
        _loop.RunUntil(8_000);
        _a.Send(_context.Frames, Frame(5, 1000), Frame(6, 1000));
        _loop.RunUntilIdle();
        Assert.Equal([1, 2, 3, 5], Marks(_b));
        Assert.Equal(2, link.AToB.Counters.QueueDrops);
        Assert.Equal(2, _context.Drops[LinkDropReasons.QueueFull]);
        Assert.Equal(3_000, link.AToB.Counters.PeakQueueBytes);
        AssertClean();
    }

    [Fact]
    public void Frames_QueueBoundInFrames_CountsTheOneBeingSent()
    {
        Connect(new LinkOptions { BitsPerSecond = Gigabit, QueueFrames = 2 });
        _a.Send(_context.Frames, Frame(1), Frame(2), Frame(3));
        _loop.RunUntilIdle();
        Assert.Equal([1, 2], Marks(_b));
    }

    [Fact]
    public void Directions_Options_AreIndependent()
    {
        Link link = Link.Connect(_context, "l", _a, _b, new LinkOptions { DelayNs = 10 }, new LinkOptions { DelayNs = 70 });
        _a.Send(_context.Frames, Frame(1));
        _b.Send(_context.Frames, Frame(2), Frame(3));
        _loop.RunUntilIdle();
        Assert.Equal([10L], Times(_b));
        Assert.Equal([70L, 70L], Times(_a));
        Assert.Equal(1, link.AToB.Counters.FramesDelivered);
        Assert.Equal(2, link.BToA.Counters.FramesDelivered);
    }

    [Fact]
    public void Loss_SameSeed_LosesTheSameFrames()
    {
        static List<int> Run(ulong seed, double corrupt)
        {
            EventLoop loop = new(new EventLoopOptions { Seed = seed });
            WireContext context = new(loop);
            RecordingPort a = new(loop, WireCapabilities.Everything);
            RecordingPort b = new(loop, WireCapabilities.Everything);
            Link link = Link.Connect(context, "l", a, b, new LinkOptions { Loss = 0.3, Corrupt = corrupt });
            for (int i = 0; i < 200; i++)
            {
                a.Send(context.Frames, Frame((byte)i));
            }

            loop.RunUntilIdle();
            Assert.Equal(200, link.AToB.Counters.Lost + b.Arrivals.Count);
            Assert.Equal(0, context.Frames.Outstanding);
            return [.. b.Arrivals.Select(x => (int)x.Bytes[20])];
        }

        List<int> first = Run(7, 0);
        Assert.InRange(first.Count, 110, 170);
        Assert.Equal(first, Run(7, 0));
        Assert.NotEqual(first, Run(8, 0));

        // Another impairment has a stream of its own.
        Assert.Equal(first.Count, Run(7, 0.5).Count);
    }

    [Fact]
    public void Duplicate_Always_ArrivesTwiceAtOnceOverSharedMemory()
    {
        Link link = Connect(new LinkOptions { DelayNs = 3, Duplicate = 1 });
        _a.Send(_context.Frames, Frame(1));
        _loop.RunUntilIdle();
        Assert.Equal([3L, 3L], Times(_b));
        Assert.Equal([1, 1], Marks(_b));
        Assert.True(_b.Arrivals[0].WasShared);
        Assert.Equal(1, link.AToB.Counters.Duplicated);
        AssertClean();
    }

    [Fact]
    public void Reorder_OneFrameHeldBack_IsOvertaken()
    {
        Link link = Connect(new LinkOptions { DelayNs = 100, Reorder = 1, ReorderDelayNs = 50 });
        _a.Send(_context.Frames, Frame(1));
        link.AToB.Options = link.AToB.Options with { Reorder = 0 };
        _a.Send(_context.Frames, Frame(2));
        _loop.RunUntilIdle();
        Assert.Equal([2, 1], Marks(_b));
        Assert.Equal([100L, 150L], Times(_b));
        Assert.Equal(1, link.AToB.Counters.Reordered);
    }

    [Fact]
    public void Jitter_ManyFrames_StaysInRangeAndInOrder()
    {
        Connect(new LinkOptions { DelayNs = 1_000, JitterNs = 500, BitsPerSecond = 0 });
        for (int i = 0; i < 100; i++)
        {
            _a.Send(_context.Frames, Frame((byte)i));
            _loop.RunFor(200);
        }

        _loop.RunUntilIdle();
        Assert.Equal(Enumerable.Range(0, 100), Marks(_b));
        Assert.All(_b.Arrivals, x => Assert.InRange(x.TimeNs - (x.Bytes[20] * 200), 1_000, 1_500));
        Assert.True(_b.Arrivals.Select(x => x.TimeNs - (x.Bytes[20] * 200)).Distinct().Count() > 20);
    }

    [Fact]
    public void Corrupt_PartialChecksum_IsCompletedFirstAndThenWrong()
    {
        Link link = Connect(new LinkOptions { Corrupt = 1 });
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(500) };
        _a.Send(TestFrames.Partial(_context.Frames, spec));
        _loop.RunUntilIdle();
        byte[] expected = TestFrames.Transport(spec);
        byte[] actual = Assert.Single(_b.Arrivals).Bytes;
        Assert.Equal(ChecksumState.None, _b.Arrivals[0].Wire.Checksum);
        int flipped = expected.Zip(actual).Sum(pair => System.Numerics.BitOperations.PopCount((uint)(pair.First ^ pair.Second)));
        Assert.Equal(1, flipped);
        Assert.Equal(1, link.AToB.Counters.Corrupted);
        AssertClean();
    }

    [Fact]
    public void LargeFrame_DelayOnly_PassesUncutToADeviceThatTakesIt()
    {
        Link link = Connect(new LinkOptions { DelayNs = 9 });
        _a.Send(TestFrames.Large(_context.Frames, new TestFrames.Spec { Payload = TestFrames.Pattern(5000) }, 1000));
        _loop.RunUntilIdle();
        Assert.True(Assert.Single(_b.Arrivals).Wire.IsLarge);
        Assert.Equal(5, link.AToB.Counters.FramesDelivered);
        Assert.Equal(5000 + (5 * 54), link.AToB.Counters.BytesDelivered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LargeFrame_LineWithRate_CutEarlyOrLateArrivesAtTheSameTimes(bool cutByTheSender)
    {
        Connect(new LinkOptions { DelayNs = 1_000, BitsPerSecond = Gigabit, QueueBytes = 4_000 });
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(5000) };
        if (cutByTheSender)
        {
            Frame large = TestFrames.Large(_context.Frames, spec, 1000);
            FrameChain pieces = default;
            Assert.True(FrameSegmenter.TrySegment(large, _context.Frames, ref pieces, out _));
            large.Release();
            _a.Peer!.Receive(ref pieces);
        }
        else
        {
            _a.Send(TestFrames.Large(_context.Frames, spec, 1000));
        }

        _loop.RunUntilIdle();
        long step = (1054 + 24) * 8;
        Assert.Equal([1_000 + step, 1_000 + (2 * step), 1_000 + (3 * step)], Times(_b));
        Assert.Equal(2, _context.Drops[LinkDropReasons.QueueFull]);
        AssertClean();
    }

    [Fact]
    public void Capabilities_Impairment_TellsTheSenderToCut()
    {
        Link link = Connect(new LinkOptions { DelayNs = 9 });
        Assert.True(_a.Peer!.Capabilities.AcceptsLargeSends);
        FaultRule rule = link.AToB.Install(FaultRules.DropNth(1));
        Assert.False(_a.Peer.Capabilities.AcceptsLargeSends);
        Assert.True(_b.Peer!.Capabilities.AcceptsLargeSends);
        rule.Dispose();
        Assert.True(_a.Peer.Capabilities.AcceptsLargeSends);
        _b.Capabilities = WireCapabilities.SingleFrames;
        Assert.False(_a.Peer.Capabilities.AcceptsLargeSends);
    }

    [Fact]
    public void SetUp_LineCut_DropsWhatIsUnderWayAndTellsBothDevices()
    {
        Link link = Connect(new LinkOptions { DelayNs = 1_000 });
        _a.Send(_context.Frames, Frame(1));
        link.SetUp(false);
        _a.Send(_context.Frames, Frame(2));
        _loop.RunUntilIdle();
        Assert.Empty(_b.Arrivals);
        Assert.Equal(2, _context.Drops[WireDropReasons.Unplugged]);
        link.SetUp(true);
        _a.Send(_context.Frames, Frame(3));
        _loop.RunUntilIdle();
        Assert.Equal([3], Marks(_b));
        Assert.Equal([true, false, true], _a.LinkChanges[^3..]);
        Assert.Equal([true, false, true], _b.LinkChanges);
        AssertClean();
    }

    [Fact]
    public void Disconnect_FrameUnderWay_IsDroppedAndCounted()
    {
        Connect(new LinkOptions { DelayNs = 1_000 });
        _a.Send(_context.Frames, Frame(1));
        Wire.Disconnect(_b);
        _loop.RunUntilIdle();
        Assert.Equal(1, _context.Drops[WireDropReasons.Unplugged]);
        AssertClean();
    }

    [Fact]
    public void Carrier_FarDeviceUnplugged_BothSeeItGoAndComeBack()
    {
        Link link = Connect(new LinkOptions());
        _a.LinkChanges.Clear();
        _b.LinkChanges.Clear();
        Wire.Disconnect(_b);
        Wire.Connect(_b, link.B);
        Assert.Equal([false, true], _a.LinkChanges);
        Assert.Equal([false, true], _b.LinkChanges);
    }

    [Fact]
    public void DigestFrames_SwitchedOn_DependsOnTheBytes()
    {
        static ulong Run(byte fill, bool digest)
        {
            EventLoop loop = new();
            WireContext context = new(loop);
            RecordingPort a = new(loop, WireCapabilities.Everything);
            RecordingPort b = new(loop, WireCapabilities.Everything);
            Link.Connect(context, "l", a, b, new LinkOptions { DigestFrames = digest });
            a.Send(context.Frames, Frame(fill));
            loop.RunUntilIdle();
            return loop.Digest;
        }

        Assert.Equal(Run(1, false), Run(2, false));
        Assert.NotEqual(Run(1, true), Run(2, true));
        Assert.Equal(Run(1, true), Run(1, true));
    }

    [Theory]
    [InlineData(-1L, 0.0)]
    [InlineData(0L, 1.5)]
    [InlineData(0L, double.NaN)]
    public void Options_OutOfRange_AreRefused(long delay, double loss) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Link(_context, "l", new LinkOptions { DelayNs = delay, Loss = loss }));

    [Fact]
    public void Trace_LostFrame_IsRecordedWithItsReason()
    {
        _context.Trace = new TraceRing(64);
        Connect(new LinkOptions { Loss = 1 });
        Frame frame = TestFrames.Rent(_context.Frames, Frame(1));
        frame.CorrelationId = 42;
        _a.Send(frame);
        Journey journey = Journey.Follow(_context.Trace, 42);
        Assert.Equal(TraceKind.Drop, journey.Drop!.Kind);
        Assert.Equal("link", journey.Drop.Host);
        Assert.Equal(LinkDropReasons.Lost.Key, journey.Drop.Event.Arg0);
    }

    internal static byte[] Frame(byte mark, int length = 100) => TestFrames.Plain(0x0200_0000_0002, 0x0200_0000_0001, length, mark);

    internal static List<int> Marks(RecordingPort port) => [.. port.Arrivals.Select(x => (int)x.Bytes[20])];

    private static List<long> Times(RecordingPort port) => [.. port.Arrivals.Select(x => x.TimeNs)];

    private Link Connect(LinkOptions options) => Link.Connect(_context, "l", _a, _b, options);

    private void AssertClean() => Assert.Equal(0, _context.Frames.Outstanding);
}
