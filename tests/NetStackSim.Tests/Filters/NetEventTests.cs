using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Net events and audit of whole hosts.</summary>
public sealed class NetEventTests : IDisposable
{
    private readonly SimNetwork _network = new(seed: 1);
    private readonly SimHost _alice;
    private readonly SimHost _bob;
    private readonly EngineSession _session;

    public NetEventTests()
    {
        _alice = _network.AddHost("alice", h => h.Address("10.0.0.1/24").Address("fd00::1/64"));
        _bob = _network.AddHost("bob", h => h.Address("10.0.0.2/24").Address("fd00::2/64"));
        _network.Connect(_alice, _bob, new LinkOptions { DelayNs = 1_000_000 });
        _session = _alice.Filters!.Open();
    }

    public void Dispose()
    {
        _session.Dispose();
        _network.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4, LayerId.AleAuthConnectV4, 48)]
    [InlineData(IpFamily.V6, LayerId.AleAuthConnectV6, 50)]
    public void Scenario59_NetEvents_DroppedConnection_IsOneEventThatNamesTheFilter(IpFamily family, LayerId layer, int layerId)
    {
        ulong id = Add(layer, FilterActionType.Block);
        Assert.True(Try(family, 80).IsError);

        NetEvent dropped = Assert.Single(Events());
        Assert.Equal(NetEventType.ClassifyDrop, dropped.Type);
        Assert.Equal((id, layerId, NetEventDirection.Out, (uint)dropped.Direction), (dropped.FilterId, dropped.LayerId, dropped.Direction, 0x3901u));
        Assert.Equal((family, (byte)6, _bob.AddressOf(family), (ushort)80), (dropped.Family, dropped.Protocol, dropped.RemoteAddress, dropped.RemotePort));
        Assert.NotNull(dropped.AppId);
        Assert.NotNull(dropped.User);
        Assert.Equal([id], dropped.Terminating.Select(static t => t.FilterId));
        Assert.False(dropped.IsLoopback);
        Assert.Equal(id, _alice.Filters!.Drops[0].FilterId);
    }

    [Fact]
    public void Scenario59_NetEvents_CollectionOff_IsRefusedAndNothingIsRecorded()
    {
        Add(LayerId.AleAuthConnectV4, FilterActionType.Block);
        _session.EngineSetOption(EngineOption.CollectNetEvents, FwpValue.UInt32(0));
        Try(IpFamily.V4, 80);
        Assert.Equal(FwpStatus.NetEventsDisabled, _session.NetEventCreateEnumHandle(null, out _));
        _session.EngineSetOption(EngineOption.CollectNetEvents, FwpValue.UInt32(1));
        Assert.Empty(Events());
    }

    [Theory]
    [InlineData(0u, 0)]
    [InlineData(1u, 1)]
    public void Scenario59_NetEvents_InboundMulticast_OnlyWithItsKeyword(uint keywords, int expected)
    {
        Add(LayerId.AleAuthRecvAcceptV4, FilterActionType.Block);
        _session.EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32(keywords));
        _network.Run(async () =>
        {
            await using SimUdpSocket listener = _alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 5353));
            await using SimUdpSocket sender = _bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
            await sender.SendToAsync(new byte[] { 1 }, new IpEndpoint(IpAddress.AllSystemsV4, 5353));
            await Task.Delay(TimeSpan.FromSeconds(1), _network.TimeProvider);
        });
        Assert.True(_alice.Filters!.Drops.Total > 0);
        Assert.Equal(expected, Events().Count(static e => e.Direction == NetEventDirection.In));
    }

    [Fact]
    public void Scenario59_NetEvents_Log_KeepsTheNewest150()
    {
        Add(LayerId.AleAuthConnectV4, FilterActionType.Block);
        for (ushort port = 1; port <= 160; port++)
        {
            Try(IpFamily.V4, port);
        }

        IReadOnlyList<NetEvent> events = Events();
        Assert.Equal((150, (ushort)11, (ushort)160), (events.Count, events[0].RemotePort, events[^1].RemotePort));
        Assert.Equal(160, _alice.Filters!.NetEvents.Total);
        Assert.Equal(160, _alice.Kernel.Drops[GeneralDrop.FirewallPolicy]);
    }

    [Fact]
    public void Scenario59_NetEvents_Export_ParsesBackToTheSame()
    {
        Add(LayerId.AleAuthConnectV4, FilterActionType.Block);
        Try(IpFamily.V4, 80);
        NetEvent dropped = Assert.Single(Events());
        string xml = WfpExport.Of(Events(), new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).Write();
        using MemoryStream file = new(System.Text.Encoding.UTF8.GetBytes(xml));
        Assert.True(WfpExport.TryRead(file, out WfpExport? export, out PolicyError? error), error?.ToString());
        ExportedNetEvent read = Assert.Single(export!.NetEvents);
        Assert.Equal(("CLASSIFY_DROP", "OUT", (byte?)6, "10.0.0.2", (ushort?)80), (read.Type, read.Direction, read.Protocol, read.RemoteAddress, read.RemotePort));
        Assert.Equal((dropped.FilterId, dropped.LayerId, dropped.User!.ToString()), (read.FilterId, read.LayerId, read.User));
        Assert.Equal(dropped.Terminating, read.Terminating);
        Assert.Equal(xml, export.Write());
    }

    [Fact]
    public void Permit_WithItsKeyword_IsAnEvent()
    {
        ulong id = Add(LayerId.AleAuthConnectV4, FilterActionType.Permit);
        Try(IpFamily.V4, 80);
        Assert.Empty(Events());
        _session.EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32((uint)NetEventKeywords.ClassifyAllow));
        Try(IpFamily.V4, 80);
        Assert.Equal([(NetEventType.ClassifyAllow, id)], Events().Select(static e => (e.Type, e.FilterId)));
    }

    [Fact]
    public void Subscription_WithTemplate_HearsMatchingEventsInOrder()
    {
        Add(LayerId.AleAuthConnectV4, FilterActionType.Block);
        List<ushort?> ports = [];
        NetEventTemplate template = new()
        {
            Conditions = [new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(80), FwpValue.UInt16(90)))],
        };
        Assert.True(_session.NetEventSubscribe(template, e => ports.Add(e.RemotePort), out NetEventSubscription? subscription).IsSuccess);
        Try(IpFamily.V4, 85);
        Try(IpFamily.V4, 99);
        Try(IpFamily.V4, 80);
        _network.Run(async () => await Task.Delay(TimeSpan.FromMilliseconds(1), _network.TimeProvider));
        subscription!.Dispose();
        Try(IpFamily.V4, 81);
        Assert.Equal([85, 80], ports);
    }

    [Fact]
    public void Template_ThatCannotBeUsed_IsRefused()
    {
        Assert.Equal(FwpStatus.InvalidInterval, _session.NetEventCreateEnumHandle(new NetEventTemplate { StartNs = 2, EndNs = 1 }, out _));
        FilterCondition unknown = new(FieldKeys.Flags, FwpMatchType.Equal, FwpValue.UInt32(1));
        Assert.Equal(FwpStatus.ConditionNotFound, _session.NetEventCreateEnumHandle(new NetEventTemplate { Conditions = [unknown] }, out _));
    }

    [Fact]
    public void Audit_ConnectionsBindsAndPolicy_HaveTheirIds()
    {
        AuditSink sink = new();
        _alice.Filters!.Audit = sink;
        Add(LayerId.AleAuthConnectV4, FilterActionType.Block);
        Try(IpFamily.V4, 80);
        Assert.Equal([AuditEventId.FilterChanged, AuditEventId.ConnectionBlocked], sink.Events.Select(static e => e.Id));
        Assert.Equal((ushort)80, sink.Events[1].Traffic!.RemotePort);
    }

    private IReadOnlyList<NetEvent> Events()
    {
        Assert.True(_session.NetEventCreateEnumHandle(null, out PolicyEnumeration<NetEvent>? handle).IsSuccess);
        return handle!.Next(handle.Remaining);
    }

    private ulong Add(LayerId layer, FilterActionType action)
    {
        Filter filter = new() { Name = "test", LayerKey = LayerCatalog.Current.Get(layer).Key, Action = action };
        Assert.True(_session.FilterAdd(filter, out ulong id).IsSuccess);
        return id;
    }

    private NtStatus Try(IpFamily family, ushort port)
    {
        NtStatus status = NtStatus.Success;
        _network.Run(async () =>
        {
            try
            {
                await using SimTcpStream stream = await _alice.Sockets.ConnectAsync(new IpEndpoint(_bob.AddressOf(family), port));
            }
            catch (SocketStatusException failure)
            {
                status = failure.Status;
            }
        });
        return status;
    }

    private sealed class AuditSink : IAuditSink
    {
        internal List<AuditEvent> Events { get; } = [];

        public void OnAudit(AuditEvent auditEvent) => Events.Add(auditEvent);
    }
}
