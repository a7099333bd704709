using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Counters of whole hosts: connections, authorisations anew, drops by layer, reason and filter.</summary>
public sealed class FilterStatisticsTests
{
    private static readonly string[] Layers =
    [
        "INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "DATAGRAM_DATA", "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR",
        "ALE_AUTH_RECV_ACCEPT", "ALE_AUTH_CONNECT", "ALE_AUTH_LISTEN", "ALE_RESOURCE_ASSIGNMENT", "STREAM",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Scenario59_DropCounters_AreTheSumOfEventsWhenAllKeywordsAreOn(int seed)
    {
        var random = new Random(seed);
        IpFamily family = seed % 2 == 0 ? IpFamily.V6 : IpFamily.V4;
        using SimNetwork network = new((ulong)seed);
        WfpSemantics semantics = new() { NetEventLogLength = 100_000, Classifier = seed > 2 ? ClassifierKind.Reference : ClassifierKind.Compiled };
        SimHost[] hosts =
        [
            network.AddHost("alice", h => h.Address("10.0.0.1/24").Address("fd00::1/64").FilterSemantics(semantics)),
            network.AddHost("bob", h => h.Address("10.0.0.2/24").Address("fd00::2/64").FilterSemantics(semantics)),
        ];
        network.Connect(hosts[0], hosts[1], new LinkOptions { DelayNs = 1_000_000 });
        foreach (SimHost host in hosts)
        {
            host.Filters!.Open().EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32((uint)(NetEventKeywords.All & ~NetEventKeywords.ClassifyAllow & ~NetEventKeywords.CapabilityAllow)));
        }

        for (int round = 0; round < 120; round++)
        {
            Act(random, network, hosts, family);
        }

        network.RunFor(TimeSpan.FromSeconds(30));
        Assert.True(hosts.Sum(static h => h.Filters!.Drops.Total) > 20);
        foreach (SimHost host in hosts)
        {
            FilterEngine engine = host.Filters!;
            DiscardCounters counters = engine.Discards!;
            IReadOnlyList<NetEvent> events = FilterLab.Events(host);
            NetEvent[] suppressed = [.. events.Where(e => engine.Layer(e.LayerId).Schema.IsDiscard)];
            Assert.Equal(engine.NetEvents.Total, events.Count);
            Assert.Equal(events.Count - suppressed.Length, counters.Sum(reason: GeneralDrop.FirewallPolicy));
            Assert.Equal(engine.Drops.Total, counters.Sum(reason: GeneralDrop.FirewallPolicy));
            Assert.Equal(host.Kernel.Drops[GeneralDrop.FirewallPolicy], counters.Sum(reason: GeneralDrop.FirewallPolicy));
            foreach (IGrouping<ulong, NetEvent> filter in events.Except(suppressed).GroupBy(static e => e.FilterId))
            {
                Assert.Equal(filter.Count(), counters.Sum(filterId: filter.Key));
            }
        }
    }

    [Theory]
    [LabCases]
    public void Connections_AllowedBlockedAndActive_AreCountedByDirectionAndFamily(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Permit(lab.A, "ALE_AUTH_CONNECT");
        lab.Permit(lab.B, "ALE_AUTH_RECV_ACCEPT");
        lab.Block(lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_PORT", FwpValue.UInt16(9)));
        lab.Connect(9);
        lab.WithConnection((_, _) =>
        {
            Assert.Equal(new ConnectionStatistics(1, 1, 1), Of(lab.A, isInbound: false, family));
            Assert.Equal(new ConnectionStatistics(1, 0, 1), Of(lab.B, isInbound: true, family));
            Assert.Equal(1, Statistics(lab.A).Layers.Single(l => l.Layer == lab.Layer(lab.A, "ALE_AUTH_CONNECT").Name).CacheEntries);
            return Task.CompletedTask;
        });
        lab.Network.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(new ConnectionStatistics(1, 1, 0), Of(lab.A, isInbound: false, family));
        Assert.Equal(new ConnectionStatistics(1, 0, 0), Of(lab.B, isInbound: true, family));
        Assert.Equal(default, Of(lab.B, isInbound: false, family));
    }

    [Theory]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    [InlineData(IpFamily.V6, false)]
    public void Connections_PendedAndCompleted_CountOnceAndOnlyThen(IpFamily family, bool permit)
    {
        using var lab = new FilterLab(family);
        CompletionHandle? held = null;
        lab.Callout(lab.A, "ALE_AUTH_CONNECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            if (held is null)
            {
                held = m.CompletionHandle!;
                Assert.Equal(NtStatus.Success, held.Pend(m));
                o.BlockAndAbsorb();
                return;
            }

            o.Action = permit ? FilterActionType.Permit : FilterActionType.Block;
        });
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            Task<NtStatus> connect = FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 7)).AsTask();
            await lab.Pause();
            Assert.Equal(default, Of(lab.A, isInbound: false, family));

            Assert.Equal(NtStatus.Success, held!.Complete());
            Assert.Equal(permit, (await connect).IsSuccess);
            Assert.Equal((permit ? 1L : 0L, permit ? 0L : 1L), (Of(lab.A, isInbound: false, family).Allowed, Of(lab.A, isInbound: false, family).Blocked));
        });
        lab.Network.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(new ConnectionStatistics(permit ? 1 : 0, permit ? 0 : 1, 0), Of(lab.A, isInbound: false, family));
    }

    [Theory]
    [LabCases]
    public void NetEvents_AfterAReboot_AreGone(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Block(lab.A, "ALE_AUTH_CONNECT");
        lab.Connect(9);
        FilterEngine engine = lab.A.Filters!;
        Assert.Equal((1L, 1), (engine.NetEvents.Total, FilterLab.Events(lab.A).Count));

        engine.StopService();
        engine.StartService();
        Assert.Equal((0L, 0), (engine.NetEvents.Total, FilterLab.Events(lab.A).Count));
        lab.Block(lab.A, "ALE_AUTH_CONNECT");
        lab.Connect(9);
        NetEvent fresh = Assert.Single(FilterLab.Events(lab.A));
        Assert.Equal(engine.Drops[0].FilterId, fresh.FilterId);
    }

    [Theory]
    [LabCases]
    public void Costs_OfTheStreamLayer_AreCountedByIndicationAndFilter(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ulong other = lab.Filter(lab.B, lab.Layer(lab.B, "STREAM"), FilterActionType.Permit, [lab.On(lab.B, "STREAM", "IP_LOCAL_PORT", FwpMatchType.Equal, FwpValue.UInt16(9))]);
        ulong permits = lab.Filter(lab.B, lab.Layer(lab.B, "STREAM"), FilterActionType.Permit, [lab.On(lab.B, "STREAM", "IP_LOCAL_PORT", FwpMatchType.Equal, FwpValue.UInt16(7))]);
        LabCallout looks = lab.Callout(lab.B, "STREAM", static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue(), FilterActionType.CalloutInspection);
        lab.WithConnection(async (client, server) =>
        {
            using CostMeter meter = lab.B.Filters!.MeasureCosts();
            for (int i = 0; i < 3; i++)
            {
                await client.WriteAsync(new byte[5]);
                await server.ReadExactlyAsync(new byte[5]);
            }

            LayerCost layer = meter.Layers.Single(l => l.Layer == lab.Layer(lab.B, "STREAM").Name);
            Assert.Equal((3, meter.Filters.Sum(static f => f.Comparisons)), (layer.Classifications, layer.Comparisons));
            FilterCost permit = meter.Filters.Single(f => f.FilterId == permits);
            Assert.Equal((3, 3, 3, 3), (permit.Asked, permit.Matches, permit.Hits, permit.Comparisons));
            FilterCost look = meter.Filters.Single(f => f.FilterId == looks.FilterId);
            Assert.Equal((3, 3, 0, 0), (look.Asked, look.Matches, look.Hits, look.Comparisons));
            Assert.Equal(3, Assert.Single(meter.Callouts).Calls);
            Assert.True(meter.Filters.SingleOrDefault(f => f.FilterId == other) is null or { Asked: 3, Matches: 0, Comparisons: 3 });
        });
        Assert.False(lab.B.Filters!.IsWatched);
    }

    [Theory]
    [LabCases]
    public void Reauthorizations_AreCountedByDirectionFamilyProtocolAndReason(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Permit(lab.A, "ALE_AUTH_CONNECT");
        lab.WithConnection(async (client, server) =>
        {
            lab.Permit(lab.A, "ALE_AUTH_CONNECT");
            await client.WriteAsync(new byte[5]);
            await server.ReadExactlyAsync(new byte[5]);
            await lab.Pause();
            ReauthorizationStatistics again = Statistics(lab.A).Reauthorizations;
            Assert.Equal((1L, 1L, family == IpFamily.V4 ? 1L : 0L), (again.Total, again[ReauthorizationReasons.PolicyChange], again.V4));
            Assert.Equal([6], again.Protocols.Where(static p => p.Value > 0).Select(static p => p.Key));
            Assert.Equal(0, again[ReauthorizationReasons.ProfileCrossing]);
        });
    }

    [Theory]
    [LabCases]
    public void Discards_AreCountedByLayerReasonAndFilter(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ulong id = lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT", ("IP_LOCAL_PORT", FwpValue.UInt16(7)));
        lab.Connect(9);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 7));
        });
        DiscardCounters counters = lab.B.Filters!.Discards!;
        Assert.Equal(lab.B.Filters.Drops.Total, counters.Sum(InspectionLayer.Accept, GeneralDrop.FirewallPolicy, id));
        Assert.True(counters.Sum(InspectionLayer.InboundTransport, TransportDrop.EndpointNotFound, 0) >= 1);
        Assert.Equal(counters.Total, counters.Snapshot().Sum(static c => c.Count));
        Assert.All(counters.Snapshot(), c => Assert.Equal(family, c.Family));
    }

    [Fact]
    public void Statistics_WithoutTheRight_AreRefused()
    {
        using var lab = new FilterLab();
        SimToken guest = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1007"));
        SimProcess process = lab.A.Kernel.Processes.Start(@"\device\harddiskvolume1\tool.exe", guest);
        using EngineSession session = lab.A.Filters!.Open(new SessionOptions { IsKernelMode = false, Process = process });
        Assert.Equal(NtStatus.AccessDenied, session.StatisticsGet(out EngineStatistics? none));
        Assert.Null(none);
    }

    private static void Act(Random random, SimNetwork network, SimHost[] hosts, IpFamily family)
    {
        SimHost host = hosts[random.Next(2)];
        SimHost other = hosts[0] == host ? hosts[1] : hosts[0];
        if (random.Next(2) == 0)
        {
            AddFilter(random, host, family);
        }

        ushort port = (ushort)(random.Next(4) + 5);
        network.Run(async () =>
        {
            try
            {
                switch (random.Next(4))
                {
                    case 0:
                        await using (SimTcpListener listener = other.Sockets.Listen(port))
                        {
                            await FilterLab.TryConnect(host, new IpEndpoint(other.AddressOf(family), port));
                        }

                        break;
                    case 1:
                        await FilterLab.TryConnect(host, new IpEndpoint(other.AddressOf(family), port));
                        break;
                    case 2:
                        await using (SimUdpSocket socket = host.Sockets.OpenUdp(new IpEndpoint(family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6, 0)))
                        {
                            await socket.SendToAsync(new byte[9], new IpEndpoint(random.Next(3) == 0 && family == IpFamily.V4 ? IpAddress.AllSystemsV4 : other.AddressOf(family), port));
                        }

                        break;
                    default:
                        await host.PingAsync(other.AddressOf(family));
                        break;
                }
            }
            catch (SocketStatusException)
            {
                // A filter was in the way: that is what is counted.
            }
        });
    }

    private static void AddFilter(Random random, SimHost host, IpFamily family)
    {
        string name = Layers[random.Next(Layers.Length)] + (family == IpFamily.V4 ? "_V4" : "_V6");
        LayerSchema layer = host.Filters!.Catalog.Find(random.Next(4) == 0 ? $"INBOUND_TRANSPORT_{name[^2..]}_DISCARD" : name)!;
        FieldSchema? port = layer.FindField("IP_LOCAL_PORT");
        Filter filter = new()
        {
            Name = "random",
            LayerKey = layer.Key,
            Action = random.Next(4) == 0 ? FilterActionType.Permit : FilterActionType.Block,
            Conditions = port is null || random.Next(3) == 0 ? [] : [new FilterCondition(port.Key, FwpMatchType.LessOrEqual, FwpValue.UInt16((ushort)random.Next(10)))],
        };
        using EngineSession session = host.Filters.Open();
        Assert.True(session.FilterAdd(filter, out _).IsSuccess);
        // Too many of them would leave nothing to count.
        IReadOnlyList<Filter> old = session.Filters();
        if (old.Count > 3)
        {
            session.FilterDeleteById(old[0].Id);
        }
    }

    private static EngineStatistics Statistics(SimHost host)
    {
        using EngineSession session = host.Filters!.Open();
        Assert.True(session.StatisticsGet(out EngineStatistics? statistics).IsSuccess);
        return statistics!;
    }

    private static ConnectionStatistics Of(SimHost host, bool isInbound, IpFamily family)
    {
        EngineStatistics statistics = Statistics(host);
        return (isInbound, family) switch
        {
            (true, IpFamily.V4) => statistics.InboundV4,
            (false, IpFamily.V4) => statistics.OutboundV4,
            (true, _) => statistics.InboundV6,
            _ => statistics.OutboundV6,
        };
    }
}
