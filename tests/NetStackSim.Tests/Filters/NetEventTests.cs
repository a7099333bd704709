using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Net events and audit of whole hosts.</summary>
public sealed class NetEventTests
{
    [Theory]
    [LabCases]
    public void Scenario59_NetEvents_DroppedConnection_IsOneEventThatNamesTheFilter(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        ulong id = lab.Block(lab.A, "ALE_AUTH_CONNECT");
        Assert.True(lab.Connect(80).IsError);

        NetEvent dropped = Assert.Single(FilterLab.Events(lab.A));
        Assert.Equal(NetEventType.ClassifyDrop, dropped.Type);
        Assert.Equal((id, lab.ByFamily(48, 50), NetEventDirection.Out, (uint)dropped.Direction), (dropped.FilterId, dropped.LayerId, dropped.Direction, 0x3901u));
        Assert.Equal((family, (byte)6, lab.B.Address, (ushort)80), (dropped.Family, dropped.Protocol, dropped.RemoteAddress, dropped.RemotePort));
        Assert.NotNull(dropped.AppId);
        Assert.NotNull(dropped.User);
        Assert.Equal([id], dropped.Terminating.Select(static t => t.FilterId));
        Assert.False(dropped.IsLoopback);
        Assert.Equal(id, lab.A.Filters!.Drops[0].FilterId);
    }

    [Theory]
    [LabCases]
    public void Scenario59_NetEvents_CollectionOff_IsRefusedAndNothingIsRecorded(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        lab.Block(lab.A, "ALE_AUTH_CONNECT");
        session.EngineSetOption(EngineOption.CollectNetEvents, FwpValue.UInt32(0));
        lab.Connect(80);
        Assert.Equal(FwpStatus.NetEventsDisabled, session.NetEventCreateEnumHandle(null, out _));
        session.EngineSetOption(EngineOption.CollectNetEvents, FwpValue.UInt32(1));
        Assert.Empty(FilterLab.Events(lab.A));
    }

    [Theory]
    [LabCases(0u, 0)]
    [LabCases(1u, 1)]
    public void Scenario59_NetEvents_InboundMulticast_OnlyWithItsKeyword(IpFamily family, ClassifierKind classifier, uint keywords, int expected)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        lab.Block(lab.A, "ALE_AUTH_RECV_ACCEPT");
        session.EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32(keywords));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket listener = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5353));
            await using SimUdpSocket sender = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await sender.SendToAsync(new byte[] { 1 }, new IpEndpoint(IpAddress.Parse(lab.ByFamily("224.0.0.1", "ff02::1")), 5353));
            await Task.Delay(TimeSpan.FromSeconds(1), lab.Network.TimeProvider);
        });
        Assert.True(lab.A.Filters!.Drops.Total > 0);
        Assert.Equal(expected, FilterLab.Events(lab.A).Count(static e => e.Direction == NetEventDirection.In));
    }

    [Theory]
    [LabCases]
    public void Scenario59_NetEvents_Log_KeepsTheNewest150(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        lab.Block(lab.A, "ALE_AUTH_CONNECT");
        for (ushort port = 1; port <= 160; port++)
        {
            lab.Connect(port);
        }

        IReadOnlyList<NetEvent> events = FilterLab.Events(lab.A);
        Assert.Equal((150, (ushort)11, (ushort)160), (events.Count, events[0].RemotePort, events[^1].RemotePort));
        Assert.Equal(160, lab.A.Filters!.NetEvents.Total);
        Assert.Equal(160, lab.A.Kernel.Drops[GeneralDrop.FirewallPolicy]);
    }

    [Theory]
    [LabCases]
    public void Scenario59_NetEvents_Export_ParsesBackToTheSame(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        lab.Block(lab.A, "ALE_AUTH_CONNECT");
        lab.Connect(80);
        NetEvent dropped = Assert.Single(FilterLab.Events(lab.A));
        string xml = WfpExport.Of(FilterLab.Events(lab.A), new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).Write();
        using MemoryStream file = new(System.Text.Encoding.UTF8.GetBytes(xml));
        Assert.True(WfpExport.TryRead(file, out WfpExport? export, out PolicyError? error), error?.ToString());
        ExportedNetEvent read = Assert.Single(export!.NetEvents);
        Assert.Equal(("CLASSIFY_DROP", "OUT", (byte?)6, lab.B.Address.ToString(), (ushort?)80), (read.Type, read.Direction, read.Protocol, read.RemoteAddress, read.RemotePort));
        Assert.Equal((dropped.FilterId, dropped.LayerId, dropped.User!.ToString()), (read.FilterId, read.LayerId, read.User));
        Assert.Equal(dropped.Terminating, read.Terminating);
        Assert.Equal(xml, export.Write());
    }

    [Theory]
    [LabCases]
    public void Permit_WithItsKeyword_IsAnEvent(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        ulong id = lab.Permit(lab.A, "ALE_AUTH_CONNECT");
        lab.Connect(80);
        Assert.Empty(FilterLab.Events(lab.A));
        session.EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32((uint)NetEventKeywords.ClassifyAllow));
        lab.Connect(80);
        Assert.Equal([(NetEventType.ClassifyAllow, id)], FilterLab.Events(lab.A).Select(static e => (e.Type, e.FilterId)));
    }

    [Theory]
    [LabCases]
    public void Subscription_WithTemplate_HearsMatchingEventsInOrder(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        lab.Block(lab.A, "ALE_AUTH_CONNECT");
        List<ushort?> ports = [];
        NetEventTemplate template = new()
        {
            Conditions = [new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(80), FwpValue.UInt16(90)))],
        };
        Assert.True(session.NetEventSubscribe(template, e => ports.Add(e.RemotePort), out NetEventSubscription? subscription).IsSuccess);
        lab.Connect(85);
        lab.Connect(99);
        lab.Connect(80);
        lab.Network.Run(async () => await Task.Delay(TimeSpan.FromMilliseconds(1), lab.Network.TimeProvider));
        subscription!.Dispose();
        lab.Connect(81);
        Assert.Equal([85, 80], ports);
    }

    [Theory]
    [LabCases]
    public void Template_ThatCannotBeUsed_IsRefused(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        Assert.Equal(FwpStatus.InvalidInterval, session.NetEventCreateEnumHandle(new NetEventTemplate { StartNs = 2, EndNs = 1 }, out _));
        FilterCondition unknown = new(FieldKeys.Flags, FwpMatchType.Equal, FwpValue.UInt32(1));
        Assert.Equal(FwpStatus.ConditionNotFound, session.NetEventCreateEnumHandle(new NetEventTemplate { Conditions = [unknown] }, out _));
    }

    [Theory]
    [LabCases]
    public void Scenario60_Audit_ConnectionsBindsAndPolicy_HaveTheirIds(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        AuditSink sink = new();
        lab.A.Filters!.Audit = sink;
        lab.Filter(lab.A, lab.Layer(lab.A, "ALE_AUTH_CONNECT"), FilterActionType.Block, []);
        lab.Connect(80);
        Assert.Equal([AuditEventId.FilterChanged, AuditEventId.ConnectionBlocked], sink.Events.Select(static e => e.Id));
        Assert.Equal((ushort)80, sink.Events[1].Traffic!.RemotePort);
    }

    private sealed class AuditSink : IAuditSink
    {
        internal List<AuditEvent> Events { get; } = [];

        public void OnAudit(AuditEvent auditEvent) => Events.Add(auditEvent);
    }
}
