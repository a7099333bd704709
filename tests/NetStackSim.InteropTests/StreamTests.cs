using System.Diagnostics;
using System.Globalization;
using NetStackSim.InteropTests.Support;
using Xunit.Abstractions;

namespace NetStackSim.InteropTests;

/// <summary>The kernel sends to the discard service and talks with the echo service.</summary>
public sealed class StreamTests(ITestOutputHelper output)
{
    private const int Patience = 300;

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public async Task Discard_BigUpload_EveryByteArrives(Frames frames, Loss loss)
    {
        byte[] data = Random(Matrix.Size(loss, 100_000_000, 20_000_000));
        using Lab lab = new(frames, loss);
        foreach (string address in Lab.BothAddresses)
        {
            Stopwatch watch = Stopwatch.StartNew();
            int answer = await lab.Space.Run(() => KernelClient.Send(address, 9, data, Patience));
            Assert.Equal(0, answer);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{address} {data.Length} bytes in {watch.Elapsed.TotalSeconds:F3} s"));
        }

        ToolStatus status = lab.StopClean();
        Assert.Equal(2L * data.Length, status.Counters["service.discard.bytes.in"]);
    }

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public async Task Echo_BigExchange_IsIdentical(Frames frames, Loss loss)
    {
        byte[] data = Random(Matrix.Size(loss, 20_000_000, 10_000_000));
        using Lab lab = new(frames, loss);
        foreach (string address in Lab.BothAddresses)
        {
            Stopwatch watch = Stopwatch.StartNew();
            byte[] answer = await lab.Space.Run(() => KernelClient.Exchange(address, 7, data, Patience));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{address} {data.Length} bytes in {watch.Elapsed.TotalSeconds:F3} s"));
            Assert.True(data.AsSpan().SequenceEqual(answer), $"{answer.Length} bytes came back, or others than were sent.");
        }

        ToolStatus status = lab.StopClean();
        Assert.Equal(2L * data.Length, status.Counters["service.echo.bytes.in"]);
    }

    private static byte[] Random(int length)
    {
        byte[] data = new byte[length];
        new Random(11).NextBytes(data);
        return data;
    }
}
