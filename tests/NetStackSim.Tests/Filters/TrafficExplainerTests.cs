using System.Text;
using System.Text.Json;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;

namespace NetStackSim.Tests.Filters;

/// <summary>Explanations of packets and connections without traffic are what the traffic then meets.</summary>
public sealed class TrafficExplainerTests
{
    private static readonly PacketQuestion Received = new() { LinkType = LinkType.RawIP };

    public enum Kind
    {
        SynToListener,
        SynToClosedPort,
        DatagramToEndpoint,
        DatagramToClosedPort,
        Echo,
        Foreign,
        UnknownProtocol,
        Fragment,
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Packet_ExplainedBefore_IsWhatTheTrafficMeets(Kind kind, IpFamily family)
    {
        using var lab = new FilterLab(family);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            await using SimUdpSocket socket = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            _ = new LayerRecorder(lab.B, family);
            byte[] packet = PacketOf(lab, kind);

            TrafficExplanation told = lab.B.Explainer!.Packet(packet, Received);
            using DecisionRecorder recorder = lab.B.Filters!.Record();
            Send(lab, packet);
            await lab.Pause();

            Explanation[] asked = [.. told.Steps.Where(static s => s.IsAsked).Select(static s => s.Explanation)];
            Assert.Equal(Lines(asked), Lines(recorder.Decisions.Take(asked.Length).Select(static d => d.Explanation)));
            Assert.Equal(kind is Kind.SynToListener or Kind.DatagramToEndpoint or Kind.Echo ? PacketFate.Delivered : kind == Kind.Fragment ? PacketFate.Held : PacketFate.Dropped, told.Fate);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Packet_InBuffers_IsToldAsItsBytesAre_AndStaysAsItWas(Kind kind, IpFamily family)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.B, family);
        byte[] packet = PacketOf(lab, kind);
        NetBufferListPool pool = new(lab.B.Kernel, new NetBufferListPoolOptions { Name = "held" });
        Assert.True(pool.TryRent(out NetBufferList? list));
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.AppendMdl(Mdl.Over([.. new byte[3], .. packet.AsSpan(0, 13)]));
        buffer.AppendMdl(Mdl.Over([.. packet.AsSpan(13), .. new byte[9]]));
        buffer.Advance(3);
        buffer.DataLength = packet.Length;
        (Mdl? mdl, int offset) = (buffer.CurrentMdl, buffer.CurrentMdlOffset);
        uint index = lab.B.Stack.Interfaces[1].Index;

        foreach (bool isInbound in new[] { true, false })
        {
            PacketQuestion question = Received with { IsInbound = isInbound, InterfaceIndex = index };
            string told = lab.B.Explainer!.Packet(list, question).ToString();
            Assert.Equal(lab.B.Explainer!.Packet(packet, question).ToString(), told);
            Assert.StartsWith(isInbound ? "in: " : "out: ", told, StringComparison.Ordinal);
        }

        byte[] after = new byte[packet.Length];
        Assert.Equal((packet.Length, mdl, offset), (buffer.CopyTo(0, after), buffer.CurrentMdl, buffer.CurrentMdlOffset));
        Assert.Equal((3, packet.Length), (buffer.DataOffset, buffer.DataLength));
        Assert.Equal(packet, after);
        list.Free();
        pool.Close();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Packet_AsAFrame_PassesTheLayersBelowIpFirst(IpFamily family)
    {
        using var lab = new FilterLab(family);
        lab.Filter(lab.B, lab.B.Filters!.Catalog.Get(LayerId.InboundMacFrameNative), FilterActionType.Permit, []);
        lab.Filter(lab.B, lab.B.Filters.Catalog.Get(LayerId.InboundMacFrameEthernet), FilterActionType.Permit, []);
        lab.Permit(lab.B, "INBOUND_IPPACKET");
        byte[] frame = PacketBuilder.Allocate().Ethernet(lab.B.Nic.MacAddress, lab.A.Nic.MacAddress)
            .IP(lab.A.Address, lab.B.Address).Udp(4000, 53).PayloadOf(5).ToArray();

        TrafficExplanation told = lab.B.Explainer!.Packet(frame);
        using DecisionRecorder recorder = lab.B.Filters.Record();
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 4000));
            await from.SendToAsync(new byte[5], new IpEndpoint(lab.B.Address, 53));
            await lab.Pause(2);
        });
        Assert.Equal("INBOUND_MAC_FRAME_NATIVE INBOUND_MAC_FRAME_ETHERNET INBOUND_IPPACKET", Asked(told));
        Assert.Equal(Lines(told.Steps.Take(3).Select(static s => s.Explanation)), Lines(recorder.Decisions.Take(3).Select(static d => d.Explanation)));
    }

    [Theory]
    [LabCases]
    public void Drop_OfAPacket_IsFoundByItsId_AndItsEndpointIsListed(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ulong id = lab.Block(lab.B, "INBOUND_TRANSPORT", ("IP_LOCAL_PORT", FwpValue.UInt16(53)));
        DropWatch watch = new();
        lab.B.Kernel.Drops.Observer = watch;
        using SimUdpSocketHolder socket = new(lab);
        Send(lab, lab.Udp(lab.A.Address, lab.B.Address, 53));
        lab.Network.RunFor(TimeSpan.FromMilliseconds(10));

        DropExplanation why = lab.B.Filters!.Drops.Find(watch.Last)!;
        Assert.Equal((id, "lab", "IP_LOCAL_PORT 53 equal to 53"), (why.FilterId, why.SubLayer, why.Condition));
        Assert.Null(lab.B.Filters.Drops.Find(1));

        Assert.True(lab.B.Filters.AleEndpointCreateEnumHandle(new AleEndpointTemplate { Protocol = 17, LocalPort = 53 }, out PolicyEnumeration<AleEndpoint>? handle).IsSuccess);
        AleEndpoint endpoint = Assert.Single(handle!.Next(10));
        Assert.True(lab.B.Filters.AleEndpointGetById(endpoint.Id, out AleEndpoint? same).IsSuccess);
        Assert.Equal((endpoint, FwpBlob.AppId("System")), (same, endpoint.AppId));
        Assert.True(lab.B.Filters.AleEndpointGetSecurityInformation(endpoint.Id, out SimToken? owner).IsSuccess);
        Assert.Equal(SimToken.System.User, owner!.User);
        Assert.Equal(FwpStatus.NotFound, lab.B.Filters.AleEndpointGetById(ulong.MaxValue, out _));
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Packet_OfAnEstablishedConnection_PassesTheStreamAndIsAuthorisedAnewAfterAChange(IpFamily family)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.B, family);
        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync(new byte[10]);
            await server.ReadExactlyAsync(new byte[10]);
            byte[] data = PacketBuilder.Allocate().IP(lab.A.Address, lab.B.Address)
                .Tcp(client.LocalEndpoint.Port, 7, 1000, 1000, TcpFlags.Ack | TcpFlags.Psh, 0x2000).PayloadOf(10).ToArray();
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT STREAM", Asked(lab.B.Explainer!.Packet(data, Received)));

            lab.Permit(lab.B, "ALE_AUTH_RECV_ACCEPT");
            TrafficExplanation told = lab.B.Explainer!.Packet(data, Received);
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT ALE_AUTH_RECV_ACCEPT STREAM", Asked(told));
            Assert.Contains(told.Steps.Last(static s => s.Layer.StartsWith("ALE", StringComparison.Ordinal)).Explanation.Values, static v => v.Key.StartsWith("REAUTH", StringComparison.Ordinal) && v.Value.EndsWith('1'));

            using DecisionRecorder recorder = lab.B.Filters!.Record();
            await client.WriteAsync(new byte[10]);
            await server.ReadExactlyAsync(new byte[10]);
            Assert.Equal(Lines(told.Steps.Where(static s => s.IsAsked).Select(static s => s.Explanation)), Lines(recorder.Decisions.Take(4).Select(static d => d.Explanation)));
        });
    }

    [Theory]
    [InlineData(IpFamily.V4, "tcp")]
    [InlineData(IpFamily.V6, "tcp")]
    [InlineData(IpFamily.V4, "udp")]
    [InlineData(IpFamily.V6, "udp")]
    public void Connect_ExplainedBefore_PassesTheSameLayers(IpFamily family, string protocol)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.A, family);
        FlowRequest request = new(new IpEndpoint(lab.B.Address, 7)) { Protocol = protocol == "tcp" ? (byte)6 : (byte)17, Local = new IpEndpoint(lab.Any, 0) };
        string told = Asked(lab.A.Explainer!.Connect(request));
        using DecisionRecorder recorder = lab.A.Filters!.Record();
        lab.Network.Run(async () =>
        {
            if (protocol == "tcp")
            {
                await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
                await using SimTcpStream stream = await lab.A.Sockets.ConnectAsync(request.Remote);
                await lab.Pause();
            }
            else
            {
                await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
                await from.SendToAsync(new byte[5], request.Remote);
            }
        });
        Assert.StartsWith(told, string.Join(' ', recorder.Decisions.Select(static d => Bare(d.Explanation.Layer))), StringComparison.Ordinal);
    }

    [Theory]
    [LabCases]
    public void Connect_Blocked_NamesTheFilterThatThenBlocks(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ulong id = lab.Block(lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_PORT", FwpValue.UInt16(80)));

        TrafficExplanation told = lab.A.Explainer!.Connect(new FlowRequest(new IpEndpoint(lab.B.Address, 80)));
        TrafficExplanation other = lab.A.Explainer.Connect(new FlowRequest(new IpEndpoint(lab.B.Address, 81)));
        lab.Connect(80);

        Assert.Equal((PacketFate.Blocked, id), (told.Fate, told.Decisive!.Explanation.FilterId));
        Assert.Contains("IP_REMOTE_PORT 80 equal to 80", told.Outcome, StringComparison.Ordinal);
        Assert.Equal(PacketFate.Sent, other.Fate);
        Assert.Equal(id, lab.A.Filters!.Drops[0].FilterId);
    }

    [Fact]
    public void Packet_Explained_ChangesNothing()
    {
        using var lab = new FilterLab();
        _ = new LayerRecorder(lab.B, IpFamily.V4);
        ulong id = lab.Block(lab.B, "INBOUND_TRANSPORT", ("IP_LOCAL_PORT", FwpValue.UInt16(53)));
        using SimUdpSocketHolder socket = new(lab);
        EngineSession session = lab.B.Filters!.Open();
        session.StatisticsGet(out EngineStatistics? before);
        ulong digest = lab.Network.Digest;

        for (int i = 0; i < 3; i++)
        {
            foreach (Kind kind in Enum.GetValues<Kind>())
            {
                lab.B.Explainer!.Packet(PacketOf(lab, kind), Received);
            }

            lab.B.Explainer!.Connect(new FlowRequest(new IpEndpoint(lab.A.Address, 80)));
            lab.B.Explainer!.Accept(new FlowRequest(new IpEndpoint(lab.A.Address, 80)) { Local = new IpEndpoint(lab.B.Address, 81) });
        }

        session.StatisticsGet(out EngineStatistics? after);
        Assert.Equal(before!.Layers, after!.Layers);
        Assert.Equal((before.InboundV4, before.OutboundV4), (after.InboundV4, after.OutboundV4));
        Assert.Equal((0L, 0L, 0L, 0), (lab.B.Filters.Drops.Total, lab.B.Filters.NetEvents.Total, lab.B.Filters.FindFilter(id)!.Hits, lab.B.Filters.Flows.Count));
        Assert.Equal((0L, digest), (lab.B.Stack.Inspection.Discards.Total, lab.Network.Digest));
    }

    [Fact]
    public void Packet_AnyBytes_NeverThrows()
    {
        using var lab = new FilterLab();
        _ = new LayerRecorder(lab.B, IpFamily.V4);
        var random = new Random(7);
        byte[][] seeds = [.. Enum.GetValues<Kind>().Select(kind => PacketOf(lab, kind))];
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = i % 3 == 0 ? new byte[random.Next(120)] : [.. seeds[i % seeds.Length]];
            for (int flip = 0; flip < 4 && bytes.Length > 0; flip++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOnlySpan<byte> cut = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            LinkType link = i % 2 == 0 ? LinkType.Ethernet : LinkType.RawIP;
            Assert.NotEmpty(lab.B.Explainer!.Packet(cut, new PacketQuestion { LinkType = link, IsInbound = i % 5 != 0 }).Outcome);
        }
    }

    [Fact]
    public void Explanation_AsJson_HasTheWholeWay()
    {
        using var lab = new FilterLab();
        ulong id = lab.Block(lab.B, "INBOUND_IPPACKET");
        TrafficExplanation told = lab.B.Explainer!.Packet(PacketOf(lab, Kind.Echo), Received);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            told.Write(writer);
        }

        using JsonDocument json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        JsonElement root = json.RootElement;
        Assert.Equal(("blocked", "in", id), (root.GetProperty("fate").GetString(), root.GetProperty("direction").GetString(), root.GetProperty("filterId").GetUInt64()));
        JsonElement step = root.GetProperty("steps")[0];
        Assert.Equal(("INBOUND_IPPACKET_V4", true), (step.GetProperty("layer").GetString(), step.GetProperty("asked").GetBoolean()));
        JsonElement filter = step.GetProperty("explanation").GetProperty("subLayers")[0].GetProperty("filters")[0];
        Assert.Equal((id, true, "FWP_ACTION_BLOCK"), (filter.GetProperty("filterId").GetUInt64(), filter.GetProperty("terminated").GetBoolean(), filter.GetProperty("action").GetString()));
        Assert.Contains($"Blocked at INBOUND_IPPACKET_V4 by filter {id}", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Recorder_Callouts_ShowWhatTheyFoundAndLeft()
    {
        using var lab = new FilterLab();
        LabCallout veto = lab.Callout(
            lab.A, "ALE_AUTH_CONNECT", static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut output) => output.Block());
        lab.Filter(lab.A, lab.Layer(lab.A, "ALE_AUTH_CONNECT"), FilterActionType.Permit, [], lab.SubLayer(lab.A, 0x9000), FilterFlags.ClearActionRight);
        using DecisionRecorder recorder = lab.A.Filters!.Record(new DecisionCriteria { OnlyBlocks = true });
        lab.Connect(80);

        RecordedDecision decision = Assert.Single(recorder.Decisions);
        RecordedCall call = Assert.Single(decision.Calls);
        Assert.Equal((veto.FilterId, FilterActionType.Permit, false, FilterActionType.Block), (call.FilterId, call.ActionBefore, call.CouldWrite, call.ActionAfter));
        Assert.Equal((true, FilterActionType.Block, veto.FilterId), (decision.Explanation.IsVeto, decision.Explanation.Action, decision.Explanation.FilterId));
        Assert.Equal([TerminatingEffect.Decided, TerminatingEffect.Vetoed], decision.Explanation.SubLayers.Select(static s => s.Effect!.Value));
    }

    [Fact]
    public void Recorder_Criteria_KeepOnlyWhatFits()
    {
        using var lab = new FilterLab();
        _ = new LayerRecorder(lab.A, IpFamily.V4);
        DecisionCriteria criteria = new()
        {
            Layer = "OUTBOUND_TRANSPORT",
            Conditions = [new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(81))],
        };
        using (DecisionRecorder recorder = lab.A.Filters!.Record(criteria, capacity: 2))
        {
            lab.Connect(80);
            Assert.Empty(recorder.Decisions);
            lab.Connect(81);
            lab.Connect(81);
            lab.Connect(81);
            Assert.Equal((2, true), (recorder.Decisions.Count, recorder.Missed > 0));
        }

        Assert.Null(lab.A.Filters.Recorder);
        Assert.False(lab.A.Filters.IsWatched);
    }

    public static TheoryData<Kind, IpFamily> Kinds()
    {
        TheoryData<Kind, IpFamily> data = [];
        foreach (Kind kind in Enum.GetValues<Kind>())
        {
            data.Add(kind, IpFamily.V4);
            if (kind != Kind.Fragment)
            {
                data.Add(kind, IpFamily.V6);
            }
        }

        return data;
    }

    private static byte[] PacketOf(FilterLab lab, Kind kind)
    {
        (IpAddress from, IpAddress to) = (lab.A.Address, lab.B.Address);
        return kind switch
        {
            Kind.SynToListener => Syn(from, to, 7),
            Kind.SynToClosedPort => Syn(from, to, 9),
            Kind.DatagramToEndpoint => lab.Udp(from, to, 53),
            Kind.DatagramToClosedPort => lab.Udp(from, to, 9),
            Kind.Echo when lab.Family == IpFamily.V4 => PacketBuilder.Allocate().IP(from, to).Icmp4(Icmp4Type.Echo, 0, 0x70001).PayloadOf(4).ToArray(),
            Kind.Echo => PacketBuilder.Allocate().IP(from, to).Icmp6(Icmp6Type.Echo, 0, 0x70001).PayloadOf(4).ToArray(),
            Kind.Foreign => lab.Udp(from, lab.Neighbour(77), 53),
            Kind.UnknownProtocol when lab.Family == IpFamily.V4 => PacketBuilder.Allocate().IPv4(from, to, protocol: (IpProtocol)253).PayloadOf(8).ToArray(),
            Kind.UnknownProtocol => PacketBuilder.Allocate().IPv6(from, to, nextHeader: (IpProtocol)253).PayloadOf(8).ToArray(),
            _ => PacketBuilder.Allocate().IPv4(from, to, flags: IPv4Flags.MoreFragments).Udp(4000, 53).PayloadOf(8).ToArray(),
        };
    }

    private static byte[] Syn(IpAddress from, IpAddress to, ushort port) =>
        PacketBuilder.Allocate().IP(from, to).Tcp(40000, port, 1000, 0, TcpFlags.Syn, 0x2000).ToArray();

    // As if the packet had come from the wire.
    private static void Send(FilterLab lab, byte[] packet)
    {
        PacketInjection packets = lab.B.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(null, InjectionTypes.Network, out _)!;
        Assert.True(packets.Allocate(packet, out NetBufferList? list).IsSuccess);
        Assert.True(packets.NetworkReceive(handle, null, 1, lab.B.Stack.Interfaces[1].Index, list!, static (list, _) => list.Free()).IsSuccess);
    }

    private static string[] Lines(IEnumerable<Explanation> explanations) =>
    [
        .. explanations.Select(static e => $"{e.Layer} {e.Action} {e.FilterId} {string.Join(' ', e.Values.Select(static v => v.Key + "=" + v.Value))}"),
    ];

    private static string Asked(TrafficExplanation told) => string.Join(' ', told.Steps.Where(static s => s.IsAsked).Select(static s => Bare(s.Layer)));

    private static string Bare(string layer) => layer.Replace("_V4", string.Empty, StringComparison.Ordinal).Replace("_V6", string.Empty, StringComparison.Ordinal);

    private sealed class DropWatch : IDropObserver
    {
        internal ulong Last { get; private set; }

        public void OnDrop(in DropReason reason, ulong correlationId, int bytes, ulong filterId) => Last = correlationId;
    }

    private sealed class SimUdpSocketHolder : IDisposable
    {
        private readonly FilterLab _lab;
        private readonly SimUdpSocket _socket;

        internal SimUdpSocketHolder(FilterLab lab)
        {
            _lab = lab;
            _socket = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            lab.Network.Run(async () => await lab.Pause(1));
        }

        public void Dispose() => _lab.Network.Run(async () => await _socket.DisposeAsync());
    }
}
