using NetStackSim.InteropTests.Support;
using Xunit.Abstractions;

namespace NetStackSim.InteropTests;

/// <summary>curl against the http service: every byte is compared with the documented pattern.</summary>
public sealed class HttpTests(ITestOutputHelper output)
{
    private const int Whole = 100_000_000;
    private const int Lossy = 20_000_000;

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public void Curl_BigDownload_IsIdentical(Frames frames, Loss loss)
    {
        using Lab lab = new(frames, loss);
        int size = Matrix.Size(loss, Whole, Lossy);
        foreach (string address in Lab.BothAddresses)
        {
            TimeSpan time = Pattern.Fetch(lab.Space, address, size, TimeSpan.FromSeconds(300));
            output.WriteLine($"{address} {size} bytes in {time.TotalSeconds:F3} s");
        }

        ToolStatus status = lab.StopClean();
        Assert.True(status.Counters["service.http.bytes.out"] >= 2L * size);
        Assert.True(status.Counters["tcp.retransmitted-segments"] > 0 || loss != Loss.Link, "The link loses and nothing was sent again.");
    }

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public void Curl_TwoHundredAtOnce_AllIdentical(Frames frames, Loss loss)
    {
        const int Clients = 200;
        const int Size = 100_000;
        using Lab lab = new(frames, loss);
        string script = $"for i in $(seq {Clients}); do case $((i % 2)) in 0) u='{Pattern.Url(Lab.Host4(), Size)}';; 1) u='{Pattern.Url(Lab.Host6(), Size)}';; esac; "
            + $"curl -s -S -f -g --max-time 60 -o {lab.PathOf("body-")}$i \"$u\" & done; wait";
        CommandResult result = lab.Space.Run("sh", ["-c", script], TimeSpan.FromSeconds(300));
        Assert.True(result.Error.Length == 0, result.Error);
        for (int i = 1; i <= Clients; i++)
        {
            using FileStream body = File.OpenRead(lab.PathOf($"body-{i}"));
            Assert.Equal(Size, Pattern.Compare(body));
        }

        ToolStatus status = lab.StopClean();
        Assert.Equal(Clients, status.Counters["service.http.accepted"]);
    }

    [InteropFact]
    public void Curl_ThePageOfTheHost_ShowsItsAddresses()
    {
        using Lab lab = new(Frames.Vnet);
        CommandResult page = lab.Space.Run("curl", ["-s", "-f", $"http://{Lab.Host4()}/"]);
        Assert.Equal(0, page.ExitCode);
        Assert.Contains(Lab.Host4(), page.Output, StringComparison.Ordinal);
        Assert.Contains(Lab.Host6(), page.Output, StringComparison.Ordinal);
        Assert.Contains(Lab.Kernel4, page.Output, StringComparison.Ordinal);
        CommandResult head = lab.Space.Run("curl", ["-s", "-I", $"http://{Lab.Host4()}/bytes/12345"]);
        Assert.Contains("Content-Length: 12345", head.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(22, lab.Space.Run("curl", ["-s", "-f", $"http://{Lab.Host4()}/nothing"]).ExitCode);
        lab.StopClean();
    }

    [InteropFact]
    public void Curl_NobodyListens_IsRefusedAtOnce()
    {
        using Lab lab = new(Frames.Vnet);
        foreach (string address in Lab.BothAddresses)
        {
            CommandResult result = lab.Space.Run("curl", ["-s", "-g", "--max-time", "10", Pattern.Url(address, 1).Replace("/bytes", ":81/bytes", StringComparison.Ordinal)]);
            Assert.Equal(7, result.ExitCode);
        }

        lab.StopClean();
    }
}
