using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Nic.Tests;

namespace NetStackSim.Simulation.Tests;

/// <summary>Two cards with their driver stacks over links and switches.</summary>
public sealed class TwoHostsTests
{
    private const ulong MacA = 0x0200_0000_0001;
    private const ulong MacB = 0x0200_0000_0002;

    private readonly WireContext _context = new(new EventLoop());
    private readonly NicFixture _a;
    private readonly NicFixture _b;

    public TwoHostsTests()
    {
        _a = new NicFixture(_context.Frames, new SimKernelOptions { Name = "a", HostIndex = 0 }, MacA);
        _b = new NicFixture(_context.Frames, new SimKernelOptions { Name = "b", HostIndex = 1 }, MacB);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000_000)]
    public void LargeSend_CutByTheCardOrByNobody_ArrivesAtTheSameTimesWithTheSameBytes(long rate)
    {
        LinkOptions options = new() { DelayNs = 20_000, BitsPerSecond = rate };
        List<(long, byte[], int)> late = Run(options, large: true);
        List<(long, byte[], int)> early = Run(options, large: false);
        Assert.Equal(early.Count, late.Count);
        for (int i = 0; i < early.Count; i++)
        {
            Assert.Equal(early[i].Item1, late[i].Item1);
            Assert.Equal(early[i].Item3, late[i].Item3);
            Assert.Equal(early[i].Item2[54..], late[i].Item2[54..]);
        }

        // Without a rate all segments arrive at one instant and are one unit; with one, each arrives at its own time.
        Assert.Equal(rate == 0 ? 1 : 10, late.Count);
    }

    [Fact]
    public void Bulk_OverASwitch_IsNotCopiedOnTheWay()
    {
        Switch s = new(_context, "s");
        s.Connect(_a.Nic);
        s.Connect(_b.Nic);
        Start();
        Learn();
        _b.Indicated.Clear();
        TestFrames.Spec spec = new() { SourceMac = MacA, DestinationMac = MacB, Payload = TestFrames.Pattern(14_600) };
        _a.SendAndRun(_a.LsoV2(spec, 1460));
        Assert.Equal(10, Assert.Single(_b.Indicated).Segments);
        Assert.Equal(0, _b.Kernel.Copies.Bytes(CopyKind.DmaReceive));
        Assert.Equal(0, _context.Frames.Copies.Bytes(CopyKind.FrameSegment));
        _a.AssertClean();
        _b.AssertClean();
    }

    [Fact]
    public void Broadcast_OverASwitch_IsOneGatherAndCopiesForTheOthersOnly()
    {
        NicFixture c = new(_context.Frames, new SimKernelOptions { Name = "c", HostIndex = 2 }, 0x0200_0000_0003);
        Switch s = new(_context, "s");
        s.Connect(_a.Nic);
        s.Connect(_b.Nic);
        s.Connect(c.Nic);
        Start();
        c.Start();
        _a.SendAndRun(_a.List(TestFrames.Plain(0xFFFF_FFFF_FFFF, MacA, 200)));
        Assert.Single(_b.Indicated);
        Assert.Single(c.Indicated);
        Assert.Equal(200, _a.Kernel.Copies.Bytes(CopyKind.DmaGather));
        Assert.Equal(200, _b.Kernel.Copies.Bytes(CopyKind.DmaReceive) + c.Kernel.Copies.Bytes(CopyKind.DmaReceive));
        c.AssertClean();
    }

    [Fact]
    public void Trace_FrameOverALink_IsOneJourneyThroughBothHosts()
    {
        TraceRing trace = new(1024);
        _a.Kernel.Trace = trace;
        _b.Kernel.Trace = trace;
        _context.Trace = trace;
        Link.Connect(_context, "l", _a.Nic, _b.Nic, new LinkOptions { DelayNs = 5_000 });
        Start();
        trace.Clear();
        NetBufferList list = _a.List(TestFrames.Plain(MacB, MacA, 200));
        ulong id = list.CorrelationId;
        _a.SendAndRun(list);
        Journey journey = Journey.Follow(trace, id);
        Assert.Equal(["a", "link", "b"], journey.Hosts);
        Assert.Equal(5_000, journey.DurationNs);
        Assert.Equal([0L, 5_000], journey.At("link").Select(step => step.ElapsedNs));
        TraceKind[] kinds = [.. journey.Steps.Select(step => step.Kind)];
        Assert.Contains(TraceKind.DmaGather, kinds);
        Assert.Contains(TraceKind.WireIn, kinds);
        Assert.True(Array.IndexOf(kinds, TraceKind.WireOut) < Array.IndexOf(kinds, TraceKind.WireIn));
        Assert.Null(journey.Drop);
    }

    [Fact]
    public void LinkDown_SendsFailAndStatusIsIndicated()
    {
        Link link = Link.Connect(_context, "l", _a.Nic, _b.Nic);
        Start();
        link.SetUp(false);
        Assert.Contains(NdisStatusCode.LinkState, _b.Statuses);
        _a.SendAndRun(_a.List(TestFrames.Plain(MacB, MacA, 200)));
        Assert.Equal(NdisStatus.MediaDisconnected, Assert.Single(_a.Completions).Status);
        link.SetUp(true);
        _a.SendAndRun(_a.List(TestFrames.Plain(MacB, MacA, 200)));
        Assert.Single(_b.Indicated);
    }

    private void Start()
    {
        _a.Start();
        _b.Start();
    }

    private void Learn()
    {
        _b.SendAndRun(_b.List(TestFrames.Plain(0xFFFF_FFFF_FFFF, MacB, 60)));
        _a.SendAndRun(_a.List(TestFrames.Plain(0xFFFF_FFFF_FFFF, MacA, 60)));
    }

    private static List<(long TimeNs, byte[] Bytes, int Segments)> Run(LinkOptions options, bool large)
    {
        TwoHostsTests hosts = new();
        Link.Connect(hosts._context, "l", hosts._a.Nic, hosts._b.Nic, options);
        hosts.Start();
        TestFrames.Spec spec = new() { SourceMac = MacA, DestinationMac = MacB, Payload = TestFrames.Pattern(14_600) };
        if (large)
        {
            hosts._a.Send(hosts._a.LsoV2(spec, 1460));
        }
        else
        {
            hosts._a.Send([.. Enumerable.Range(0, 10).Select(i => hosts._a.List(TestFrames.Transport(spec with
            {
                Sequence = spec.Sequence + (uint)(i * 1460),
                Payload = spec.Payload[(i * 1460)..((i + 1) * 1460)],
            })))]);
        }

        hosts._a.Loop.RunUntilIdle();
        hosts._a.AssertClean();
        hosts._b.AssertClean();
        return [.. hosts._b.Indicated.Select(x => (x.TimeNs, x.Bytes, x.Segments))];
    }
}
