using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Hosts;

public sealed class EchoTests
{
    [Theory]
    [InlineData(1ul, 0.0, "10.0.0.1/24", "10.0.0.2/24")]
    [InlineData(2ul, 0.05, "10.0.0.1/24", "10.0.0.2/24")]
    [InlineData(3ul, 0.05, "fd00::1/64", "fd00::2/64")]
    [InlineData(4ul, 0.20, "fd00::1/64", "fd00::2/64")]
    public void Echo_OverALossyLink_ReturnsTheSameBytesAtTheSameTimeInEveryRun(ulong seed, double loss, string a, string b)
    {
        (long end, ulong digest) = Run(seed, loss, a, b);

        Assert.Equal((end, digest), Run(seed, loss, a, b));
    }

    private static (long EndNs, ulong Digest) Run(ulong seed, double loss, string a, string b)
    {
        using var network = new SimNetwork(seed);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Address(b));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000, Loss = loss });
        byte[] sent = new byte[100_000];
        network.Loop.Random["test"].NextBytes(sent);
        byte[] received = new byte[sent.Length];

        network.Run(async () =>
        {
            await using SimTcpListener listener = bob.Sockets.Listen(7);
            Task server = EchoAsync(listener);
            await using SimTcpStream client = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
            Task reading = client.ReadExactlyAsync(received).AsTask();
            await client.WriteAsync(sent);
            await reading;
            await client.ShutdownSendAsync();
            await server;
        });

        Assert.Equal(sent, received);
        long end = network.NowNs;
        Assert.Empty(network.Shutdown().Leaks);
        return (end, network.Digest);
    }

    private static async Task EchoAsync(SimTcpListener listener)
    {
        await using SimTcpStream stream = await listener.AcceptAsync();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
