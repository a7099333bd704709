using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>The code of <c>docs/wfp.md</c> and <c>docs/wfp-in-ten-minutes.md</c>: it compiles, and does what the pages say.</summary>
public sealed class GuideCodeTests : IDisposable
{
    private readonly SimNetwork _network = new(seed: 1);
    private readonly SimHost _alice;
    private readonly SimHost _bob;

    public GuideCodeTests()
    {
        _alice = _network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        _bob = _network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        _network.Connect(_alice, _bob);
    }

    public void Dispose() => _network.Dispose();

    [Fact]
    public void TenMinutes_FirstFilter_IsExplained()
    {
        SimHost host = _alice;
        FilterEngine engine = host.Filters!;
        using EngineSession session = engine.Open();

        LayerSchema connect = engine.Catalog.Get(LayerId.AleAuthConnectV4);
        session.FilterAdd(
            new Filter
            {
                Name = "no web",
                LayerKey = connect.Key,
                Action = FilterActionType.Block,
                Conditions =
                [
                    new FilterCondition(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6)),
                    new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(80)),
                    new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(8080)),
                ],
            },
            out ulong filterId);
        Assert.Equal(NtStatus.AccessDenied, Connect(80));
        Assert.Equal(NtStatus.ConnectionRefused, Connect(81));

        string drop = engine.Drops[0].ToString();
        Assert.Equal(
            "blocked at ALE_AUTH_CONNECT_V4 by filter 65537 \"no web\" in sublayer UNIVERSAL: IP_PROTOCOL 6 equal to 6 and IP_REMOTE_PORT 80 equal to 80", drop);
        Assert.Contains(drop, File.ReadAllText(Path.Combine(GuidePage.Root(), "docs/wfp-in-ten-minutes.md")), StringComparison.Ordinal);

        ClassifyValues values = new(connect);
        values.Set(AleAuthConnectField.IpProtocol, (byte)6);
        values.Set(AleAuthConnectField.IpRemotePort, (ushort)443);
        Explanation why = Explainer.Explain(engine.Layer(LayerId.AleAuthConnectV4), values);
        Assert.Contains($"- {filterId} \"no web\"", why.ToString(), StringComparison.Ordinal);
        GuidePage.Check("docs/wfp-in-ten-minutes.md", "explanation", $"```text\n{why}```\n");

        IpAddress server = _bob.Address;
        TrafficExplanation way = host.Explainer!.Connect(new FlowRequest(new IpEndpoint(server, 80)));
        Assert.Equal(PacketFate.Blocked, way.Fate);
        GuidePage.Check("docs/wfp-in-ten-minutes.md", "connect", $"```text\n{way}```\n");
    }

    [Fact]
    public void Guide_Recorder_ExplainsWhatPasses()
    {
        FilterEngine engine = _alice.Filters!;
        using EngineSession session = engine.Open();
        session.FilterAdd(new Filter { Name = "nobody out", LayerKey = engine.Catalog.Get(LayerId.AleAuthConnectV4).Key, Action = FilterActionType.Block }, out _);
        using (DecisionRecorder recorder = engine.Record(new DecisionCriteria { OnlyBlocks = true }))
        {
            Connect(80);
            RecordedDecision decision = recorder.Decisions[0];
            Assert.Equal("nobody out", decision.Explanation.FilterName);
        }
    }

    [Fact]
    public void TenMinutes_Transaction_IsSeenAtOnce()
    {
        using EngineSession session = _alice.Filters!.Open();
        Guid layer = _alice.Filters.Catalog.Get(LayerId.AleAuthConnectV4).Key;
        Filter permit = new() { Name = "web", LayerKey = layer, Action = FilterActionType.Permit, Weight = FwpValue.UInt8(15) };
        Filter block = new() { Name = "rest", LayerKey = layer, Action = FilterActionType.Block, Weight = FwpValue.UInt8(0) };
        session.TransactionBegin();
        session.FilterAdd(permit, out _);
        session.FilterAdd(block, out _);
        Assert.Equal(0, _alice.Filters.Layer(LayerId.AleAuthConnectV4).FilterCount);
        session.TransactionCommit();     // or TransactionAbort
        Assert.Equal(2, _alice.Filters.Layer(LayerId.AleAuthConnectV4).FilterCount);
    }

    [Fact]
    public void TenMinutes_Callout_Counts()
    {
        FilterEngine engine = _alice.Filters!;
        using EngineSession session = engine.Open();
        LayerSchema layer = engine.Catalog.Get(LayerId.OutboundTransportV4);
        Counter counter = new();

        Guid key = new("2f4c6a1e-0d5b-4b6e-9b51-3d0f5a1c7e01");
        engine.Callouts.Register(key, counter, CalloutFlags.None, out _);                                        // the driver's half
        session.CalloutAdd(new Callout { Key = key, Name = "counter", ApplicableLayer = layer.Key }, out _);     // management's half
        session.FilterAdd(
            new Filter { Name = "count all", LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);

        Connect(81);
        Assert.Equal(3, counter.Packets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Guide_PendConnect_WaitsForTheAnswer(bool isAllowed)
    {
        AskFirstCallout ask = new();
        Install(_alice, LayerId.AleAuthConnectV4, ask);
        _network.Run(async () =>
        {
            await using SimTcpListener listener = _bob.Sockets.Listen(80);
            Task<SimTcpStream> connect = _alice.Sockets.ConnectAsync(new IpEndpoint(_bob.Address, 80)).AsTask();
            await Task.Delay(TimeSpan.FromMinutes(1), _network.TimeProvider);
            Assert.Equal((1, false), (ask.Waiting, connect.IsCompleted));
            ask.Answer(isAllowed);
            if (isAllowed)
            {
                await using SimTcpStream stream = await connect;
                return;
            }

            Assert.Equal(NtStatus.AccessDenied, (await Assert.ThrowsAsync<SocketStatusException>(() => connect)).Status);
        });
        Assert.Equal(0, _alice.Filters!.Contracts.Count);
    }

    [Fact]
    public void Guide_Rewrite_OnlyTheCopyLeaves()
    {
        PacketInjection packets = _alice.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(IpFamily.V4, InjectionTypes.Network, out _)!;
        IpAddress fake = IpAddress.Parse("10.0.0.99");
        Assert.True(_alice.Stack.AddNeighbour(_alice.Stack.Interfaces[1], fake, MacAddress.Parse("02-00-00-00-00-99")).IsSuccess);
        Install(_alice, LayerId.OutboundIpPacketV4, new RewriteCallout(packets, handle, _bob.Address),
            new FilterCondition(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.UInt32(fake.V4Value)));
        _network.Run(async () =>
        {
            await using SimUdpSocket from = _alice.Sockets.OpenUdp(new IpEndpoint(_alice.Address, 0));
            await using SimUdpSocket to = _bob.Sockets.OpenUdp(new IpEndpoint(_bob.Address, 53));
            await from.SendToAsync("hello"u8.ToArray(), new IpEndpoint(fake, 53));
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });
        Assert.Equal(0, _alice.Filters.Contracts.Count);
    }

    [Fact]
    public void Guide_NetEvents_TellOfTheDrop()
    {
        FilterEngine engine = _alice.Filters!;
        using EngineSession session = engine.Open();
        List<NetEvent> seen = [];
        session.NetEventSubscribe(new NetEventTemplate { Type = NetEventType.ClassifyDrop }, seen.Add, out NetEventSubscription? subscription);   // FwpmNetEventSubscribe0
        session.FilterAdd(new Filter { Name = "nobody out", LayerKey = engine.Catalog.Get(LayerId.AleAuthConnectV4).Key, Action = FilterActionType.Block }, out _);
        Connect(80);
        _network.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal(("nobody out", (ushort)80), (seen.Single().FilterName, seen.Single().RemotePort!.Value));
        subscription!.Dispose();
    }

    private static void Install(SimHost host, LayerId layer, ICallout callout, params FilterCondition[] conditions)
    {
        Guid key = new((int)layer, 1, 2, new byte[8]);
        Guid layerKey = host.Filters!.Catalog.Get(layer).Key;
        EngineSession session = host.Filters.Open();
        Assert.True(host.Filters.Callouts.Register(key, callout, CalloutFlags.None, out _).IsSuccess);
        Assert.True(session.CalloutAdd(new Callout { Key = key, Name = "guide", ApplicableLayer = layerKey }, out _).IsSuccess);
        Filter filter = new() { Name = "guide", LayerKey = layerKey, Action = FilterActionType.CalloutTerminating, CalloutKey = key, Conditions = conditions };
        Assert.True(session.FilterAdd(filter, out _).IsSuccess);
    }

    private NtStatus Connect(ushort port) => _network.Run(async () =>
    {
        try
        {
            await using SimTcpStream stream = await _alice.Sockets.ConnectAsync(new IpEndpoint(_bob.Address, port));
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    });

    private sealed class Counter : ICallout
    {
        public long Packets;

        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
        {
            Packets++;
            output.Continue();           // no opinion
        }
    }
}
