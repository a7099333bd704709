using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Testing.Tests.Network;

public sealed class NetworkAssertionsTests
{
    [Fact]
    public void AssertNoLeaks_QuietNetwork_Passes()
    {
        using SimNetwork network = Pair(out SimHost alice, out SimHost bob, new LinkOptions());
        network.Run(async () => await alice.PingAsync(bob.Address));

        network.AssertNoDrops();
        network.AssertLinksConserve();
        network.AssertNoLeaks();
    }

    [Fact]
    public void AssertNoLeaks_SocketLeftOpen_IsNamedWithItsHost()
    {
        using SimNetwork network = Pair(out SimHost alice, out _, new LinkOptions());
        network.Run(() =>
        {
            _ = alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 4000));
            return Task.CompletedTask;
        });

        var failure = Assert.Throws<NetworkAssertionException>(network.AssertNoLeaks);

        Assert.StartsWith("Not everything of the network came back:\n", failure.Message);
        Assert.Contains("alice: ", failure.Message);
    }

    [Fact]
    public void AssertNoDrops_LossyLink_ListsPlaceReasonAndNumber()
    {
        using SimNetwork network = Pair(out SimHost alice, out SimHost bob, new LinkOptions { Loss = 1 });
        network.Run(async () => await alice.PingAsync(bob.Address));

        var failure = Assert.Throws<NetworkAssertionException>(network.AssertNoDrops);

        Assert.Contains("  wire: ", failure.Message);
        Assert.Contains(" times, ", failure.Message);
        network.AssertLinksConserve();
    }

    [Fact]
    public void AssertDrops_OtherNumber_SaysBoth()
    {
        using SimNetwork network = Pair(out SimHost alice, out _, new LinkOptions());
        DropReason reason = TransportDrop.EndpointNotFound;

        alice.AssertDrops(reason, 0);
        var failure = Assert.Throws<NetworkAssertionException>(() => alice.AssertDrops(reason, 2));

        Assert.StartsWith($"alice should have dropped 2 for {reason}, it dropped 0.", failure.Message);
    }

    private static SimNetwork Pair(out SimHost alice, out SimHost bob, LinkOptions options)
    {
        var network = new SimNetwork(seed: 5);
        alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        network.Connect(alice, bob, options);
        return network;
    }
}
