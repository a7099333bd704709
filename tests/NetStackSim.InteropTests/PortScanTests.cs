using NetStackSim.InteropTests.Support;
using Xunit.Abstractions;

namespace NetStackSim.InteropTests;

/// <summary>Scenario 31 against a real scanner: what nmap says about the ports of a host with and without a stealth policy.</summary>
public sealed class PortScanTests(ITestOutputHelper output)
{
    private const string Open = "80";
    private const string Closed = "21,23,443,8080";

    // The silent-drop callout at the discard layers, and no unreachable errors; loopback is exempt from both.
    private const string Stealth = """
        {
          "filters": [
            { "name": "silence 4", "layer": "INBOUND_TRANSPORT_V4_DISCARD", "action": "CALLOUT_TERMINATING", "callout": "WFP_TRANSPORT_LAYER_V4_SILENT_DROP",
              "conditions": [ { "field": "FLAGS", "match": "FLAGS_NONE_SET", "value": 1 } ] },
            { "name": "silence 6", "layer": "INBOUND_TRANSPORT_V6_DISCARD", "action": "CALLOUT_TERMINATING", "callout": "WFP_TRANSPORT_LAYER_V6_SILENT_DROP",
              "conditions": [ { "field": "FLAGS", "match": "FLAGS_NONE_SET", "value": 1 } ] },
            { "name": "no errors 4", "layer": "OUTBOUND_ICMP_ERROR_V4", "action": "BLOCK",
              "conditions": [ { "field": "ICMP_TYPE", "value": 3 }, { "field": "FLAGS", "match": "FLAGS_NONE_SET", "value": 1 } ] },
            { "name": "no errors 6", "layer": "OUTBOUND_ICMP_ERROR_V6", "action": "BLOCK",
              "conditions": [ { "field": "ICMP_TYPE", "value": 1 }, { "field": "FLAGS", "match": "FLAGS_NONE_SET", "value": 1 } ] }
          ]
        }
        """;

    [InteropTheory("nmap")]
    [InlineData(false, "closed", "closed")]
    [InlineData(true, "filtered", "open|filtered")]
    public void Scenario31_PortScan_ClosedPortsAreFilteredUnderTheStealthPolicy(bool stealth, string tcp, string udp)
    {
        string policy = Path.GetTempFileName();
        try
        {
            File.WriteAllText(policy, Stealth);
            using Lab lab = new(Frames.Plain, more: stealth ? ["--wfp", policy] : []);
            foreach (string address in Lab.BothAddresses)
            {
                Assert.All(Scan(lab, address, "-sS", $"{Open},{Closed}"), port => Assert.Equal(port.Key == Open ? "open" : tcp, port.Value));
                Assert.All(Scan(lab, address, "-sU", "53,161"), port => Assert.Equal(udp, port.Value));
            }

            lab.StopClean();
        }
        finally
        {
            File.Delete(policy);
        }
    }

    private Dictionary<string, string> Scan(Lab lab, string address, string kind, string ports)
    {
        string[] family = address.Contains(':', StringComparison.Ordinal) ? ["-6"] : [];
        CommandResult result = lab.Space.Run(
            "nmap", [.. family, "-n", "-Pn", kind, "-p", ports, "--max-retries", "2", "--reason", "-oG", "-", address], TimeSpan.FromSeconds(120));
        output.WriteLine(result.Output);
        Assert.True(result.ExitCode == 0, result.Error);
        string line = Assert.Single(result.Output.Split('\n'), static l => l.Contains("Ports:", StringComparison.Ordinal));
        string list = line[(line.IndexOf("Ports: ", StringComparison.Ordinal) + "Ports: ".Length)..].Split('\t')[0];
        Dictionary<string, string> found = list.Split(", ").Select(static p => p.Split('/')).ToDictionary(static p => p[0].Trim(), static p => p[1]);
        Assert.Equal(ports.Split(',').Order(), found.Keys.Order());
        return found;
    }
}
