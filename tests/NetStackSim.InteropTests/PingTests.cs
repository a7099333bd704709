using System.Globalization;
using System.Text.RegularExpressions;
using NetStackSim.InteropTests.Support;
using Xunit.Abstractions;

namespace NetStackSim.InteropTests;

/// <summary>The kernel's ping, which also compares the bytes that come back.</summary>
public sealed partial class PingTests(ITestOutputHelper output)
{
    private static readonly int[] Sizes = [56, 1400, 60_000];

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public void Ping_EverySizeAndFamily_IsAnswered(Frames frames, Loss loss)
    {
        using Lab lab = new(frames, loss);
        foreach (string address in Lab.BothAddresses)
        {
            foreach (int size in Sizes)
            {
                int sent = loss == Loss.None ? 5 : 60;
                int answered = Ping(lab, address, size, sent);
                output.WriteLine($"{address} {size} bytes: {answered} of {sent}");
                Assert.InRange(answered, Fewest(loss, address, size, sent), sent);
            }
        }

        lab.StopClean();
    }

    // A ping of 60000 bytes is 41 fragments each way. Where each fragment is drawn for, a fifth of the pings survive: always on the link, and on the way in
    // of IPv6, where the kernel's hook comes before reassembly. IPv4's hooks see whole datagrams.
    private static int Fewest(Loss loss, string address, int size, int sent)
    {
        bool drawnForEachFragment = loss == Loss.Link || address.Contains(':', StringComparison.Ordinal);
        return loss == Loss.None ? sent : drawnForEachFragment && size > 1472 ? 1 : sent * 3 / 4;
    }

    private static int Ping(Lab lab, string address, int size, int count)
    {
        CommandResult result = lab.Space.Run("ping", ["-n", "-c", $"{count}", "-i", "0.01", "-W", "1", "-s", $"{size}", address]);
        Assert.DoesNotContain("wrong data", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DUP!", result.Output, StringComparison.Ordinal);
        Match match = Received().Match(result.Output);
        Assert.True(match.Success, result.Output + result.Error);
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("(\\d+) received")]
    private static partial Regex Received();
}
