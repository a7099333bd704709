using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.DeterminismTests;

/// <summary>A real <see cref="HttpClient"/>, whose code runs on the thread pool, over a simulated TCP connection.</summary>
public sealed class HttpClientTests
{
    private const int Requests = 200;
    private const int Runs = 20;

    [Fact]
    public void HttpClient_TwoHundredRequestsOverALossyLink_EndAtTheSameNanosecondInTwentyRuns()
    {
        List<long> ends = [];
        for (int run = 0; run < Runs; run++)
        {
            ends.Add(Run(seed: 42));
        }

        Assert.All(ends, end => Assert.Equal(ends[0], end));
        Assert.NotEqual(ends[0], Run(seed: 43));
    }

    [Fact]
    public void HttpClient_ServerGoesAway_FailsInsteadOfHanging()
    {
        using var network = Build(1, loss: 0, out SimHost client, out SimHost server);
        network.Run(async () =>
        {
            HttpService service = HttpService.Start(server.Kernel, server.Stack.Store);
            using HttpClient http = new(SimHttp.CreateHandler(client.Sockets));
            string url = $"http://{server.Address}/bytes/1000";
            Assert.Equal(1000, (await http.GetByteArrayAsync(url)).Length);
            await service.DisposeAsync();

            // The pooled connection was reset; the next one is refused.
            Assert.Equal(NtStatus.ConnectionReset, await StatusOfFailureAsync(http, url));
            Assert.Equal(NtStatus.ConnectionRefused, await StatusOfFailureAsync(http, url));
        });
        AssertClean(network);
    }

    [Fact]
    public void HttpClient_Cancelled_GivesTheRequestUp()
    {
        using var network = Build(1, loss: 0, out SimHost client, out SimHost server);
        network.Run(async () =>
        {
            await using HttpService service = HttpService.Start(server.Kernel, server.Stack.Store);
            using HttpClient http = new(SimHttp.CreateHandler(client.Sockets));
            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(20), network.TimeProvider);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.GetByteArrayAsync($"http://{server.Address}/bytes/500000000", cancel.Token));
            Assert.Equal(1000, (await http.GetByteArrayAsync($"http://{server.Address}/bytes/1000")).Length);
        });
        AssertClean(network);
    }

    [Fact]
    public void HttpClient_NamesAndParallelRequests_AllArrive()
    {
        using var network = Build(7, loss: 0.01, out SimHost client, out SimHost server);
        network.Run(async () =>
        {
            await using HttpService service = HttpService.Start(server.Kernel, server.Stack.Store);
            using HttpClient http = new(SimHttp.CreateHandler(client.Sockets, network.Resolve));
            byte[][] bodies = await Task.WhenAll(Enumerable.Range(1, 30).Select(i => http.GetByteArrayAsync($"http://server/bytes/{i * 1000}")));
            Assert.Equal(Enumerable.Range(1, 30).Select(i => i * 1000), bodies.Select(body => body.Length));
            Assert.Equal(NtStatus.NoMatch, await StatusOfFailureAsync(http, "http://nowhere/"));
        });
        AssertClean(network);
    }

    private static async Task<NtStatus> StatusOfFailureAsync(HttpClient http, string url)
    {
        Exception? failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetByteArrayAsync(url));
        while (failure is not null and not SocketStatusException)
        {
            failure = failure.InnerException;
        }

        return Assert.IsType<SocketStatusException>(failure).Status;
    }

    private static long Run(ulong seed)
    {
        using var network = Build(seed, loss: 0.01, out SimHost client, out SimHost server);
        int good = 0;
        network.Run(async () =>
        {
            await using HttpService service = HttpService.Start(server.Kernel, server.Stack.Store);
            using HttpClient http = new(SimHttp.CreateHandler(client.Sockets));
            for (int i = 0; i < Requests; i++)
            {
                byte[] body = await http.GetByteArrayAsync($"http://{server.Address}/bytes/{(i * 37) + 100}");
                good += body.Length == (i * 37) + 100 ? 1 : 0;
            }
        });
        long end = network.NowNs;
        Assert.Equal(Requests, good);
        AssertClean(network);
        return end;
    }

    private static SimNetwork Build(ulong seed, double loss, out SimHost client, out SimHost server)
    {
        var network = new SimNetwork(seed);
        client = network.AddHost("client", host => host.Address("10.0.0.1/24"));
        server = network.AddHost("server", host => host.Address("10.0.0.2/24"));
        network.Connect(client, server, new LinkOptions { DelayNs = 1_000_000, Loss = loss });
        return network;
    }

    private static void AssertClean(SimNetwork network)
    {
        LeakReport report = network.Shutdown();
        Assert.True(report.IsClean, report.ToString());
    }
}
