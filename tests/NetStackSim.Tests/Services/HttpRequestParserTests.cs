using System.Text;

namespace NetStackSim.Tests.Services;

public sealed class HttpRequestParserTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0, "/", true, false)]
    [InlineData("HEAD /bytes/5 HTTP/1.1\r\nhost:a\r\nConnection: keep-alive, Close\r\n\r\n", 0, "/bytes/5", false, true)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", 0, "/", false, false)]
    [InlineData("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 0, "/", true, false)]
    [InlineData("GET http://host:80/x?q=1 HTTP/1.1\nHost: host\n\n", 0, "/x", true, false)]
    [InlineData("\r\nGET http://host HTTP/1.1\r\nHost: h\r\n\r\n", 0, "/", true, false)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 0, "/", true, false)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405, "/", false, false)]
    public void Parse_WellFormedHead_IsUnderstood(string head, int status, string path, bool keepAlive, bool isHead)
    {
        HttpRequest request = HttpRequestParser.Parse(Encoding.ASCII.GetBytes(head));

        Assert.Equal((status, path, keepAlive, isHead), (request.Status, request.Path, request.KeepAlive, request.IsHead));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("hello\r\n\r\n", 400)]
    public void Parse_BadHead_IsRefusedWithItsStatus(string head, int status)
    {
        HttpRequest request = HttpRequestParser.Parse(Encoding.Latin1.GetBytes(head));

        Assert.Equal(status, request.Status);
        Assert.False(request.KeepAlive);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\nrest", 27)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\nrest", 24)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r", 0)]
    [InlineData("\r\n\r\n", 0)]
    [InlineData("", 0)]
    public void FindEnd_PartialAndCompleteHeads_TellsWhereTheNextRequestStarts(string data, int end) =>
        Assert.Equal(end, HttpRequestParser.FindEnd(Encoding.ASCII.GetBytes(data)));

    [Fact]
    public void Parse_SeededMutationsOfAHead_NeverThrow()
    {
        byte[] seed = Encoding.ASCII.GetBytes("GET /bytes/100 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        ulong state = 0x1234_5678_9ABC_DEF1;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] data = (byte[])seed.Clone();
            for (int i = 0; i < 3; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                data[(int)((state >> 33) % (ulong)data.Length)] = (byte)(state >> 56);
            }

            int end = HttpRequestParser.FindEnd(data);
            HttpRequest request = HttpRequestParser.Parse(data.AsSpan(0, end == 0 ? data.Length : end));
            Assert.Contains(request.Status, new[] { 0, 400, 405, 505 });
        }
    }
}
