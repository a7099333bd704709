using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.Tests.Hosts;

public sealed class ScaledHostTests
{
    private const int Connections = 48;

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", false)]
    [InlineData("fd00::1/64", "fd00::2/64", false)]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", true)]
    public void HostOfFourProcessors_UsesFourQueues_BothWays(string a, string b, bool polled)
    {
        using SimNetwork network = new(5);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Processors(4).Adapter(new VirtualNicOptions { UsesPoll = polled }).Address(b));
        long bytes = Run(network, alice, bob);

        Assert.Equal(Connections * 20_000, bytes);
        Assert.Equal(4, bob.Nic.QueueCount);
        for (int i = 0; i < 4; i++)
        {
            NicQueueStatistics queue = bob.Nic.GetQueue(i);
            Assert.Equal(i, queue.Processor);
            Assert.True(queue.IndicatedLists > 50 && queue.CompletedSends > 50, queue.ToString());
        }

        Assert.Equal(1, alice.Nic.QueueCount);
        Assert.Empty(network.Shutdown().Leaks);
    }

    [Fact]
    public void ProfileWithoutScaling_LeavesTheFirstQueueAlone()
    {
        using SimNetwork network = new(5);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Processors(4).Profile(StackProfile.Windows11 with { ReceiveSideScaling = false }).Address("10.0.0.2/24"));
        Run(network, alice, bob);

        Assert.All(Enumerable.Range(1, 3), i => Assert.Equal(0, bob.Nic.GetQueue(i).IndicatedLists));
        Assert.Empty(network.Shutdown().Leaks);
    }

    [Fact]
    public void LossyLink_BetweenScaledHosts_IsTheSameRunTwice()
    {
        static (long, ulong) Once()
        {
            using SimNetwork network = new(9);
            SimHost alice = network.AddHost("alice", h => h.Processors(3).Address("10.0.0.1/24"));
            SimHost bob = network.AddHost("bob", h => h.Processors(4).Address("10.0.0.2/24"));
            Assert.Equal(Connections * 20_000, Run(network, alice, bob, loss: 0.02));
            (long, ulong) result = (network.NowNs, network.Digest);
            Assert.Empty(network.Shutdown().Leaks);
            return result;
        }

        Assert.Equal(Once(), Once());
    }

    private static long Run(SimNetwork network, SimHost alice, SimHost bob, double loss = 0)
    {
        network.Connect(alice, bob, new LinkOptions { DelayNs = 100_000, BitsPerSecond = 10_000_000_000, Loss = loss });
        long bytes = 0;
        network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(bob.Kernel);
            Task<long>[] clients = [.. Enumerable.Range(0, Connections).Select(_ => EchoAsync(alice, bob))];
            bytes = (await Task.WhenAll(clients)).Sum();
        });
        return bytes;
    }

    private static async Task<long> EchoAsync(SimHost alice, SimHost bob)
    {
        await using SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, EchoService.DefaultPort));
        byte[] sent = new byte[20_000];
        byte[] back = new byte[sent.Length];
        new Random(1).NextBytes(sent);
        Task reading = stream.ReadExactlyAsync(back).AsTask();
        await stream.WriteAsync(sent);
        await reading;
        Assert.Equal(sent, back);
        await stream.ShutdownSendAsync();
        return back.Length;
    }
}
