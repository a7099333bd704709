namespace NetStackSim.Kernel.Tests;

public sealed class DropCountersTests : IDropObserver
{
    private readonly List<(string Reason, ulong Id, int Bytes, ulong Filter)> _seen = [];

    void IDropObserver.OnDrop(in DropReason reason, ulong correlationId, int bytes, ulong filterId) =>
        _seen.Add((reason.ToString(), correlationId, bytes, filterId));

    [Fact]
    public void Count_SeveralReasons_AreCountedApartAndListedByModuleAndCode()
    {
        DropCounters drops = new() { Observer = this };
        drops.Count(TransportDrop.EndpointNotFound, 5, 60);
        drops.Count(NetworkDrop.NoRoute, 6, 100);
        drops.Count(TransportDrop.EndpointNotFound, 7, 40);
        drops.Count(GeneralDrop.FirewallPolicy, 8, 50, filterId: 99);

        Assert.Equal(4, drops.Total);
        Assert.Equal(2, drops[TransportDrop.EndpointNotFound]);
        Assert.Equal(0, drops[NetworkDrop.BadChecksum]);
        Assert.Equal(
            [new DropCount(NetworkDrop.NoRoute, 1, 100), new DropCount(TransportDrop.EndpointNotFound, 2, 100), new DropCount(GeneralDrop.FirewallPolicy, 1, 50)],
            drops.Snapshot());
        Assert.Equal(("General/FirewallPolicy", 8UL, 50, 99UL), _seen[^1]);
    }

    [Fact]
    public void Count_ThousandsOfReasons_AllStay()
    {
        DropCounters drops = new();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 3000; i++)
            {
                drops.Count(new DropReason((ushort)(i % 7), (ushort)i, $"r{i}"));
            }
        }

        Assert.Equal(3000, drops.Snapshot().Count);
        Assert.All(drops.Snapshot(), count => Assert.Equal(2, count.Count));
        Assert.Equal(2, drops[new DropReason(2999 % 7, 2999, "any name")]);
    }

    [Fact]
    public void Count_OnAHost_WritesATraceEvent()
    {
        SimKernel kernel = new(new EventLoop(), new SimKernelOptions { Name = "alice", HostIndex = 3 });
        kernel.Trace = new TraceRing(4);
        kernel.Drops.Count(NetworkDrop.HopLimitExceeded, kernel.NextCorrelationId(), 84, 12);

        TraceEvent written = kernel.Trace[0];
        Assert.Equal(TraceKind.Drop, written.Kind);
        Assert.Equal("alice/drop", kernel.Trace.ComponentName(written.Component));
        Assert.Equal((0x0003_0000_0000_0001UL, 84, (ulong)NetworkDrop.HopLimitExceeded.Key, 12UL), (written.CorrelationId, written.Length, written.Arg0, written.Arg1));
    }

    [Fact]
    public void Reason_Names_AreReadable()
    {
        Assert.Equal("Network/NoRoute", NetworkDrop.NoRoute.ToString());
        Assert.Equal("Link/Loss", new DropReason(DropModule.Link, 1, "Loss").ToString());
        Assert.Equal("Network/None", default(DropReason).ToString());
        Assert.Equal(new DropReason(1, 4, "x"), TransportDrop.EndpointNotFound);
        Assert.True(new DropReason(1, 5, "x") != TransportDrop.EndpointNotFound);
    }
}
