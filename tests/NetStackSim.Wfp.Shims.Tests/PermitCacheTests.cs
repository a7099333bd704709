using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims.Tests;

/// <summary>What a packet layer permits from memory is what its filters would say, and counts the same.</summary>
public sealed class PermitCacheTests
{
    private static readonly (InspectionLayer Layer, LayerId Id)[] Layers =
    [
        (InspectionLayer.OutboundTransport, LayerId.OutboundTransportV4), (InspectionLayer.InboundTransport, LayerId.InboundTransportV4),
        (InspectionLayer.OutboundNetwork, LayerId.OutboundIpPacketV4), (InspectionLayer.InboundNetwork, LayerId.InboundIpPacketV4),
        (InspectionLayer.Forward, LayerId.IpForwardV4),
    ];

    [Fact]
    public void Permit_SecondPacketOfAFlow_ComesFromMemoryAndCounts()
    {
        ShimHost host = new();
        ulong id = host.Add(LayerId.OutboundTransportV4, FilterActionType.Permit);
        IInspectionHandler handler = host.Points[InspectionLayer.OutboundTransport, IpFamily.V4].Handler!;
        InspectionContext context = ShimHost.Connect();
        Assert.False(handler.TryPermit(ref context));
        Assert.Equal(InspectionAction.Permit, host.Ask(InspectionLayer.OutboundTransport, ref context).Action);
        Assert.True(handler.TryPermit(ref context));
        Assert.Equal((2L, 2L), (host.Engine.Layer(LayerId.OutboundTransportV4).Permits, host.Engine.FindFilter(id)!.Hits));
    }

    [Fact]
    public void Permit_PolicyChanges_IsForgotten()
    {
        ShimHost host = new();
        host.Add(LayerId.OutboundTransportV4, FilterActionType.Permit);
        InspectionContext context = ShimHost.Connect();
        host.Ask(InspectionLayer.OutboundTransport, ref context);
        host.Add(LayerId.OutboundTransportV4, FilterActionType.Block);
        Assert.False(host.Points[InspectionLayer.OutboundTransport, IpFamily.V4].Handler!.TryPermit(ref context));
        Assert.Equal(InspectionAction.Block, host.Ask(InspectionLayer.OutboundTransport, ref context).Action);
    }

    [Fact]
    public void Permit_LayerHasACallout_IsAskedForEveryPacket()
    {
        ShimHost host = new();
        TestCallout callout = new(static (ClassifyValues _, ref ClassifyMetadata _, object? _, ref ClassifyOut output) => output.Continue());
        host.Add(LayerId.OutboundTransportV4, FilterActionType.CalloutInspection, host.AddCallout(LayerId.OutboundTransportV4, callout));
        InspectionContext context = ShimHost.Connect();
        for (int i = 0; i < 3; i++)
        {
            Assert.False(host.Points[InspectionLayer.OutboundTransport, IpFamily.V4].Handler!.TryPermit(ref context));
            host.Ask(InspectionLayer.OutboundTransport, ref context);
        }

        Assert.Equal(3L, host.Engine.Layer(LayerId.OutboundTransportV4).Permits);
    }

    [Fact]
    public void Permit_RandomPacketsAndPolicies_EqualsTheFilters() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<ulong>>(), static seed => Agrees(seed.Item)));

    private static bool Agrees(ulong seed)
    {
        RandomStream random = new RandomStreams(seed)["permit-cache"];
        (InspectionLayer layer, LayerId id) = Layers[random.NextUInt64() % (ulong)Layers.Length];
        ShimHost cached = new();
        ShimHost plain = new();
        plain.Engine.Audit = new NoAudit();
        plain.Engine.AuditCategories = AuditCategories.All;
        for (int step = 0; step < 200; step++)
        {
            if (step % 50 == 0)
            {
                AddSame(random, id, cached, plain);
            }

            InspectionContext context = Packet(random);
            InspectionContext same = context;
            InspectionVerdict fast = cached.Ask(layer, ref context);
            InspectionVerdict slow = plain.Ask(layer, ref same);
            Assert.Equal((seed, step, slow.Action, slow.Action == InspectionAction.Block ? slow.FilterId : 0), (seed, step, fast.Action, fast.Action == InspectionAction.Block ? fast.FilterId : 0));
        }

        EngineLayer one = cached.Engine.Layer(id);
        EngineLayer two = plain.Engine.Layer(id);
        Assert.Equal((seed, two.Permits, two.Blocks), (seed, one.Permits, one.Blocks));
        foreach (Filter filter in cached.Session.Filters())
        {
            Assert.Equal((filter.Id, plain.Engine.FindFilter(filter.Id)!.Hits), (filter.Id, cached.Engine.FindFilter(filter.Id)!.Hits));
        }

        return true;
    }

    private static void AddSame(RandomStream random, LayerId layer, params ShimHost[] hosts)
    {
        LayerSchema schema = LayerCatalog.Current.Get(layer);
        string address = schema.FindField("IP_REMOTE_ADDRESS") is null ? "IP_DESTINATION_ADDRESS" : "IP_REMOTE_ADDRESS";
        FwpValue network = FwpValue.V4AddressMask(0x0A00_0000u + (uint)(random.NextUInt64() % 4), 0xFFFF_FFFF);
        FwpValue flags = FwpValue.UInt32((uint)(random.NextUInt64() % 2));
        FilterActionType action = random.NextUInt64() % 2 == 0 ? FilterActionType.Permit : FilterActionType.Block;
        bool byFlags = random.NextUInt64() % 3 == 0;
        foreach (ShimHost host in hosts)
        {
            if (byFlags)
            {
                host.Add(layer, action, ("FLAGS", FwpMatchType.FlagsAllSet, flags));
            }
            else
            {
                host.Add(layer, action, (address, FwpMatchType.Equal, network));
            }
        }
    }

    private static InspectionContext Packet(RandomStream random) => new()
    {
        Direction = random.NextUInt64() % 2 == 0 ? InspectionDirection.Inbound : InspectionDirection.Outbound,
        LocalAddress = IpAddress.FromV4(0x0A00_0000u + (uint)(random.NextUInt64() % 2)),
        RemoteAddress = IpAddress.FromV4(0x0A00_0000u + (uint)(random.NextUInt64() % 4)),
        LocalPort = (ushort)(random.NextUInt64() % 3),
        RemotePort = (ushort)(random.NextUInt64() % 3 * 64),
        HasPorts = random.NextUInt64() % 8 != 0,
        Protocol = random.NextUInt64() % 2 == 0 ? (byte)6 : (byte)17,
        Flags = random.NextUInt64() % 4 == 0 ? InspectionFlags.Loopback : 0,
        InterfaceIndex = 7 + (uint)(random.NextUInt64() % 2),
        InterfaceType = 6,
        Compartment = 1,
    };

    private sealed class NoAudit : IAuditSink
    {
        public void OnAudit(AuditEvent auditEvent)
        {
        }
    }
}
