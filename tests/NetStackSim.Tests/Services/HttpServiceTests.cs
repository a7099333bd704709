using System.Text;
using NetStackSim.Scenarios;
using NetStackSim.Simulation;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Services;

public sealed class HttpServiceTests
{
    [Fact]
    public void Http_Bytes_AreThePatternSentWithoutAStackCopyOfTheBody()
    {
        using ServicePair pair = new();
        With(pair, async (http, stream) =>
        {
            HttpClientConnection client = new(stream);

            Assert.Equal(200, await client.RequestAsync("GET", "/bytes/1000000"));
            Assert.Equal(200, await client.RequestAsync("GET", "/bytes/0"));
            Assert.Equal(200, await client.RequestAsync("GET", "/bytes/1"));

            Assert.Equal(1_000_001, client.PatternBytes);
            Assert.Equal(1, http.AcceptedConnections);
        });

        // Only the request heads were copied.
        Assert.InRange(pair.Server.Kernel.Copies.StackBytes, 1, 500);
    }

    [Fact]
    public void Http_Page_ShowsTheHostsOwnInterfacesConnectionsAndCounters()
    {
        using ServicePair pair = new();
        With(pair, async (_, stream) =>
        {
            string answer = await ExchangeAsync(stream, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
            Assert.Contains("10.0.0.2/24", answer);
            Assert.Contains("10.0.0.2:80", answer);
            Assert.Contains("10.0.0.1:", answer);
            Assert.Contains("Established", answer, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("tcp.in.segments", answer);
            Assert.Contains("02-00-00-00-02-01", answer);
            Assert.DoesNotContain("src=", answer);
        });
    }

    [Theory]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "404 Not Found")]
    [InlineData("GET /bytes/minus HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400 Bad Request")]
    [InlineData("GET /bytes/-5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400 Bad Request")]
    [InlineData("GET /bytes/99999999999999999999 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400 Bad Request")]
    [InlineData("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "405 Method Not Allowed")]
    [InlineData("rubbish\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400 Bad Request")]
    public void Http_RequestThatCannotBeServed_GetsItsStatusAndTheConnectionEnds(string request, string status)
    {
        using ServicePair pair = new();
        With(pair, async (_, stream) => Assert.StartsWith("HTTP/1.1 " + status, await ExchangeAsync(stream, request)));
    }

    [Fact]
    public void Http_EndlessHead_IsRefusedWithABound()
    {
        using ServicePair pair = new();
        With(pair, async (http, stream) =>
        {
            string answer = await ExchangeAsync(stream, "GET / HTTP/1.1\r\nHost: x\r\nX: " + new string('a', 100_000), end: true);
            await pair.DelayAsync(1000);

            Assert.StartsWith("HTTP/1.1 431 ", answer);
            Assert.Equal(0, http.OpenConnections);
        });
    }

    [Fact]
    public void Http_PipelinedRequests_AreAnsweredInOrderEvenAfterTheClientEnded()
    {
        using ServicePair pair = new();
        With(pair, async (_, stream) =>
        {
            string answer = await ExchangeAsync(stream, "GET /bytes/3 HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /no HTTP/1.1\r\nHost: x\r\n\r\n", end: true);

            int first = answer.IndexOf("Content-Length: 3", StringComparison.Ordinal);
            int second = answer.IndexOf("text/html", StringComparison.Ordinal);
            int third = answer.IndexOf("404", StringComparison.Ordinal);
            Assert.True(first > 0 && second > first && third > second, answer);
            Assert.DoesNotContain("<html", answer);
        });
    }

    [Fact]
    public void Http_RequestInManyPieces_IsUnderstood()
    {
        using ServicePair pair = new();
        With(pair, async (_, stream) =>
        {
            foreach (char c in "GET /bytes/5 HTTP/1.1\r\nHost: x\r\n")
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes([c]));
                await pair.DelayAsync(1);
            }

            Assert.Contains("Content-Length: 5", await ExchangeAsync(stream, "Connection: close\r\n\r\n"));
        });
    }

    [Fact]
    public void Http_ManyConnectionsOverALossyLine_GetTheirBytes()
    {
        using ServicePair pair = new(new LinkOptions { DelayNs = 2_000_000, BitsPerSecond = 100_000_000, Loss = 0.02 }, seed: 9);
        pair.Network.Run(async () =>
        {
            await using HttpService http = HttpService.Start(pair.Server.Kernel, pair.Server.Stack.Store);
            long[] bytes = await Task.WhenAll(Enumerable.Range(1, 40).Select(i => DownloadAsync(pair, i * 1000)));

            Assert.Equal(Enumerable.Range(1, 40).Select(static i => i * 1000L), bytes);
            Assert.Equal(40, http.AcceptedConnections);
        });
    }

    [Fact]
    public void Http_LongBody_AllocatesNothingForItsChunks()
    {
        using ServicePair pair = new(new LinkOptions { DelayNs = 100_000 }, verifier: false);
        With(pair, async (_, stream) =>
        {
            CountingEvents client = new();
            stream.Socket.Attach(client, WskEventMask.Receive);

            // The pools grow with the congestion window. 306 chunks and 13,700 segments in each download; what is left is the wait of this test.
            long allocated = long.MaxValue;
            for (int round = 0; round < 15 && allocated > 8_000; round++)
            {
                allocated = await AllocatedByDownloadAsync(pair, stream, client);
            }

            Assert.InRange(allocated, 0, 8_000);
        });
    }

    [Fact]
    public void Http_ClientThatFallsSilent_IsLetGo()
    {
        using ServicePair pair = new();
        With(pair, async (http, stream) =>
        {
            await stream.WriteAsync("GET"u8.ToArray());
            await pair.DelayAsync(61_000);

            Assert.Equal(0, http.OpenConnections);
        });
    }

    private static async Task<long> AllocatedByDownloadAsync(ServicePair pair, SimTcpStream stream, CountingEvents client)
    {
        long already = client.Bytes;
        await stream.WriteAsync("GET /bytes/20000000 HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        await pair.DelayAsync(1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(client.Bytes - already, 20_000_000, 20_000_500);
        return allocated;
    }

    private static async Task<long> DownloadAsync(ServicePair pair, int bytes)
    {
        await using SimTcpStream stream = await pair.ConnectAsync(HttpService.DefaultPort);
        HttpClientConnection client = new(stream);
        await client.RequestAsync("GET", $"/bytes/{bytes}");
        return client.PatternBytes;
    }

    private static void With(ServicePair pair, Func<HttpService, SimTcpStream, Task> test) => pair.Network.Run(async () =>
    {
        await using HttpService http = HttpService.Start(pair.Server.Kernel, pair.Server.Stack.Store);
        await using SimTcpStream stream = await pair.ConnectAsync(HttpService.DefaultPort);
        await test(http, stream);
    });

    private static async Task<string> ExchangeAsync(SimTcpStream stream, string request, bool end = false)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        if (end)
        {
            await stream.ShutdownSendAsync();
        }

        using MemoryStream answer = new();
        byte[] buffer = new byte[4096];
        for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
        {
            answer.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
