using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using static NetStackSim.Testing.PacketChecks;

namespace NetStackSim.Testing.Tests.Network;

public sealed class FrameLogTests
{
    [Fact]
    public void Watch_LargeSendsWithPartialChecksums_AreSeenAsTheFramesOfAWire()
    {
        using var network = new SimNetwork(seed: 3);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24").Offloads(VirtualNicOptions.AllOffloads));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24").Offloads(VirtualNicOptions.AllOffloads));
        FrameLog log = FrameLog.Watch(network, network.Connect(alice, bob, new LinkOptions { DelayNs = 10_000 }));

        Exchange(network, alice, bob, new byte[50_000]);

        log.RequireValid();
        log.RequireNone(Tcp(TcpFlags.Rst));
        log.Single(Tcp(TcpFlags.Syn)).Is(IPv4("10.0.0.1", "10.0.0.2"), Options(maximumSegmentSize: 1460));
        Assert.Equal(50_000, log.Find(Tcp(to: 9)).Sum(frame => frame.Payload.Length));
        Assert.All(log.Frames, frame => Assert.InRange(frame.Bytes.Length, 42, 1514));
        Assert.Contains(log.Frames, frame => frame.Direction == WireDirection.Inbound);
        network.AssertNoLeaks();
    }

    [Fact]
    public void Watch_Run_IsTheSameWithAndWithoutIt()
    {
        Assert.Equal(Digest(watched: false), Digest(watched: true));

        static ulong Digest(bool watched)
        {
            using var network = new SimNetwork(seed: 3);
            SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
            SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
            Link link = network.Connect(alice, bob, new LinkOptions { DelayNs = 10_000, Loss = 0.02 });
            if (watched)
            {
                FrameLog.Watch(network, link);
            }

            Exchange(network, alice, bob, new byte[20_000]);
            return network.Digest;
        }
    }

    [Fact]
    public void Single_NoneOrSeveral_SaysWhatWasSeen()
    {
        using var network = new SimNetwork();
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        FrameLog log = FrameLog.Watch(network, network.Connect(alice, bob));
        network.Run(async () => await alice.PingAsync(bob.Address));

        var failure = Assert.Throws<NetworkAssertionException>(() => log.Single(Tcp(TcpFlags.Syn)));

        Assert.StartsWith("Expected one frame that is TCP(Syn), found 0.\n4 frames were seen:\n", failure.Message);
        Assert.Contains("out ARP who has 10.0.0.2? tell 10.0.0.1", failure.Message);
        Assert.Throws<NetworkAssertionException>(() => log.RequireNone(Icmp4(Icmp4Type.Echo)));
        log.Clear();
        log.RequireNone();
    }

    [Fact]
    public void Matches_AsPredicateOfAFaultRule_DropsWhatItDescribes()
    {
        using var network = new SimNetwork(seed: 3);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        Link link = network.Connect(alice, bob);
        FrameLog log = FrameLog.Watch(network, link);
        using FaultRule deaf = link.AToB.Install(FaultRules.DropWhen(frame => frame.Matches(Icmp4(Icmp4Type.Echo))));

        bool answered = network.Run(async () => (await alice.PingAsync(bob.Address)).Status.IsSuccess);

        Assert.False(answered);
        Assert.Equal(1, deaf.Hits);
        log.RequireNone(Icmp4(Icmp4Type.EchoReply));
        network.AssertLinksConserve();
    }

    private static void Exchange(SimNetwork network, SimHost alice, SimHost bob, byte[] data) => network.Run(async () =>
    {
        await using DiscardService discard = DiscardService.Start(bob.Kernel);
        await using (SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 9)))
        {
            await stream.WriteAsync(data);
            await stream.ShutdownSendAsync();
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }

        await Task.Delay(TimeSpan.FromMinutes(5), network.TimeProvider);
    });
}
