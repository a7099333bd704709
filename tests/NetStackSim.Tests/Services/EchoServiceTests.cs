using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Scenarios;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Services;

public sealed class EchoServiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1460)]
    [InlineData(300_000)]
    public void Echo_Bytes_ComeBackWithoutAStackCopyOnTheServer(int bytes)
    {
        using SimNetwork network = new(seed: 3);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 100_000 });

        long good = network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(bob.Kernel);
            long count = await EchoClient.RunAsync(alice, new IpEndpoint(bob.Address, EchoService.DefaultPort), bytes);
            Assert.Equal(1, echo.AcceptedConnections);
            Assert.Equal(bytes, echo.BytesReceived);
            return count;
        });

        Assert.Equal(bytes, good);
        Assert.Equal(0, bob.Kernel.Copies.StackBytes);
        LeakReport leaks = network.Shutdown();
        Assert.True(leaks.IsClean, leaks.ToString());
    }

    // A piece that cannot be echoed leaves a hole: the client must see a reset instead.
    [Theory]
    [InlineData("WSK stream sends")]
    [InlineData("irp")]
    public void Echo_WithoutMemoryForASend_ResetsTheConnection(string pool)
    {
        using SimNetwork network = new(seed: 4);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 100_000 });

        network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(bob.Kernel);
            await using SimTcpStream client = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, EchoService.DefaultPort));
            bob.Kernel.Pools.Find(pool)!.FailRentAt(1);
            await client.WriteAsync(new byte[100]);
            await Assert.ThrowsAsync<IOException>(async () => await client.ReadExactlyAsync(new byte[100]));
        });

        LeakReport leaks = network.Shutdown();
        Assert.True(leaks.IsClean, leaks.ToString());
    }
}
