using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Transport;
using NetStackSim.Wfp;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Filters;

/// <summary>Why live flows are authorised again, and what is shown then (fact sheet 10.3).</summary>
public sealed class ReauthorisationTests
{
    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void ProfileCrossing_ShowsTheOriginalAndTheCurrentProfile(IpFamily family)
    {
        using var lab = new FilterLab(family);
        List<string> seen = [];
        foreach (SimHost host in (SimHost[])[lab.A, lab.B])
        {
            bool connects = host == lab.A;
            int original = connects ? AleAuthConnectField.OriginalProfileId : AleAuthRecvAcceptField.OriginalProfileId;
            int current = connects ? AleAuthConnectField.CurrentProfileId : AleAuthRecvAcceptField.CurrentProfileId;
            int reason = connects ? AleAuthConnectField.ReauthorizeReason : AleAuthRecvAcceptField.ReauthorizeReason;
            lab.Callout(
                host,
                connects ? "ALE_AUTH_CONNECT" : "ALE_AUTH_RECV_ACCEPT",
                (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    seen.Add($"{host.Name} {v[reason].Number} {v[original].Number}>{v[current].Number}");
                    o.Continue();
                },
                FilterActionType.CalloutInspection);
        }

        lab.WithConnection(async (client, server) =>
        {
            Assert.Equal(["alice 0 1>1", "bob 0 1>1"], seen);
            seen.Clear();
            lab.A.FilterPlatform!.SetProfile(2);
            lab.B.FilterPlatform!.SetProfile(3);
            await client.WriteAsync(new byte[1]);
            await server.ReadExactlyAsync(new byte[1]);
            Assert.Equal(["alice 8 1>2", "bob 8 1>3"], seen);
            await client.WriteAsync(new byte[1]);
            await server.ReadExactlyAsync(new byte[1]);
            Assert.Equal(2, seen.Count);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Interfaces_ThatChangeUnderALiveFlow_AreReasons(bool stream)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost a = network.AddHost("a", h => h.Adapter().Address("10.0.0.1/24").Adapter().Address("10.0.1.1/24"));
        SimHost b = network.AddHost("b", h => h.Adapter().Address("10.0.0.2/24").Adapter().Address("10.0.1.2/24"));
        network.Connect(a.Nics[0], b.Nics[0]);
        network.Connect(a.Nics[1], b.Nics[1]);
        foreach (TcpIp.IpInterface each in a.Stack.Interfaces.Concat(b.Stack.Interfaces))
        {
            each.V4.WeakHostReceive = true;
            each.V4.WeakHostSend = true;
        }

        List<string> seen = [];
        Record(a, "ALE_AUTH_CONNECT_V4", AleAuthConnectField.ReauthorizeReason, AleAuthConnectField.IpArrivalInterface, AleAuthConnectField.IpNexthopInterface, seen);
        Record(b, "ALE_AUTH_RECV_ACCEPT_V4", AleAuthRecvAcceptField.ReauthorizeReason, AleAuthRecvAcceptField.IpArrivalInterface, AleAuthRecvAcceptField.IpNexthopInterface, seen);
        network.Run(async () =>
        {
            Func<Task> exchange;
            IAsyncDisposable[] open;
            if (stream)
            {
                SimTcpListener listener = b.Sockets.Listen(new IpEndpoint(IpAddress.AnyV4, 7));
                ValueTask<SimTcpStream> accept = listener.AcceptAsync();
                SimTcpStream client = await a.Sockets.ConnectAsync(new IpEndpoint(b.Address, 7));
                SimTcpStream server = await accept;
                open = [client, server, listener];
                exchange = async () =>
                {
                    await client.WriteAsync(new byte[1]);
                    await server.ReadExactlyAsync(new byte[1]);
                    await server.WriteAsync(new byte[1]);
                    await client.ReadExactlyAsync(new byte[1]);
                };
            }
            else
            {
                SimUdpSocket client = a.Sockets.OpenUdp(new IpEndpoint(a.Address, 0));
                SimUdpSocket server = b.Sockets.OpenUdp(new IpEndpoint(b.Address, 7));
                open = [client, server];
                exchange = async () =>
                {
                    await client.SendToAsync(new byte[1], new IpEndpoint(b.Address, 7));
                    await server.SendToAsync(new byte[1], (await server.ReceiveFromAsync(new byte[1])).Remote);
                    await client.ReceiveFromAsync(new byte[1]);
                };
            }

            await exchange();
            seen.Clear();
            Assert.True(b.Stack.AddRoute(IpPrefix.Parse("10.0.0.1/32"), IpAddress.Parse("10.0.1.1"), b.Stack.Interfaces[2], 1).IsSuccess);
            await exchange();
            Assert.Contains("b 4 next hop", seen);
            Assert.Contains("a 2 arrival", seen);
            Assert.Equal(2, seen.Count);
            await exchange();
            Assert.Equal(2, seen.Count);
            foreach (IAsyncDisposable each in open)
            {
                await each.DisposeAsync();
            }
        });
    }

    [Theory]
    [InlineData(CalloutFlags.AllowReclassify)]
    [InlineData(CalloutFlags.None)]
    public void SocketProperty_Changed_FlowsAreAuthorisedAgainAndTheBindIsReclassified(CalloutFlags flags)
    {
        using var lab = new FilterLab(IpFamily.V6);
        List<(ulong Reason, ulong Property)> seen = [];
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add((v[AleAuthConnectField.ReauthorizeReason].Number, v[AleAuthConnectField.Flags].Number));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        List<(ulong Flags, ulong Property, bool Reclassified)> binds = [];
        lab.Callout(
            lab.A,
            "ALE_RESOURCE_ASSIGNMENT",
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                binds.Add((
                    v[AleResourceAssignmentField.Flags].Number,
                    v[AleResourceAssignmentField.AleSioFirewallSystemPort].Number,
                    (m.Flags & IncomingFlags.Reclassify) != 0));
                o.Continue();
            },
            FilterActionType.CalloutInspection,
            flags);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 4000));
            await using SimUdpSocket server = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await client.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53));
            lab.A.Sockets.Complete("IPV6_PROTECTION_LEVEL", irp => client.Socket.Control(
                WskControlRequest.SetOption, WskSocketOption.Ipv6ProtectionLevel, WskSocketOption.LevelIpv6, BitConverter.GetBytes(10u), default, out _, irp));
            await client.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53));
            await client.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53));
        });
        Assert.Equal([(0ul, 0ul), (0x80ul, 4ul)], seen);
        Assert.Equal(flags == CalloutFlags.None ? [(0ul, 0ul, false)] : [(0ul, 0ul, false), (0x20000ul, 2ul, true)], binds);
    }

    [Fact]
    public void MidStream_FlowsOfLiveStreams_AreAuthorisedAgain()
    {
        using var lab = new FilterLab();
        List<ulong> reasons = [];
        lab.Callout(
            lab.B,
            "ALE_AUTH_RECV_ACCEPT",
            (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                reasons.Add(v[AleAuthRecvAcceptField.ReauthorizeReason].Number);
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.WithConnection(async (client, server) =>
        {
            lab.Callout(lab.B, "STREAM", Permit);
            await client.WriteAsync(new byte[1]);
            await server.ReadExactlyAsync(new byte[1]);
            Assert.Equal([0ul], reasons);
            lab.Callout(lab.B, "STREAM", Permit, flags: CalloutFlags.AllowMidStreamInspection);
            await client.WriteAsync(new byte[1]);
            await server.ReadExactlyAsync(new byte[1]);
            Assert.Equal([0ul, 0x40ul], reasons);
        });
    }

    [Fact]
    public void Absorbed_TheSegmentIsSwallowedAndTheConnectionAsksAgain()
    {
        using var lab = new FilterLab();
        int asked = 0;
        lab.Callout(lab.B, "ALE_AUTH_RECV_ACCEPT", (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            bool again = v[AleAuthRecvAcceptField.ReauthorizeReason].Number != 0;
            asked += again ? 1 : 0;
            if (again && asked == 1)
            {
                o.BlockAndAbsorb();
                return;
            }

            o.Action = FilterActionType.Permit;
        });
        var discarded = new LayerCount(lab, lab.B, lab.Discard(lab.B, "ALE_AUTH_RECV_ACCEPT"));
        lab.WithConnection(async (client, server) =>
        {
            lab.Permit(lab.B, "ALE_AUTH_RECV_ACCEPT");
            await client.WriteAsync(new byte[1]);
            await server.ReadExactlyAsync(new byte[1]);
        });
        Assert.Equal((2, 0), (asked, discarded.Calls));
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void InboundGroup_IsOneFlow_AndEveryNewSenderIsAReason(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var group = IpAddress.Parse(family == IpFamily.V4 ? "239.1.1.1" : "ff05::7");
        List<(ulong Reason, ulong Port, ulong Flow)> seen = [];
        lab.Callout(
            lab.B,
            "ALE_AUTH_RECV_ACCEPT",
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add((v[AleAuthRecvAcceptField.ReauthorizeReason].Number, v[AleAuthRecvAcceptField.IpRemotePort].Number, m.FlowHandle));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        var established = new LayerCount(lab, lab.B, "ALE_FLOW_ESTABLISHED");
        var connects = new LayerCount(lab, lab.B, "ALE_AUTH_CONNECT");
        int required = 0;
        lab.Callout(
            lab.B,
            "INBOUND_TRANSPORT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                required += m.Has(MetadataFields.AleClassifyRequired) ? 1 : 0;
                o.Continue();
            },
            FilterActionType.CalloutInspection,
            conditions: ("IP_LOCAL_PORT", FwpValue.UInt16(5000)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket first = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 4001));
            await using SimUdpSocket second = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 4002));
            await using SimUdpSocket listener = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            listener.JoinGroup(group, lab.B.Stack.Interfaces[1].Index);
            foreach (SimUdpSocket sender in (SimUdpSocket[])[first, first, second, first, second])
            {
                await sender.SendToAsync(new byte[1], new IpEndpoint(group, 5000));
                await listener.ReceiveFromAsync(new byte[10]);
            }

            await listener.SendToAsync(new byte[1], first.LocalEndpoint);
        });
        Assert.Equal([(0ul, 4001ul), (0x100ul, 4002ul)], seen.Select(s => (s.Reason, s.Port)));
        Assert.Single(seen.Select(s => s.Flow).Distinct());
        Assert.Equal((2, 1, 2), (established.Calls, connects.Calls, required));
    }

    [Fact]
    public void ClassifyOptions_OfAFlow_AreToldToLaterCallouts()
    {
        using var lab = new FilterLab();
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                lab.A.Filters!.ClassifyOptions.Set(m, ClassifyOption.LooseSourceMapping, 1);
                lab.A.Filters.ClassifyOptions.Set(m, ClassifyOption.LocalOnlyMapping, 1);
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        List<IncomingFlags> seen = [];
        lab.Callout(
            lab.A,
            "DATAGRAM_DATA",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add(m.Flags);
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await client.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53));
        });
        Assert.Equal([IncomingFlags.LooseSourceFlow | IncomingFlags.LocalOnlyFlow], seen);
    }

    private static void Permit(
        ClassifyValues values, ref ClassifyMetadata metadata, object? data, RuntimeFilter filter, ulong context, ref ClassifyOut output) =>
        output.Action = FilterActionType.Permit;

    private static void Record(SimHost host, string layer, int reason, int arrival, int nextHop, List<string> seen)
    {
        Guid key = new(host.Name == "a" ? 901 : 902, 7, 7, new byte[8]);
        LayerSchema schema = host.Filters!.Catalog.Find(layer)!;
        var callout = new LabCallout((ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            string which = !v[arrival].IsEmpty ? "arrival" : !v[nextHop].IsEmpty ? "next hop" : "none";
            seen.Add($"{host.Name} {v[reason].Number} {which}");
            o.Continue();
        })
        {
            Layer = schema,
        };
        Assert.True(host.Filters.Callouts.Register(key, callout, CalloutFlags.None, out _).IsSuccess);
        EngineSession session = host.Filters.Open();
        Assert.True(session.CalloutAdd(new Callout { Key = key, Name = "record", ApplicableLayer = schema.Key }, out _).IsSuccess);
        Assert.True(session.FilterAdd(
            new Filter { Name = "record", LayerKey = schema.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _).IsSuccess);
    }
}
