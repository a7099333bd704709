using System.Globalization;
using System.Text.RegularExpressions;
using NetStackSim.InteropTests.Support;
using Xunit.Abstractions;

namespace NetStackSim.InteropTests;

/// <summary>The kernel's ping, which also compares the bytes that come back.</summary>
[Collection("network namespaces")]
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
                Assert.InRange(answered, Fewest(loss, size, sent), sent);
            }
        }

        lab.StopClean();
    }

    // The link loses 2 % of the 82 fragments of a ping of 60000 bytes: 19 % of those pings survive. The kernel's hooks see whole datagrams: 96 % survive.
    private static int Fewest(Loss loss, int size, int sent) => loss == Loss.None ? sent : loss == Loss.Link && size > 1472 ? 1 : sent * 3 / 4;

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
