using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Acceptance scenarios about policy and arbitration, with traffic, for both families.</summary>
public sealed class PolicyAcceptanceTests : IDisposable
{
    private readonly SimNetwork _network = new(seed: 1);
    private readonly SimHost _a;
    private readonly SimHost _b;
    private readonly EngineSession _sessionA;
    private readonly EngineSession _sessionB;

    public PolicyAcceptanceTests()
    {
        _a = _network.AddHost("a", h => h.Address("10.0.0.1/24").Address("fd00::1/64"));
        _b = _network.AddHost("b", h => h.Address("10.0.0.2/24").Address("fd00::2/64"));
        _network.Connect(_a, _b, new LinkOptions { DelayNs = 1_000_000 });
        _sessionA = _a.Filters!.Open();
        _sessionB = _b.Filters!.Open();
    }

    public void Dispose()
    {
        _sessionA.Dispose();
        _sessionB.Dispose();
        _network.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario02_AtomicCommit_NoInstantAtWhichPort80IsRefused(IpFamily family)
    {
        LayerId layer = Of(LayerId.AleAuthConnectV4, family);
        _network.Run(async () =>
        {
            await using SimTcpListener web = Listen(_b, 80);
            await using SimTcpListener other = Listen(_b, 81);
            Assert.True(_sessionA.TransactionBegin().IsSuccess);
            Add(_sessionA, layer, FilterActionType.Permit, "IP_REMOTE_PORT", FwpValue.UInt16(80));
            Assert.Equal(NtStatus.Success, await Try(family, 81));
            Add(_sessionA, layer, FilterActionType.Block);
            Assert.Equal(NtStatus.Success, await Try(family, 80));
            Assert.Equal(NtStatus.Success, await Try(family, 81));
            _sessionA.TransactionCommit();
            Assert.Equal(NtStatus.Success, await Try(family, 80));
            Assert.Equal(NtStatus.AccessDenied, await Try(family, 81));
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario14_Flags_LoopbackPassesAndTheOtherHostIsBlocked(IpFamily family)
    {
        Add(_sessionB, Of(LayerId.InboundTransportV4, family), FilterActionType.Block, "FLAGS", FwpValue.UInt32(0x1), FwpMatchType.FlagsNoneSet);
        _network.Run(async () =>
        {
            await using SimTcpListener web = Listen(_b, 80);
            Assert.NotEqual(NtStatus.Success, await Try(family, 80));
            IpAddress loopback = family == IpFamily.V4 ? IpAddress.LoopbackV4 : IpAddress.LoopbackV6;
            Assert.Equal(NtStatus.Success, await Try(_b, new IpEndpoint(loopback, 80)));
        });
    }

    [Fact]
    public void Scenario17_EmptyField_WildcardBindHasNoAddress()
    {
        Add(_sessionA, LayerId.AleResourceAssignmentV4, FilterActionType.Block, "IP_LOCAL_ADDRESS", FwpValue.UInt32(_a.Address.V4Value));
        _network.Run(async () =>
        {
            await using SimUdpSocket wildcard = _a.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 9000));
            Assert.Equal(NtStatus.AccessDenied, Assert.Throws<SocketStatusException>(() => _a.Sockets.OpenUdp(new IpEndpoint(_a.Address, 9001))).Status);
            Add(_sessionA, LayerId.AleResourceAssignmentV4, FilterActionType.Block);
            Assert.Equal(NtStatus.AccessDenied, Assert.Throws<SocketStatusException>(() => _a.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 9002))).Status);
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario19_UserAndApp_OnlyThatPairConnects(IpFamily family)
    {
        LayerId layer = Of(LayerId.AleAuthConnectV4, family);
        Sid alice = Sid.Parse("S-1-5-21-1-2-3-1001");
        Sid bob = Sid.Parse("S-1-5-21-1-2-3-1002");
        const string Browser = @"\device\harddiskvolume3\program files\browser.exe";
        Filter permit = Make(layer, FilterActionType.Permit) with
        {
            Weight = FwpValue.UInt8(8),
            Conditions =
            [
                new FilterCondition(FieldKeys.AleAppId, FwpMatchType.Equal, FwpValue.Of(FwpBlob.AppId(Browser))),
                new FilterCondition(FieldKeys.AleUserId, FwpMatchType.Equal, FwpValue.Of(SecurityDescriptor.Parse($"O:LSD:(A;;CC;;;{alice})"))),
            ],
        };
        Assert.True(_sessionA.FilterAdd(permit, out _).IsSuccess);
        Add(_sessionA, layer, FilterActionType.Block);
        ProcessTable processes = _a.Kernel.Processes;
        SimProcess right = processes.Start(Browser, SimToken.ForUser(alice));
        SimProcess wrongUser = processes.Start(Browser, SimToken.ForUser(bob));
        SimProcess wrongApp = processes.Start(@"\device\harddiskvolume3\other.exe", SimToken.ForUser(alice));
        _network.Run(async () =>
        {
            await using SimTcpListener web = Listen(_b, 80);
            IpEndpoint target = new(_b.AddressOf(family), 80);
            Assert.Equal(NtStatus.Success, await Try(_a, target, right));
            Assert.Equal(NtStatus.AccessDenied, await Try(_a, target, wrongUser));
            Assert.Equal(NtStatus.AccessDenied, await Try(_a, target, wrongApp));
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario20_SoftPermitLoses_DropNamesTheBlock(IpFamily family)
    {
        LayerId layer = Of(LayerId.AleAuthRecvAcceptV4, family);
        Guid s3 = AddSubLayer(_sessionB, "S3", 0x3000);
        Guid s1 = AddSubLayer(_sessionB, "S1", 0x1000);
        Filter permit = Make(layer, FilterActionType.Permit) with
        {
            SubLayerKey = s3,
            Conditions = [new FilterCondition(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(3389))],
        };
        Assert.True(_sessionB.FilterAdd(permit, out ulong permitId).IsSuccess);
        Assert.True(_sessionB.FilterAdd(Make(layer, FilterActionType.Block) with { SubLayerKey = s1 }, out ulong blockId).IsSuccess);
        _network.Run(async () =>
        {
            IpAddress any = family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
            await using SimTcpListener listener = _b.Sockets.Listen(new IpEndpoint(any, 3389));
            Assert.NotEqual(NtStatus.Success, await Try(family, 3389));
        });
        _sessionB.NetEventCreateEnumHandle(null, out PolicyEnumeration<NetEvent>? events);
        NetEvent dropped = events!.Next(1)[0];
        Assert.Equal((blockId, NetEventDirection.In), (dropped.FilterId, dropped.Direction));
        Assert.Equal([(permitId, "FWP_ACTION_PERMIT"), (blockId, "FWP_ACTION_BLOCK")], dropped.Terminating.Select(static t => (t.FilterId, t.Action)));
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario26_NoCrossLayer_SynNeverLeaves(IpFamily family)
    {
        Filter permit = Make(Of(LayerId.AleAuthConnectV4, family), FilterActionType.Permit) with { Flags = FilterFlags.ClearActionRight };
        Assert.True(_sessionA.FilterAdd(permit, out _).IsSuccess);
        Add(_sessionA, Of(LayerId.OutboundTransportV4, family), FilterActionType.Block);
        long before = _b.Kernel.Drops.Total;
        _network.Run(async () =>
        {
            await using SimTcpListener web = Listen(_b, 80);
            Assert.NotEqual(NtStatus.Success, await Try(family, 80));
        });
        Assert.Equal(before, _b.Kernel.Drops.Total);
        Assert.Equal(0UL, (ulong)_b.Filters!.Layer(Of(LayerId.AleAuthRecvAcceptV4, family)).Permits);
    }

    private static LayerId Of(LayerId layerV4, IpFamily family) => family == IpFamily.V4 ? layerV4 : (LayerId)((ushort)layerV4 + 2);

    private static SimTcpListener Listen(SimHost host, ushort port) => host.Sockets.Listen(port);

    private static Guid AddSubLayer(EngineSession session, string name, ushort weight)
    {
        Assert.True(session.SubLayerAdd(new SubLayer { Name = name, Weight = weight }, out Guid key).IsSuccess);
        return key;
    }

    private static Filter Make(LayerId layer, FilterActionType action) =>
        new() { Name = "test", LayerKey = LayerCatalog.Current.Get(layer).Key, Action = action };

    private static void Add(
        EngineSession session, LayerId layer, FilterActionType action, string? field = null, FwpValue value = default, FwpMatchType match = FwpMatchType.Equal)
    {
        LayerSchema schema = LayerCatalog.Current.Get(layer);
        Filter filter = Make(layer, action) with { Conditions = field is null ? [] : [new FilterCondition(schema.FindField(field)!.Key, match, value)] };
        NtStatus status = session.FilterAdd(filter, out _);
        Assert.True(status.IsSuccess, status.Name);
    }

    private ValueTask<NtStatus> Try(IpFamily family, ushort port) => Try(_a, new IpEndpoint(_b.AddressOf(family), port));

    private static async ValueTask<NtStatus> Try(SimHost from, IpEndpoint to, SimProcess? process = null)
    {
        try
        {
            await using SimTcpStream stream = await from.Sockets.ConnectAsync(to, process: process);
            return NtStatus.Success;
        }
        catch (SocketStatusException failure)
        {
            return failure.Status;
        }
    }
}
