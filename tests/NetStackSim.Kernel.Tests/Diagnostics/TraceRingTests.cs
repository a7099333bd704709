namespace NetStackSim.Kernel.Tests;

public sealed class TraceRingTests
{
    [Fact]
    public void Write_MoreThanCapacity_KeepsTheNewest()
    {
        TraceRing ring = new(3);
        for (int i = 0; i < 10; i++)
        {
            ring.Write(new TraceEvent { TimeNs = i, Kind = TraceKind.Custom });
        }

        Assert.Equal(4, ring.Capacity);
        Assert.Equal((4, 10L, 6L), (ring.Count, ring.Written, ring.Lost));
        Assert.Equal([6, 7, 8, 9], Enumerable.Range(0, 4).Select(i => ring[i].TimeNs));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring[4]);

        ring.Clear();
        Assert.Equal(0, ring.Count);
        ring.Write(new TraceEvent { TimeNs = 11 });
        Assert.Equal(11, ring[0].TimeNs);
    }

    public static TheoryData<TraceEvent> OneFieldEach() => new(
        new TraceEvent { TimeNs = 1 },
        new TraceEvent { CorrelationId = 1 },
        new TraceEvent { Arg0 = 1 },
        new TraceEvent { Arg1 = 1 },
        new TraceEvent { Length = 1 },
        new TraceEvent { Kind = TraceKind.Drop },
        new TraceEvent { Component = 1 },
        new TraceEvent { Irql = Irql.Dispatch },
        new TraceEvent { Processor = 1 });

    [Theory]
    [MemberData(nameof(OneFieldEach))]
    public void Digest_AnyField_ChangesIt(TraceEvent traceEvent)
    {
        TraceRing plain = new(8);
        TraceRing changed = new(8);
        TraceRing again = new(64);
        plain.Write(default);
        changed.Write(traceEvent);
        again.Write(traceEvent);

        Assert.NotEqual(plain.Digest, changed.Digest);
        Assert.Equal(again.Digest, changed.Digest);
    }

    [Fact]
    public void Component_SameName_GetsTheSameId()
    {
        TraceRing ring = new(8);
        ushort tcp = ring.Component("tcp");

        Assert.NotEqual(tcp, ring.Component("ip"));
        Assert.Equal(tcp, ring.Component("tcp"));
        Assert.Equal("tcp", ring.ComponentName(tcp));
        Assert.Equal("?", ring.ComponentName(1000));
    }

    [Fact]
    public void At_Host_FillsTimeProcessorAndLevel()
    {
        EventLoop loop = new();
        SimKernel kernel = new(loop);
        loop.RunFor(77);
        using IrqlScope scope = kernel.BootProcessor.RaiseIrql(Irql.Dispatch);

        TraceEvent made = TraceEvent.At(kernel, TraceKind.SendDown, 3, 4, 5, 6, 7);

        Assert.Equal(
            new TraceEvent { TimeNs = 77, Kind = TraceKind.SendDown, Component = 3, CorrelationId = 4, Length = 5, Arg0 = 6, Arg1 = 7, Irql = Irql.Dispatch }, made);
    }
}
