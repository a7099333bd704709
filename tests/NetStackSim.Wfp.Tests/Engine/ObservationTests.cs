using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Tests;

/// <summary>Secured connections, ports of the system, virtual switches: enumeration, subscription, error codes.</summary>
public sealed class ObservationTests
{
    private readonly FilterEngine _engine = new();
    private readonly EngineSession _session;

    public ObservationTests() => _session = _engine.Open();

    [Fact]
    public void Connections_MonitoringOff_AreDisabled()
    {
        _engine.Connections.Add(Connection(1));
        Assert.Equal(FwpStatus.ConnectionsDisabled, _session.ConnectionCreateEnumHandle(false, out _));
        Assert.Equal(FwpStatus.ConnectionsDisabled, _session.ConnectionGetById(1, out _));
        Assert.Equal(FwpStatus.ConnectionsDisabled, _session.ConnectionSubscribe(0, static _ => { }, out _));
        Assert.Equal(0x80320041u, FwpStatus.ToHResult(FwpStatus.ConnectionsDisabled));
    }

    [Fact]
    public void Connections_Enumeration_IsASnapshotAndHasBytesOnDemand()
    {
        Monitor();
        ulong id = _engine.Connections.Add(Connection(1));
        _engine.Connections.Add(Connection(2));
        _engine.Connections.AddBytes(id, 10, 20);
        Assert.True(_session.ConnectionCreateEnumHandle(true, out PolicyEnumeration<EngineConnection>? with).IsSuccess);
        Assert.True(_session.ConnectionCreateEnumHandle(false, out PolicyEnumeration<EngineConnection>? without).IsSuccess);
        _engine.Connections.Remove(id);

        Assert.Equal([30UL, 0UL], with!.Next(10).Select(static c => c.BytesTotal));
        Assert.Equal([0UL, 0UL], without!.Next(10).Select(static c => c.BytesTotal));
        Assert.Equal(FwpStatus.NotFound, _session.ConnectionGetById(id, out _));
        Assert.True(_session.ConnectionGetById(id + 1, out EngineConnection? other).IsSuccess);
        Assert.Equal(IpAddress.Parse("10.0.0.2"), other!.Remote);
    }

    [Fact]
    public void Connections_Subscription_HearsComingAndGoing()
    {
        Monitor();
        List<(PolicyChangeType, ulong)> heard = [];
        _session.ConnectionSubscribe(0, c => heard.Add((c.Type, c.Connection.Id)), out IDisposable? all);
        _session.ConnectionSubscribe(7, c => heard.Add((c.Type, 77)), out _);
        ulong id = _engine.Connections.Add(Connection(1));
        _engine.Connections.Remove(id);
        all!.Dispose();
        _engine.Connections.Add(Connection(2));
        Assert.Equal([(PolicyChangeType.Add, id), (PolicyChangeType.Delete, id)], heard);
        Assert.False(_engine.Connections.Remove(id));
    }

    [Fact]
    public void SystemPorts_Set_AreReadAndHeardOfOnce()
    {
        List<int> heard = [];
        Assert.True(_session.SystemPortsSubscribe(p => heard.Add(p[SystemPortType.Teredo].Count), out IDisposable? subscription).IsSuccess);
        _engine.SystemPorts.Set(SystemPortType.Teredo, 5001, 5000);
        _engine.SystemPorts.Set(SystemPortType.Teredo, 5000, 5001);
        subscription!.Dispose();
        _engine.SystemPorts.Set(SystemPortType.Teredo);

        Assert.True(_session.SystemPortsGet(out IReadOnlyDictionary<SystemPortType, IReadOnlyList<ushort>>? ports).IsSuccess);
        Assert.Equal(4, ports!.Count);
        Assert.Empty(ports[SystemPortType.Teredo]);
        Assert.Equal([2], heard);
    }

    [Fact]
    public void VSwitchEvents_FilterWithoutSwitch_SwitchAndOrder_AreHeardOf()
    {
        List<VSwitchEventType> heard = [];
        Assert.True(_session.VSwitchEventSubscribe(e => heard.Add(e.Type), out _).IsSuccess);
        Filter filter = new() { Name = "switch", LayerKey = _engine.Catalog.Get(LayerId.IngressVSwitchEthernet).Key, Action = FilterActionType.Block };
        Assert.True(_session.FilterAdd(filter, out _).IsSuccess);
        _engine.SwitchChanged("lan", isShown: true);
        _engine.SwitchChanged("lan", isShown: true);
        Assert.True(_session.FilterAdd(filter, out _).IsSuccess);
        _engine.SwitchReordered("lan");
        _engine.SwitchReordered("lan", isWherePolicyNeedsIt: false);
        _engine.SwitchChanged("lan", isShown: false);

        Assert.Equal(
            [
                VSwitchEventType.FilterAddToIncompleteLayer, VSwitchEventType.EnabledForInspection, VSwitchEventType.FilterEngineReordered,
                VSwitchEventType.FilterEngineNotInRequiredPosition, VSwitchEventType.DisabledForInspection,
            ],
            heard);
    }

    [Fact]
    public void Subscriptions_InATransaction_AreRefused()
    {
        Monitor();
        _session.TransactionBegin();
        Assert.Equal(FwpStatus.TransactionInProgress, _session.ConnectionSubscribe(0, static _ => { }, out _));
        Assert.Equal(FwpStatus.TransactionInProgress, _session.SystemPortsSubscribe(static _ => { }, out _));
        Assert.Equal(FwpStatus.TransactionInProgress, _session.VSwitchEventSubscribe(static _ => { }, out _));
    }

    [Fact]
    public void AleEndpoints_WithoutAStack_AreNotReady()
    {
        Assert.Equal(FwpStatus.TcpIpNotReady, _engine.AleEndpointCreateEnumHandle(null, out _));
        Assert.Equal(FwpStatus.TcpIpNotReady, _engine.AleEndpointGetById(1, out _));
        Assert.Equal(FwpStatus.TcpIpNotReady, _engine.AleEndpointGetSecurityInformation(1, out _));
    }

    [Fact]
    public void OpenToken_OfAnEndpoint_IsItsOwners_AndNeedsTheDebugPrivilege()
    {
        _engine.Network = new OneEndpoint();
        Assert.True(_engine.AleEndpointGetById(5, out AleEndpoint? endpoint).IsSuccess);
        Assert.True(_session.OpenToken(endpoint!.LocalTokenModifiedId, out SimToken? token).IsSuccess);
        Assert.Same(SimToken.System, token);
        Assert.Equal((FwpStatus.NotFound, null), (_session.OpenToken(endpoint.LocalTokenModifiedId + 1, out token), token));
        Assert.Equal(FwpStatus.NotFound, _session.OpenToken(0, out _));

        using EngineSession user = _engine.Open(new SessionOptions { Token = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001")), IsKernelMode = false });
        Assert.Equal((NtStatus.AccessDenied, null), (user.OpenToken(endpoint.LocalTokenModifiedId, out token), token));
    }

    private static EngineConnection Connection(int number) => new(IpAddress.Parse("10.0.0.9"), IpAddress.Parse($"10.0.0.{number}")) { KeyModule = KeyModuleType.IkeV2 };

    private void Monitor() => Assert.True(_session.EngineSetOption(EngineOption.MonitorIpsecConnections, FwpValue.UInt32(1)).IsSuccess);

    private sealed class OneEndpoint : INetworkStore
    {
        public IReadOnlyList<InterfaceRow> GetInterfaces() => [];

        public IReadOnlyList<AddressRow> GetAddresses() => [];

        public IReadOnlyList<RouteRow> GetRoutes() => [];

        public IReadOnlyList<NeighborRow> GetNeighbors() => [];

        public IReadOnlyList<EndpointRow> GetEndpoints() => [new EndpointRow(17, IpEndpoint.Parse("10.0.0.1:9"), default, string.Empty, 0) { Handle = 5 }];

        public IReadOnlyList<FlowRow> GetFlows() => [];

        public IReadOnlyList<KeyValuePair<string, long>> GetStatistics() => [];
    }
}
