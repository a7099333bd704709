using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Filters;

/// <summary>Which layers classify, in which order: the packet-flow tables of the specification, both families.</summary>
public sealed class PacketFlowTests
{
    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", IpFamily.V4)]
    [InlineData("fd00::1/64", "fd00::2/64", IpFamily.V6)]
    public void Tcp_ConnectSendClose_FollowsTheTable(string a, string b, IpFamily family)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Address(b));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });
        network.Run(async () => await alice.PingAsync(bob.Address));
        LayerRecorder client = new(alice, family);
        LayerRecorder server = new(bob, family);

        network.Run(async () =>
        {
            IpEndpoint local = new(family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6, 7);
            await using var listener = bob.Sockets.Listen(local);
            Assert.Equal("ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_AUTH_LISTEN", server.Take());

            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream outgoing = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
            await using SimTcpStream incoming = await accept;
            Assert.Equal(
                "ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT OUTBOUND_TRANSPORT OUTBOUND_IPPACKET "
                + "INBOUND_IPPACKET INBOUND_TRANSPORT ALE_FLOW_ESTABLISHED OUTBOUND_TRANSPORT OUTBOUND_IPPACKET",
                client.Take());
            Assert.Equal(
                "INBOUND_IPPACKET INBOUND_TRANSPORT ALE_AUTH_RECV_ACCEPT OUTBOUND_TRANSPORT OUTBOUND_IPPACKET "
                + "INBOUND_IPPACKET INBOUND_TRANSPORT ALE_FLOW_ESTABLISHED",
                server.Take());

            await outgoing.WriteAsync(new byte[100]);
            await incoming.ReadExactlyAsync(new byte[100]);
            Assert.StartsWith("STREAM OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", client.Take(), StringComparison.Ordinal);
            Assert.StartsWith("INBOUND_IPPACKET INBOUND_TRANSPORT STREAM", server.Take(), StringComparison.Ordinal);
        });
        network.RunFor(TimeSpan.FromSeconds(1));

        // The listener had a port of its own, the accepted connection did not; the connection outlives the listener here.
        Assert.Equal(
            ["ALE_ENDPOINT_CLOSURE", "ALE_RESOURCE_RELEASE", "ALE_ENDPOINT_CLOSURE"],
            server.Take().Split(' ').Where(l => l is "ALE_ENDPOINT_CLOSURE" or "ALE_RESOURCE_RELEASE"));
    }

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", IpFamily.V4)]
    [InlineData("fd00::1/64", "fd00::2/64", IpFamily.V6)]
    public void Tcp_NoListener_DiscardComesBeforeTheReset(string a, string b, IpFamily family)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Address(b));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });
        network.Run(async () => await alice.PingAsync(bob.Address));
        LayerRecorder server = new(bob, family);
        network.Run(async () =>
            await Assert.ThrowsAsync<SocketStatusException>(async () => await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 9))));

        Assert.Contains("INBOUND_TRANSPORT_DISCARD OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", server.Take(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", IpFamily.V4)]
    [InlineData("fd00::1/64", "fd00::2/64", IpFamily.V6)]
    public void Udp_FirstNextReply_FollowTheTable(string a, string b, IpFamily family)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Address(b));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });
        network.Run(async () => await alice.PingAsync(bob.Address));
        LayerRecorder client = new(alice, family);
        LayerRecorder server = new(bob, family);
        IpAddress any = family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        network.Run(async () =>
        {
            await using SimUdpSocket from = alice.Sockets.OpenUdp(new IpEndpoint(any, 5000));
            await using SimUdpSocket to = bob.Sockets.OpenUdp(new IpEndpoint(any, 53));
            Assert.Equal("ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT", client.Take());
            server.Take();
            byte[] buffer = new byte[100];

            await from.SendToAsync(new byte[10], new IpEndpoint(bob.Address, 53));
            await to.ReceiveFromAsync(buffer);
            Assert.EndsWith(
                "ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", client.Take(), StringComparison.Ordinal);
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA", server.Take());

            await from.SendToAsync(new byte[10], new IpEndpoint(bob.Address, 53));
            await to.ReceiveFromAsync(buffer);
            Assert.Equal("DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", client.Take());
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT DATAGRAM_DATA", server.Take());

            await to.SendToAsync(new byte[10], new IpEndpoint(alice.Address, 5000));
            await from.ReceiveFromAsync(buffer);
            Assert.Equal("DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", server.Take());
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT DATAGRAM_DATA", client.Take());
        });
    }
}
