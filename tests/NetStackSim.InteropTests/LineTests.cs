using System.Globalization;
using System.Text.RegularExpressions;
using NetStackSim.InteropTests.Support;

namespace NetStackSim.InteropTests;

/// <summary>The tool's own line and its filters, as a client of the kernel notices them.</summary>
public sealed partial class LineTests
{
    [InteropFact]
    public void Delay_EachWay_IsInEveryRoundTrip()
    {
        using Lab lab = new(Frames.Vnet, more: ["--delay", "20ms"]);
        CommandResult result = lab.Space.Run("ping", ["-n", "-c", "5", "-i", "0.05", Lab.Host4()]);
        Match match = RoundTrip().Match(result.Output);
        Assert.True(match.Success, result.Output);
        Assert.InRange(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 40, 80);
        lab.StopClean();
    }

    [InteropTheory]
    [InlineData(Frames.Vnet)]
    [InlineData(Frames.Plain)]
    public void Rate_OfTheLine_IsWhatATransferGets(Frames frames)
    {
        const int Bytes = 3_000_000;
        const double LineSeconds = Bytes * 8 / 20e6;
        using Lab lab = new(frames, more: ["--rate", "20M"]);
        TimeSpan time = Pattern.Fetch(lab.Space, Lab.Host4(), Bytes, TimeSpan.FromSeconds(30));
        Assert.InRange(time.TotalSeconds, LineSeconds, 2 * LineSeconds);
        lab.StopClean();
    }

    [InteropFact]
    public void Filter_OnAccept_BlocksItsPortAndFamilyOnly()
    {
        string policy = Path.GetTempFileName();
        File.WriteAllText(policy, """
            {
              "sublayers": [ { "name": "mine", "weight": 40000 } ],
              "filters": [
                { "name": "no web", "layer": "ALE_AUTH_RECV_ACCEPT_V6", "sublayer": "mine", "action": "BLOCK",
                  "conditions": [ { "field": "IP_PROTOCOL", "value": "TCP" }, { "field": "IP_LOCAL_PORT", "value": 80 },
                    { "field": "IP_REMOTE_ADDRESS", "value": "::ffff:0:0/96" } ] }
              ]
            }
            """);
        try
        {
            // The service listens with a dual-mode socket: ALE shows its IPv4 peers at the IPv6 layers, with mapped addresses.
            using Lab lab = new(Frames.Vnet, more: ["--wfp", policy]);
            Assert.NotEqual(0, lab.Space.Run("curl", ["-s", "--max-time", "1", $"http://{Lab.Host4()}/"]).ExitCode);
            Pattern.Fetch(lab.Space, Lab.Host6(), 1_000_000, TimeSpan.FromSeconds(20));
            Assert.Equal(0, lab.Space.Run("ping", ["-n", "-c", "1", "-W", "5", Lab.Host4()]).ExitCode);
            ToolStatus status = lab.StopClean();
            Assert.Equal(1, status.Counters["service.http.accepted"]);
        }
        finally
        {
            File.Delete(policy);
        }
    }

    [GeneratedRegex("rtt min/avg/max/mdev = ([0-9.]+)/")]
    private static partial Regex RoundTrip();
}
