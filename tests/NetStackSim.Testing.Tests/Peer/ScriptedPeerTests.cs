using NetStackSim.Kernel;
using NetStackSim.Packets;
using static NetStackSim.Testing.PacketChecks;

namespace NetStackSim.Testing.Tests.Peer;

public sealed class ScriptedPeerTests
{
    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2")]
    [InlineData("fd00::1/64", "fd00::2")]
    public void Expect_SynToAClosedPort_IsAnsweredByReset(string address, string peerAddress)
    {
        using SimNetwork network = Single(address, peerAddress, out SimHost host, out ScriptedPeer peer);

        network.Run(async () =>
        {
            peer.Send(peer.To(host, peerAddress).Tcp(1234, 80, 7, 0, TcpFlags.Syn).ToArray());
            await peer.ExpectAsync(IP(host.Address, IpAddress.Parse(peerAddress)), Tcp(TcpFlags.RstAck, from: 80, to: 1234, sequence: 0, acknowledgment: 8), Valid());
            await peer.ExpectNothingAsync(TimeSpan.FromSeconds(5));
        });

        Assert.Equal(0, peer.Unread);
        network.AssertNoLeaks();
    }

    [Fact]
    public void Expect_OtherFrame_FailsWithTheConversation()
    {
        using SimNetwork network = Single("10.0.0.1/24", "10.0.0.2", out SimHost host, out ScriptedPeer peer);

        var failure = Assert.Throws<NetworkAssertionException>(() => network.Run(async () =>
        {
            peer.Send(peer.To(host, "10.0.0.2").Tcp(1234, 80, 7, 0, TcpFlags.Syn).ToArray());
            await peer.ExpectAsync(Tcp(TcpFlags.SynAck));
        }));

        Assert.Contains("TCP flags: expected SynAck, was RstAck", failure.Message);
        Assert.Contains("The conversation so far:\n  0.000000000 s out 10.0.0.2:1234 > 10.0.0.1:80", failure.Message);
    }

    [Fact]
    public void Expect_NothingComes_FailsAtTheExactTime()
    {
        using SimNetwork network = Single("10.0.0.1/24", "10.0.0.2", out _, out ScriptedPeer peer);
        network.RunFor(TimeSpan.FromSeconds(1));
        long start = network.NowNs;

        var failure = Assert.Throws<NetworkAssertionException>(
            () => network.Run(async () => await peer.ExpectAsync(TimeSpan.FromMilliseconds(250), Icmp4(Icmp4Type.Echo))));

        Assert.StartsWith("peer expected ICMP(Echo) within 00:00:00.2500000, nothing came.", failure.Message);
        Assert.Equal(start + 250_000_000, network.NowNs);
    }

    [Fact]
    public void ExpectNothing_FrameArrives_FailsAtOnce()
    {
        using SimNetwork network = Single("10.0.0.1/24", "10.0.0.2", out SimHost host, out ScriptedPeer peer);

        Assert.Throws<NetworkAssertionException>(() => network.Run(async () =>
        {
            peer.Send(peer.To(host, "10.0.0.2").Icmp4(Icmp4Type.Echo, rest: 1).ToArray());
            await peer.ExpectNothingAsync(TimeSpan.FromSeconds(1));
        }));

        Assert.Equal(0, network.NowNs);
    }

    [Fact]
    public void SendAfter_Delay_ArrivesAtThatTime()
    {
        using SimNetwork network = Single("10.0.0.1/24", "10.0.0.2", out SimHost host, out ScriptedPeer peer);

        network.Run(async () =>
        {
            peer.SendAfter(TimeSpan.FromMilliseconds(3), peer.To(host, "10.0.0.2").Icmp4(Icmp4Type.Echo, rest: 1).PayloadOf(32).ToArray());
            SeenFrame reply = await peer.ExpectAsync(Icmp4(Icmp4Type.EchoReply));
            Assert.Equal(3_000_000, reply.TimeNs);
        });

        network.AssertNoLeaks();
    }

    [Fact]
    public void SkipTo_FramesBeforeIt_AreTaken()
    {
        using SimNetwork network = Single("10.0.0.1/24", "10.0.0.2", out SimHost host, out ScriptedPeer peer);

        network.Run(async () =>
        {
            peer.Send(peer.To(host, "10.0.0.2").Icmp4(Icmp4Type.Echo, rest: 1).ToArray());
            peer.Send(peer.To(host, "10.0.0.2").Udp(4000, 4001).ToArray());
            await peer.SkipToAsync(Icmp4(Icmp4Type.DestinationUnreachable, Icmp4Codes.PortUnreachable));
        });

        Assert.Equal(0, peer.Unread);
    }

    [Fact]
    public void Resolution_NotAnswered_IsPartOfTheScript()
    {
        using var network = new SimNetwork();
        SimHost host = network.AddHost("host", h => h.Address("10.0.0.1/24"));
        ScriptedPeer peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { AnswersResolution = false });

        network.Run(async () =>
        {
            ValueTask<TcpIp.EchoReply> ping = host.PingAsync(IpAddress.Parse("10.0.0.77"));
            await peer.ExpectAsync(Ethernet(destination: MacAddress.Broadcast), Arp(ArpOperation.Request, "10.0.0.1", "10.0.0.77"));
            await ping;
        });
    }

    [Fact]
    public void Send_WithoutCable_IsAMisuse()
    {
        using var network = new SimNetwork();
        var peer = new ScriptedPeer(network);

        Assert.Throws<InvalidOperationException>(() => peer.Send(new byte[60]));
    }

    private static SimNetwork Single(string address, string peerAddress, out SimHost host, out ScriptedPeer peer)
    {
        var network = new SimNetwork(seed: 2);
        host = network.AddHost("host", h => h.Address(address));
        peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { Addresses = [peerAddress] });
        return network;
    }
}
