using NetStackSim;
using NetStackSim.Simulation;
using Xunit;

namespace LossyUnitTest;

public sealed class LineClientTests
{
    [Theory]
    [InlineData(0.0, 1ul)]
    [InlineData(0.1, 2ul)]
    public void Ask_LossyLink_GetsTheAnswer(double loss, ulong seed)
    {
        using SimNetwork network = Build(loss, seed, out SimHost client, out SimHost server);
        string answer = network.Run(() => AskAsync(client, server, TimeSpan.FromMinutes(5)));

        Assert.Equal("HELLO", answer);
        Assert.Empty(network.Shutdown().Leaks);
    }

    [Fact]
    public void Ask_LossyLink_TakesTheSameTimeInEveryRun() => Assert.Equal(EndOfRun(), EndOfRun());

    [Fact]
    public void Ask_CableCut_GivesUpAfterFiveSecondsThatTakeNoTime()
    {
        using SimNetwork network = Build(0, 1, out SimHost client, out SimHost server);
        network.Run(async () =>
        {
            await using SimTcpListener listener = server.Sockets.Listen(1000);
            await using SimTcpStream stream = await client.Sockets.ConnectAsync(new(server.Address, 1000));
            network.Links[0].SetUp(false);
            long start = network.NowNs;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new LineClient(stream, network.TimeProvider).AskAsync("hello", TimeSpan.FromSeconds(5)));
            Assert.Equal(5_000_000_000, network.NowNs - start);
        });
    }

    private static long EndOfRun()
    {
        using SimNetwork network = Build(0.1, 9, out SimHost client, out SimHost server);
        network.Run(() => AskAsync(client, server, TimeSpan.FromMinutes(5)));
        return network.NowNs;
    }

    private static SimNetwork Build(double loss, ulong seed, out SimHost client, out SimHost server)
    {
        var network = new SimNetwork(seed);
        client = network.AddHost("client", host => host.Address("10.0.0.1/24"));
        server = network.AddHost("server", host => host.Address("10.0.0.2/24"));
        network.Connect(client, server, new LinkOptions { DelayNs = 5_000_000, Loss = loss });
        return network;
    }

    private static async Task<string> AskAsync(SimHost client, SimHost server, TimeSpan patience)
    {
        await using SimTcpListener listener = server.Sockets.Listen(1000);
        Task serving = ShoutAsync(listener);
        await using SimTcpStream stream = await client.Sockets.ConnectAsync(new(server.Address, 1000));
        string answer = await new LineClient(stream, client.Network.TimeProvider).AskAsync("hello", patience);
        await stream.ShutdownSendAsync();
        await serving;
        return answer;
    }

    private static async Task ShoutAsync(SimTcpListener listener)
    {
        await using SimTcpStream stream = await listener.AcceptAsync();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes((await LineClient.ReadLineAsync(stream)).ToUpperInvariant() + "\n"));
    }
}
