using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.Tests.Hosts;

public sealed class SimNetworkTests
{
    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24")]
    [InlineData("fd00::1/64", "fd00::2/64")]
    public void Ping_OverAMillisecondLink_TakesTwoMillisecondsAfterResolution(string a, string b)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Address(b));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });

        (EchoReply first, EchoReply second) = network.Run(async () =>
            (await alice.PingAsync(bob.Address), await alice.PingAsync(bob.Address)));

        Assert.True(first.Status.IsSuccess, first.Status.ToString());
        Assert.Equal(4_000_000, first.RoundTripNs);
        Assert.Equal(2_000_000, second.RoundTripNs);
        Assert.Empty(network.Shutdown().Leaks);
    }

    [Fact]
    public void Digest_SameSeedAndOtherSeed_AreEqualAndDifferent()
    {
        Assert.Equal(Digest(1), Digest(1));
        Assert.NotEqual(Digest(1), Digest(2));

        // Nothing is lost and all times are equal: the seed shows in ports and initial sequence numbers alone.
        static ulong Digest(ulong seed)
        {
            using var network = new SimNetwork(seed);
            SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
            SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
            network.Connect(alice, bob);
            network.Run(async () =>
            {
                await using SimTcpListener listener = bob.Sockets.Listen(80);
                await using SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 80));
                await using SimTcpStream accepted = await listener.AcceptAsync();
            });
            return network.Digest;
        }
    }

    [Theory]
    [InlineData((ushort)7, true)]
    [InlineData((ushort)8, false)]
    public void Ping_BetweenCardsOfAVlan_PassesIfItIsTheSame(ushort vlan, bool passes)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Adapter(new VirtualNicOptions { VlanId = 7 }).Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Adapter(new VirtualNicOptions { VlanId = vlan }).Address("10.0.0.2/24"));
        network.Connect(alice, bob);

        EchoReply reply = network.Run(async () => await alice.PingAsync(bob.Address));

        Assert.Equal(passes, reply.Status.IsSuccess);
        Assert.Empty(network.Shutdown().Leaks);
    }
}
