using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>The rows of section 11 that need more than a connection or a datagram: link layers around everything, authorisation anew, errors, neighbour discovery.</summary>
public sealed class Section11Tests
{
    private const string Out = "OUTBOUND_TRANSPORT OUTBOUND_IPPACKET";
    private const string In = "INBOUND_IPPACKET INBOUND_TRANSPORT";
    private const string Down = "OUTBOUND_MAC_FRAME_ETHERNET OUTBOUND_MAC_FRAME_NATIVE";
    private const string Up = "INBOUND_MAC_FRAME_NATIVE INBOUND_MAC_FRAME_ETHERNET";

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Tcp_WithFilters_AtTheLinkLayers_FramesAreAroundEverySegment(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var client = new LayerRecorder(lab.A, family, "STREAM_PACKET");
        var server = new LayerRecorder(lab.B, family, "STREAM_PACKET");
        client.AddFrames(lab.A);
        server.AddFrames(lab.B);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address));
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            client.Take();
            server.Take();
            await using SimTcpStream outgoing = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 7));
            await using SimTcpStream incoming = await accept;
            await lab.Pause();
            Assert.Equal(
                $"ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT STREAM_PACKET {Out} {Down} "
                + $"{Up} {In} STREAM_PACKET ALE_FLOW_ESTABLISHED STREAM_PACKET {Out} {Down}",
                client.Take());
            Assert.Equal(
                $"{Up} {In} ALE_AUTH_RECV_ACCEPT STREAM_PACKET STREAM_PACKET {Out} {Down} {Up} {In} STREAM_PACKET ALE_FLOW_ESTABLISHED", server.Take());
            await outgoing.WriteAsync(new byte[100]);
            await incoming.ReadExactlyAsync(new byte[100]);
            await lab.Pause();
            Assert.StartsWith($"STREAM STREAM_PACKET {Out} {Down}", client.Take(), StringComparison.Ordinal);
            Assert.StartsWith($"{Up} {In} STREAM_PACKET STREAM", server.Take(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Tcp_FlowOfTheClient_IsAuthorisedAnewByInboundData(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var client = new LayerRecorder(lab.A, family);
        lab.WithConnection(async (_, server) =>
        {
            await lab.Pause();
            lab.Permit(lab.A, "ALE_AUTH_CONNECT");
            client.Take();
            await server.WriteAsync(new byte[10]);
            await lab.Pause();
            Assert.StartsWith($"{In} ALE_AUTH_CONNECT STREAM", client.Take(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(IpFamily.V4, "INBOUND_IPPACKET_DISCARD", "INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD")]
    [InlineData(IpFamily.V6, "INBOUND_IPPACKET_DISCARD", "INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD")]
    [InlineData(IpFamily.V4, "OUTBOUND_ICMP_ERROR", "INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD OUTBOUND_ICMP_ERROR OUTBOUND_ICMP_ERROR_DISCARD")]
    [InlineData(IpFamily.V6, "OUTBOUND_ICMP_ERROR", "INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD OUTBOUND_ICMP_ERROR OUTBOUND_ICMP_ERROR_DISCARD")]
    public void Udp_NoEndpoint_BlockedOnItsWayToTheAnswer_StopsThere(IpFamily family, string layer, string expected)
    {
        using var lab = new FilterLab(family);
        var server = new LayerRecorder(lab.B, family);
        LayerSchema schema = layer.EndsWith("_DISCARD", StringComparison.Ordinal) ? lab.Discard(lab.B, "INBOUND_IPPACKET") : lab.Layer(lab.B, layer);
        lab.Filter(lab.B, schema, FilterActionType.Block, default, 0x8000);
        Assert.Equal(expected, ToNobody(lab, server));
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Icmp_ErrorOutAndIn(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var client = new LayerRecorder(lab.A, family);
        var server = new LayerRecorder(lab.B, family);
        Assert.Equal($"INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD OUTBOUND_ICMP_ERROR {Out}", ToNobody(lab, server));
        Assert.Contains("OUTBOUND_IPPACKET INBOUND_IPPACKET INBOUND_ICMP_ERROR ALE_ENDPOINT_CLOSURE", client.Take(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V6, true)]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, false)]
    public void Udp_FlowOfTheServer_IsAuthorisedAnew(IpFamily family, bool permit)
    {
        using var lab = new FilterLab(family);
        var server = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 53));
            await to.ReceiveFromAsync(new byte[10]);
            lab.Filter(lab.B, lab.Layer(lab.B, "ALE_AUTH_RECV_ACCEPT"), permit ? FilterActionType.Permit : FilterActionType.Block, default, 0x8000);
            server.Take();
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 53));
            await lab.Pause();
            Assert.StartsWith($"{In} ALE_AUTH_RECV_ACCEPT {(permit ? "DATAGRAM_DATA" : "ALE_AUTH_RECV_ACCEPT_DISCARD")}", server.Take(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Udp_Connected_IsAuthorisedAtTheConnectAndEstablishedAtTheFirstSend(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var client = new LayerRecorder(lab.A, family);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            client.Take();
            from.SetRemote(new IpEndpoint(lab.B.Address, 53));
            Assert.Equal("ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT", client.Take());
            await from.SendToAsync(new byte[10]);
            await to.ReceiveFromAsync(new byte[10]);
            Assert.Equal($"ALE_FLOW_ESTABLISHED DATAGRAM_DATA {Out}", client.Take());
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Tcp_AuthorisedAnew_ThenShownAtStreamPacket(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var server = new LayerRecorder(lab.B, family, "STREAM_PACKET");
        lab.WithConnection(async (client, accepted) =>
        {
            await lab.Pause();
            lab.Permit(lab.B, "ALE_AUTH_RECV_ACCEPT");
            server.Take();
            await client.WriteAsync(new byte[10]);
            await accepted.ReadExactlyAsync(new byte[10]);
            Assert.StartsWith($"{In} ALE_AUTH_RECV_ACCEPT STREAM_PACKET STREAM", server.Take(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Tcp_RequestBlockedAtStreamPacket_IsNotAnswered(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var server = new LayerRecorder(lab.B, family);
        lab.Block(lab.B, "STREAM_PACKET");
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            server.Take();
            using CancellationTokenSource end = new(TimeSpan.FromMilliseconds(500), lab.Network.TimeProvider);
            await Assert.ThrowsAnyAsync<Exception>(async () => await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 7), cancellationToken: end.Token));
            Assert.Equal($"{In} ALE_AUTH_RECV_ACCEPT", server.Take());
        });
    }

    [Fact]
    public void NeighbourDiscovery_IsShownAtThePacketLayersAlone()
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address("fd00::1/64"));
        SimHost bob = network.AddHost("bob", h => h.Address("fd00::2/64"));
        network.Connect(alice, bob);
        network.RunFor(TimeSpan.FromSeconds(5));
        var recorder = new LayerRecorder(bob, IpFamily.V6);
        network.Run(async () => await alice.PingAsync(bob.Address));
        Assert.StartsWith($"{In} {Out} {In} ALE_AUTH_RECV_ACCEPT", recorder.Take(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.254/24", "10.1.0.254/24", "10.1.0.2/24", IpFamily.V4)]
    [InlineData("fd00::1/64", "fd00::fe/64", "fd01::fe/64", "fd01::2/64", IpFamily.V6)]
    public void Forwarding_FramesAreAroundThePacket(string a, string near, string far, string b, IpFamily family)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a).Gateway(IpPrefix.Parse(near).Address.ToString()));
        SimHost router = network.AddHost("router", h => h.Adapter().Address(near).Adapter().Address(far).Forwarding());
        SimHost bob = network.AddHost("bob", h => h.Address(b).Gateway(IpPrefix.Parse(far).Address.ToString()));
        network.Connect(alice.Nic, router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
        network.Connect(router.Nics[1], bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
        var recorder = new LayerRecorder(router, family);
        recorder.AddFrames(router);
        network.Run(async () => await alice.PingAsync(bob.Address));
        recorder.Take();
        network.Run(async () => await alice.PingAsync(bob.Address));
        string through = $"{Up} INBOUND_IPPACKET IPFORWARD OUTBOUND_IPPACKET {Down}";
        Assert.Equal($"{through} {through}", recorder.Take());
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Loopback_Udp_BothSidesOnOneHost_WithoutFrames(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var recorder = new LayerRecorder(lab.A, family);
        recorder.AddFrames(lab.A);
        IpAddress loopback = IpAddress.Parse(family == IpFamily.V4 ? "127.0.0.1" : "::1");
        uint ale = uint.MaxValue;
        foreach (string layer in (string[])["ALE_AUTH_CONNECT", "ALE_AUTH_RECV_ACCEPT", "ALE_FLOW_ESTABLISHED"])
        {
            int field = lab.Layer(lab.A, layer).FindField("FLAGS")!.Index;
            lab.Callout(lab.A, layer, (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                ale &= (uint)v[field].Number;
                o.Continue();
            }, FilterActionType.CalloutInspection);
        }

        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            recorder.Take();
            await from.SendToAsync(new byte[10], new IpEndpoint(loopback, 53));
            await to.ReceiveFromAsync(new byte[10]);
            Assert.Equal(
                $"ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA {Out} {In} ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA",
                recorder.Take());
        });
        Assert.Equal(0x800001u, ale);
    }

    private static string ToNobody(FilterLab lab, LayerRecorder server)
    {
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            server.Take();
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 4711));
            await Task.Delay(TimeSpan.FromMilliseconds(20), lab.Network.TimeProvider);
        });
        return server.Take();
    }
}
