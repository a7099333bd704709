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
    public void Scenario59_Explain_NamesTheFilterWithoutTraffic(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        const string Browser = @"\device\harddiskvolume1\browser.exe";
        SimToken user = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001"));
        SimProcess process = lab.A.Kernel.Processes.Start(Browser, user);
        lab.Permit(lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_PORT", FwpValue.UInt16(443)));
        ulong id = lab.Block(lab.A, "ALE_AUTH_CONNECT", ("ALE_APP_ID", FwpValue.Of(FwpBlob.AppId(Browser))), ("IP_REMOTE_PORT", FwpValue.UInt16(80)));
        lab.Permit(lab.A, "ALE_AUTH_CONNECT");
        long before = lab.A.Filters!.NetEvents.Total;
        Explanation explained = Explain(80);
        Assert.Equal((before, 0L), (lab.A.Filters.NetEvents.Total, lab.A.Filters.FindFilter(id)!.Hits));
        lab.Network.Run(async () => Assert.Equal(NtStatus.AccessDenied, await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 80), process)));
        Assert.Equal((FilterActionType.Block, FilterLab.Events(lab.A)[^1].FilterId), (explained.Action, explained.FilterId));
        Assert.Equal(id, explained.FilterId);
        Assert.Equal(3, explained.SubLayers.Count);
        Assert.Equal(FilterActionType.Permit, Explain(443).Action);

        Explanation Explain(ushort port)
        {
            ClassifyValues values = new(lab.Layer(lab.A, "ALE_AUTH_CONNECT"));
            values.Set(AleAuthConnectField.IpProtocol, (byte)6);
            values.Set(AleAuthConnectField.IpLocalAddress, lab.A.Address);
            values.Set(AleAuthConnectField.IpRemoteAddress, lab.B.Address);
            values.Set(AleAuthConnectField.IpRemotePort, port);
            values.Set(AleAuthConnectField.AleAppId, FwpValue.Of(FwpBlob.AppId(Browser)));
            values.Set(AleAuthConnectField.AleUserId, FwpValue.Of(user));
            return Explainer.Explain(lab.A.Filters!.Layer(values.Layer.Id), values);
        }
    }

    [Theory]
    [LabCases]
    public void Scenario59_DropCounters_AreTheSumOfTheEventsWithAllKeywords(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        using EngineSession session = lab.A.Filters!.Open();
        session.EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32(0xF));
        lab.Block(lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_PORT", FwpValue.UInt16(80)));
        lab.Block(lab.A, "ALE_AUTH_RECV_ACCEPT");
        lab.Block(lab.A, "OUTBOUND_TRANSPORT", ("IP_REMOTE_PORT", FwpValue.UInt16(81)));
        lab.Block(lab.A, "ALE_RESOURCE_ASSIGNMENT", ("IP_LOCAL_PORT", FwpValue.UInt16(1234)));
        Assert.Equal(NtStatus.AccessDenied, lab.Connect(80));
        Assert.Equal(NtStatus.IoTimeout, lab.Connect(81));
        Assert.Throws<SocketStatusException>(() => lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 1234)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket listener = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5353));
            await using SimUdpSocket sender = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await sender.SendToAsync(new byte[1], new IpEndpoint(IpAddress.Parse(lab.ByFamily("224.0.0.1", "ff02::1")), 5353));
            await sender.SendToAsync(new byte[1], new IpEndpoint(lab.A.Address, 5353));
            await lab.Pause();
        });
        IReadOnlyList<NetEvent> events = FilterLab.Events(lab.A);
        Assert.Equal(lab.A.Kernel.Drops[GeneralDrop.FirewallPolicy], events.Count(static e => e.Type == NetEventType.ClassifyDrop));
        Assert.Equal(9, events.Count);
        Assert.Equal(events.Count, lab.A.Filters!.NetEvents.Total);
    }

    [Theory]
    [LabCases]
    public void Scenario59_State_ParsesBackToTheSameObjects(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Block(lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_ADDRESS", FwpValue.Address(lab.B.Address)), ("IP_REMOTE_PORT", FwpValue.UInt16(80)));
        lab.Permit(lab.A, "INBOUND_TRANSPORT", ("IP_PROTOCOL", FwpValue.UInt8(6)));
        WfpExport live = WfpExport.Of(lab.A.Filters!);
        string xml = live.Write();
        using MemoryStream file = new(System.Text.Encoding.UTF8.GetBytes(xml));
        Assert.True(WfpExport.TryRead(file, out WfpExport? export, out PolicyError? error), error?.ToString());
        Assert.Equal(xml, export!.Write());
        using EngineSession session = lab.A.Filters!.Open();
        List<string> filters = [.. session.Filters().Select(static f => $"{f.Id} {f.Key} {f.LayerKey} {f.SubLayerKey} {f.Action} {f.EffectiveWeight} {string.Join('&', f.Conditions)}")];
        Assert.Equal(
            filters.Order(),
            export.Filters.Select(static e => e.Filter).Select(static f => $"{f.Id} {f.Key} {f.LayerKey} {f.SubLayerKey} {f.Action} {f.EffectiveWeight} {string.Join('&', f.Conditions)}").Order());
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
        lab.A.Filters.AuditCategories = AuditCategories.All;
        lab.Filter(lab.A, lab.Layer(lab.A, "ALE_AUTH_CONNECT"), FilterActionType.Block, []);
        lab.Connect(80);
        Assert.Equal([AuditEventId.FilterChanged, AuditEventId.ConnectionBlocked], sink.Events.Select(static e => e.Id));
        Assert.Equal((ushort)80, sink.Events[1].Traffic!.RemotePort);
    }

    [Theory]
    [LabCases("ALE_AUTH_CONNECT", AuditEventId.ConnectionBlocked)]
    [LabCases("OUTBOUND_TRANSPORT", AuditEventId.PacketVetoed)]
    public void Scenario21_Veto_IsBlockedAuditedAndNamesTheCallout(IpFamily family, ClassifierKind classifier, string layer, AuditEventId first)
    {
        using var lab = new FilterLab(family, classifier);
        ulong permit = lab.Filter(lab.A, lab.Layer(lab.A, layer), FilterActionType.Permit, [], lab.SubLayer(lab.A, 0x3000), FilterFlags.ClearActionRight);
        LabCallout veto = lab.Callout(
            lab.A,
            layer,
            (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Action = FilterActionType.Block,
            FilterActionType.CalloutTerminating,
            weight: 0x1000,
            conditions: ("IP_PROTOCOL", FwpValue.UInt8(6)));
        AuditSink sink = new();
        lab.A.Filters!.Audit = sink;
        lab.A.Filters.AuditCategories = AuditCategories.PacketDrop | AuditCategories.Connection;
        Assert.True(lab.Connect(80).IsError);
        NetEvent dropped = FilterLab.Events(lab.A)[0];
        Assert.Equal(veto.FilterId, dropped.FilterId);
        Assert.Equal([(permit, "FWP_ACTION_PERMIT"), (veto.FilterId, "FWP_ACTION_BLOCK")], dropped.Terminating.Select(static t => (t.FilterId, t.Action)));
        Assert.Equal(first, sink.Events[0].Id);
        Assert.Contains(AuditEventId.PacketVetoed, sink.Events.Select(static e => e.Id));
        Assert.Equal(veto.Calls, lab.A.Filters.Layer(veto.Layer.Id).Vetoes);
    }

    private sealed class AuditSink : IAuditSink
    {
        internal List<AuditEvent> Events { get; } = [];

        public void OnAudit(AuditEvent auditEvent) => Events.Add(auditEvent);
    }
}
