using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>
/// The conformance tables of section 11: which layers are indicated, in which order, on both hosts and for both families (scenarios 28, 29, 35, 37, 38).
/// </summary>
public sealed class IndicationOrderTests
{
    private const string Out = "OUTBOUND_TRANSPORT OUTBOUND_IPPACKET";
    private const string In = "INBOUND_IPPACKET INBOUND_TRANSPORT";

    [Theory]
    [LabCases]
    public void Scenario28_Tcp_ConnectAcceptDataClose(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var client = new LayerRecorder(lab.A, family);
        var server = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () =>
        {
            SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            Assert.Equal("ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_AUTH_LISTEN", server.Take());
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            SimTcpStream outgoing = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 7));
            SimTcpStream incoming = await accept;
            Assert.Equal(
                $"ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT {Out} {In} ALE_FLOW_ESTABLISHED {Out}", client.Take());
            Assert.Equal($"{In} ALE_AUTH_RECV_ACCEPT {Out} {In} ALE_FLOW_ESTABLISHED", server.Take());

            await outgoing.WriteAsync(new byte[100]);
            await incoming.ReadExactlyAsync(new byte[100]);
            await lab.Pause();
            Assert.Equal($"STREAM {Out} {In}", client.Take());
            Assert.Equal($"{In} STREAM {Out}", server.Take());

            await outgoing.ShutdownSendAsync();
            await lab.Pause();
            Assert.Equal($"STREAM {Out} {In}", client.Take());
            Assert.Equal($"{In} STREAM {Out}", server.Take());
            await incoming.ShutdownSendAsync();
            await lab.Pause();
            Assert.Equal($"STREAM {Out} {In} ALE_ENDPOINT_CLOSURE", server.Take());
            Assert.Equal($"{In} STREAM ALE_ENDPOINT_CLOSURE {Out}", client.Take());
            await outgoing.DisposeAsync();
            await incoming.DisposeAsync();
            await lab.Pause();
            Assert.Equal(("ALE_RESOURCE_RELEASE", string.Empty), (client.Take(), server.Take()));
            await listener.DisposeAsync();
            Assert.Equal("ALE_ENDPOINT_CLOSURE ALE_RESOURCE_RELEASE", server.Take());
        });
    }

    [Theory]
    [LabCases]
    public void Scenario28_Tcp_Reset_EndsFlowThenTellsOfTheClosure(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var server = new LayerRecorder(lab.B, family);
        lab.WithConnection(async (client, accepted) =>
        {
            server.Take();
            client.Abort();
            await lab.Pause();
            Assert.Equal($"{In} STREAM ALE_ENDPOINT_CLOSURE", server.Take());
        });
    }

    [Theory]
    [LabCases]
    public void Scenario28_Tcp_StreamPacket_SeesEverySegment(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var client = new LayerRecorder(lab.A, family, "STREAM_PACKET");
        var server = new LayerRecorder(lab.B, family, "STREAM_PACKET");
        const string PacketOut = "STREAM_PACKET OUTBOUND_TRANSPORT OUTBOUND_IPPACKET";
        const string PacketIn = "INBOUND_IPPACKET INBOUND_TRANSPORT";
        lab.WithConnection(async (outgoing, incoming) =>
        {
            string opened = client.Take();
            Assert.EndsWith($"ALE_AUTH_CONNECT {PacketOut} {PacketIn} STREAM_PACKET ALE_FLOW_ESTABLISHED {PacketOut}", opened, StringComparison.Ordinal);
            server.Take();
            await outgoing.WriteAsync(new byte[10]);
            await incoming.ReadExactlyAsync(new byte[10]);
            await lab.Pause();
            Assert.Equal($"STREAM {PacketOut} {PacketIn} STREAM_PACKET", client.Take());
            Assert.Equal($"{PacketIn} STREAM_PACKET STREAM {PacketOut}", server.Take());
        });
    }

    [Theory]
    [LabCases]
    public void Tcp_NoListener_IsDiscardedWithoutTransportIndication(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var server = new LayerRecorder(lab.B, family);
        Assert.Equal(NtStatus.ConnectionRefused, lab.Connect(4711));
        string first = string.Join(' ', server.Layers.Take(4));
        Assert.Equal($"INBOUND_IPPACKET INBOUND_TRANSPORT_DISCARD {Out}", first);
    }

    [Theory]
    [LabCases]
    public void Tcp_NoListenerBlockedAtTheDiscardLayer_AnswersNothing(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Filter(lab.B, lab.Discard(lab.B, "INBOUND_TRANSPORT"), FilterActionType.Block, default, 0x9000);
        var server = new LayerRecorder(lab.B, family);
        Assert.Equal(NtStatus.IoTimeout, lab.Connect(4711));
        string tcp = string.Join(' ', server.Layers.Where(l => l.Contains("DISCARD", StringComparison.Ordinal) || l == "OUTBOUND_ICMP_ERROR"));
        Assert.Equal(string.Join(' ', Enumerable.Repeat("INBOUND_TRANSPORT_DISCARD", 5)), tcp);
    }

    [Theory]
    [LabCases]
    public void Tcp_Reauthorisation_GoodAndBad(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var server = new LayerRecorder(lab.B, family);
        lab.WithConnection(async (client, accepted) =>
        {
            server.Take();
            lab.Permit(lab.B, "ALE_AUTH_RECV_ACCEPT");
            await client.WriteAsync(new byte[1]);
            await accepted.ReadExactlyAsync(new byte[1]);
            await lab.Pause();
            Assert.Equal($"{In} ALE_AUTH_RECV_ACCEPT STREAM {Out}", server.Take());
            lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT");
            await client.WriteAsync(new byte[1]);
            await lab.Pause();
            string bad = server.Take();
            Assert.StartsWith($"{In} ALE_AUTH_RECV_ACCEPT ALE_AUTH_RECV_ACCEPT_DISCARD", bad, StringComparison.Ordinal);
        });
    }

    [Theory]
    [LabCases]
    public void Scenario29_Udp_FirstNextReplyIdleClose(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var client = new LayerRecorder(lab.A, family);
        var server = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () =>
        {
            SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            byte[] buffer = new byte[100];
            Assert.Equal("ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT", client.Take());
            server.Take();
            await Exchange();
            Assert.Equal($"ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA {Out}", client.Take());
            Assert.Equal($"{In} ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA", server.Take());
            await Exchange();
            Assert.Equal(($"DATAGRAM_DATA {Out}", $"{In} DATAGRAM_DATA"), (client.Take(), server.Take()));
            await to.SendToAsync(new byte[10], new IpEndpoint(lab.A.Address, 5000));
            await from.ReceiveFromAsync(buffer);
            Assert.Equal(($"{In} DATAGRAM_DATA", $"DATAGRAM_DATA {Out}"), (client.Take(), server.Take()));

            // A minute of silence ends the flow on both sides; with it go contexts, and the next datagram starts anew.
            Assert.Equal((1, 1), (lab.A.Filters!.Flows.Count, lab.B.Filters!.Flows.Count));
            await Task.Delay(TimeSpan.FromSeconds(61), lab.Network.TimeProvider);
            Assert.Equal((0, 0), (lab.A.Filters.Flows.Count, lab.B.Filters.Flows.Count));
            client.Take();
            server.Take();
            await Exchange();
            Assert.EndsWith($"ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA {Out}", Without(client, "INBOUND"), StringComparison.Ordinal);
            Assert.EndsWith($"{In} ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA", server.Take(), StringComparison.Ordinal);

            await from.DisposeAsync();
            await to.DisposeAsync();
            Assert.Equal(("ALE_ENDPOINT_CLOSURE ALE_RESOURCE_RELEASE", "ALE_ENDPOINT_CLOSURE ALE_RESOURCE_RELEASE"), (client.Take(), server.Take()));
            Assert.Equal((0, 0), (lab.A.Filters.Flows.Count, lab.B.Filters.Flows.Count));

            async Task Exchange()
            {
                await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 53));
                await to.ReceiveFromAsync(buffer);
            }
        });
    }

    [Theory]
    [LabCases]
    public void Udp_NoEndpoint_IsDiscardedAtTheNetworkAndAnswered(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var server = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 4711));
            await lab.Pause();
        });
        Assert.StartsWith($"INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD OUTBOUND_ICMP_ERROR {Out}", server.Take(), StringComparison.Ordinal);
    }

    [Theory]
    [LabCases]
    public void Scenario30_Icmp_PingOutAndIn(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var client = new LayerRecorder(lab.A, family);
        var server = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address));
        Assert.Equal(
            $"ALE_RESOURCE_ASSIGNMENT ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA {Out} {In} DATAGRAM_DATA", client.Take());
        Assert.Equal($"{In} ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA DATAGRAM_DATA {Out}", server.Take());
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address));
        Assert.Equal($"DATAGRAM_DATA {Out} {In} DATAGRAM_DATA", client.Take());
        Assert.Equal($"{In} DATAGRAM_DATA DATAGRAM_DATA {Out}", server.Take());
        lab.Network.RunFor(TimeSpan.FromSeconds(62));
        Assert.Equal("ALE_ENDPOINT_CLOSURE ALE_RESOURCE_RELEASE", Without(client, "BOUND"));
    }

    [Theory]
    [LabCases]
    public void Scenario35_Loopback_SameSequencesOnOneHostWithTheFlag(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var recorder = new LayerRecorder(lab.A, family);
        LayerCount[] frames = [.. ((string[])["INBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_ETHERNET", "INBOUND_MAC_FRAME_NATIVE", "OUTBOUND_MAC_FRAME_NATIVE"])
            .Select(name => new LayerCount(lab, lab.A, lab.A.Filters!.Catalog.Find(name)!))];
        IpAddress loopback = lab.Loopback;
        uint flags = uint.MaxValue;
        foreach (string layer in (string[])["INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "STREAM", "ALE_AUTH_CONNECT", "ALE_AUTH_RECV_ACCEPT", "ALE_FLOW_ESTABLISHED"])
        {
            LayerSchema schema = lab.Layer(lab.A, layer);
            int field = schema.FindField("FLAGS")!.Index;
            lab.Callout(lab.A, layer, (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                flags &= (uint)v[field].Number;
                o.Continue();
            }, FilterActionType.CalloutInspection);
        }

        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.A.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            recorder.Take();
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream outgoing = await lab.A.Sockets.ConnectAsync(new IpEndpoint(loopback, 7));
            await using SimTcpStream incoming = await accept;
            Assert.Equal(
                $"ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT {Out} {In} ALE_AUTH_RECV_ACCEPT {Out} "
                + $"{In} ALE_FLOW_ESTABLISHED {Out} {In} ALE_FLOW_ESTABLISHED",
                recorder.Take());
            await outgoing.WriteAsync(new byte[10]);
            await incoming.ReadExactlyAsync(new byte[10]);
            await lab.Pause();
            Assert.Equal($"STREAM {Out} {In} STREAM {Out} {In}", recorder.Take());
        });
        Assert.Equal(1u, flags & 1);
        Assert.All(frames, static count => Assert.Equal(0, count.Calls));
    }

    [Theory]
    [LabCases]
    public void Scenario37_Fragments_FourPacketsFourFragmentsOneWhole(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<(uint Flags, uint Id, int Offset, int Length, bool Has)> seen = [];
        int transport = 0;
        LabCallout whole = lab.Callout(
            lab.B,
            "INBOUND_IPPACKET",
            (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue(),
            FilterActionType.CalloutInspection,
            [lab.On(lab.B, "INBOUND_IPPACKET", "FLAGS", FwpMatchType.FlagsNoneSet, FwpValue.UInt32(0x20)), From(lab)]);
        lab.Callout(lab.B, "INBOUND_IPPACKET", (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            seen.Add(((uint)v[InboundIpPacketField.Flags].Number & 0x420, m.FragmentId, m.FragmentOffset, m.FragmentLength, m.Has(MetadataFields.FragmentData)));
            o.Continue();
        }, FilterActionType.CalloutInspection, [From(lab)]);
        lab.Callout(lab.B, "INBOUND_TRANSPORT", (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            transport++;
            o.Continue();
        }, FilterActionType.CalloutInspection, conditions: ("IP_LOCAL_PORT", FwpValue.UInt16(53)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await from.SendToAsync(new byte[5000], new IpEndpoint(lab.B.Address, 53));
            Assert.Equal(5000, (await to.ReceiveFromAsync(new byte[6000])).Bytes);
        });
        Assert.Equal((4, 4, 1, 1), (seen.Count(s => s.Flags == 0), seen.Count(s => s.Flags == 0x20), seen.Count(s => s.Flags == 0x400), transport));
        Assert.All(seen, s => Assert.Equal(s.Flags == 0x20, s.Has));
        Assert.Equal(5008, seen.Sum(s => s.Length));
        Assert.Equal(0, seen.First(s => s.Has).Offset);
        Assert.Single(seen.Where(s => s.Has).Select(s => s.Id).Distinct());
        Assert.Equal([0u, 0x20u, 0u, 0x20u, 0u, 0x20u, 0u, 0x20u, 0x400u], seen.Select(s => s.Flags));
        Assert.Equal(5, whole.Calls);

        static FilterCondition From(FilterLab lab) => lab.On(lab.B, "INBOUND_IPPACKET", "IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.Address(lab.A.Address));
    }

    [Theory]
    [LabCases]
    public void Scenario38_DataOffsets_RetreatReachesTheIpHeader(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        Dictionary<string, HashSet<string>> seen = [];
        foreach (SimHost host in (SimHost[])[lab.A, lab.B])
        {
            Probe("INBOUND_IPPACKET", static m => m.IpHeaderSize);
            Probe("OUTBOUND_IPPACKET", static _ => 0);
            Probe("INBOUND_TRANSPORT", static m => m.IpHeaderSize + m.TransportHeaderSize);
            Probe("STREAM_PACKET", static m => m.Has(MetadataFields.IpHeaderSize) && m.IpHeaderSize > 0 ? m.IpHeaderSize + m.TransportHeaderSize : -1);
            Probe("ALE_AUTH_RECV_ACCEPT", static m => m.IpHeaderSize + m.TransportHeaderSize);
            Probe("DATAGRAM_DATA", static m => m.IpHeaderSize > 0 ? m.IpHeaderSize + m.TransportHeaderSize : -1);

            void Probe(string layer, Func<ClassifyMetadata, int> distance) => lab.Callout(
                host,
                layer,
                (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
                {
                    o.Continue();
                    int back = distance(m);
                    if (d is not NetBufferList list || back < 0 || IsIcmp(list))
                    {
                        return;
                    }

                    NetBuffer buffer = list.FirstNetBuffer;
                    int offset = buffer.DataOffset;
                    Assert.True(buffer.Retreat(back).IsSuccess);
                    byte[] first = new byte[1];
                    buffer.CopyTo(0, first);
                    buffer.Advance(back);
                    Assert.Equal(offset, buffer.DataOffset);
                    seen.TryAdd(layer, []);
                    seen[layer].Add((first[0] >> 4).ToString(System.Globalization.CultureInfo.InvariantCulture));
                },
                FilterActionType.CalloutInspection);
        }

        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync(new byte[10]);
            await server.ReadExactlyAsync(new byte[10]);
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 53));
            await to.ReceiveFromAsync(new byte[20]);
        });
        string version = family == IpFamily.V4 ? "4" : "6";
        Assert.Equal(6, seen.Count);
        Assert.All(seen, s => Assert.Equal([version], s.Value));
        Assert.DoesNotContain(lab.A.Filters!.Contracts.Violations, v => v.Rule == ContractRule.DataOffsetNotRestored);

        static bool IsIcmp(NetBufferList list) => list.Network.Protocol is (byte)IpProtocol.Icmp or (byte)IpProtocol.IcmpV6;
    }

    [Theory]
    [LabCases]
    public void Scenario36_Forwarding_ThroughNoRouteAndHopLimit(IpFamily family, ClassifierKind classifier)
    {
        bool four = family == IpFamily.V4;
        (string a, string near, string far, string b) = four
            ? ("10.0.0.1/24", "10.0.0.254/24", "10.1.0.254/24", "10.1.0.2/24")
            : ("fd00::1/64", "fd00::fe/64", "fd01::fe/64", "fd01::2/64");
        IpAddress nowhere = IpAddress.Parse(four ? "10.9.9.9" : "fd99::9");
        WfpSemantics semantics = new() { Classifier = classifier };
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a).Gateway(IpPrefix.Parse(near).Address.ToString()));
        SimHost router = network.AddHost("router", h => h.Adapter().Address(near).Adapter().Address(far).Forwarding().FilterSemantics(semantics));
        SimHost bob = network.AddHost("bob", h => h.Address(b).Gateway(IpPrefix.Parse(far).Address.ToString()));
        network.Connect(alice.Nic, router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
        network.Connect(router.Nics[1], bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
        network.Run(async () => await alice.PingAsync(bob.Address));
        var recorder = new LayerRecorder(router, family);
        network.Run(async () => await alice.PingAsync(bob.Address));
        Assert.Equal("INBOUND_IPPACKET IPFORWARD OUTBOUND_IPPACKET INBOUND_IPPACKET IPFORWARD OUTBOUND_IPPACKET", Ours());
        network.Run(async () => await alice.PingAsync(nowhere));
        Assert.StartsWith($"INBOUND_IPPACKET IPFORWARD_DISCARD OUTBOUND_ICMP_ERROR {Out}", Ours(), StringComparison.Ordinal);
        network.Run(async () => await alice.PingAsync(bob.Address, new EchoRequestOptions { HopLimit = 1 }));
        Assert.StartsWith($"INBOUND_IPPACKET IPFORWARD_DISCARD OUTBOUND_ICMP_ERROR {Out}", Ours(), StringComparison.Ordinal);

        string Ours() => recorder.Take();
    }

    [Theory]
    [LabCases]
    public void NotForUs_WithoutForwarding_IsDiscarded(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.A.Stack.AddNeighbour(lab.A.Stack.Interfaces[1], lab.Neighbour(77), lab.B.Stack.Interfaces[1].PhysicalAddress);
        var server = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.Neighbour(77), new EchoRequestOptions { TimeoutNs = 10_000_000 }));
        Assert.Equal("INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD", server.Take());
    }

    [Theory]
    [InlineData(ClassifierKind.Compiled)]
    [InlineData(ClassifierKind.Reference)]
    public void DualStack_IPv4OverAnIPv6Socket_IsAuthorisedAtV6WithMappedAddresses(ClassifierKind classifier)
    {
        using var lab = new FilterLab(IpFamily.V4, classifier);
        List<string> seen = [];
        foreach (LayerId layer in (LayerId[])[LayerId.AleAuthRecvAcceptV4, LayerId.AleAuthRecvAcceptV6, LayerId.InboundTransportV4, LayerId.InboundTransportV6])
        {
            LayerSchema schema = lab.B.Filters!.Catalog.Get(layer);
            int remote = schema.FindField("IP_REMOTE_ADDRESS")!.Index;
            lab.Callout(lab.B, schema, (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add($"{schema.Name} {v[remote]}");
                o.Continue();
            }, FilterActionType.CalloutInspection);
        }

        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(7);
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream client = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 7));
            await using SimTcpStream server = await accept;
        });
        Assert.StartsWith("INBOUND_TRANSPORT_V4", seen[0], StringComparison.Ordinal);
        Assert.StartsWith("ALE_AUTH_RECV_ACCEPT_V6 ::ffff:", seen[1], StringComparison.Ordinal);
        Assert.DoesNotContain(seen, s => s.StartsWith("ALE_AUTH_RECV_ACCEPT_V4", StringComparison.Ordinal) || s.StartsWith("INBOUND_TRANSPORT_V6", StringComparison.Ordinal));
    }

    private static string Without(LayerRecorder recorder, string part)
    {
        string text = string.Join(' ', recorder.Layers.Where(l => part == "BOUND" ? !l.Contains(part, StringComparison.Ordinal) : !l.StartsWith(part, StringComparison.Ordinal)));
        recorder.Layers.Clear();
        return text;
    }
}
