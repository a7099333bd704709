using System.Text.Json;

namespace NetStackSim.Cli.Tests.Wfp;

/// <summary>The filtering platform of live hosts: what they dropped, counted, cost, and would do.</summary>
public sealed class WfpLiveTests
{
    private static readonly string[] Bob = ["--scenario", "filter", "--host", "bob"];

    [Fact]
    public void Drops_NameFilterSubLayerAndCondition()
    {
        JsonElement drops = ToolRun.Of("wfp", "drops", "--scenario", "filter", "--json").Json();

        Assert.Equal("bob", drops.GetProperty("host").GetString());
        JsonElement newest = drops.GetProperty("newest")[0];
        Assert.Equal(
            ("ALE_AUTH_RECV_ACCEPT_V6", "Block the echo port", "UNIVERSAL", "IP_LOCAL_PORT 7 equal to 7"),
            (Text(newest, "layer"), Text(newest, "filterName"), Text(newest, "subLayer"), Text(newest, "condition")));
        JsonElement count = drops.GetProperty("counters")[0];
        Assert.Equal(("Accept", 2, 0, drops.GetProperty("blocks").GetInt64()), (Text(count, "layer"), count.GetProperty("module").GetInt32(), count.GetProperty("reason").GetInt32(), count.GetProperty("count").GetInt64()));
        Assert.Contains("Block the echo port", ToolRun.Of(["wfp", "drops", .. Bob]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_HaveLayersConnectionsAndReasons()
    {
        JsonElement counters = ToolRun.Of(["wfp", "counters", .. Bob, "--json"]).Json();
        Assert.Equal(99, counters.GetProperty("layers").GetArrayLength());
        Assert.True(counters.GetProperty("connections").GetProperty("inboundV6").GetProperty("blocked").GetInt64() > 0);
        Assert.Equal(0, counters.GetProperty("reauthorizations").GetProperty("reasons").GetProperty("PolicyChange").GetInt64());
        Assert.Equal(0, ToolRun.Of(["wfp", "counters", .. Bob]).Code);
    }

    [Fact]
    public void Top_CountsComparisonsAndHits()
    {
        JsonElement top = ToolRun.Of(["wfp", "top", .. Bob, "--json"]).Json();
        JsonElement filter = top.GetProperty("filters")[0];
        long asked = filter.GetProperty("asked").GetInt64();
        Assert.Equal(("Block the echo port", asked, asked), (Text(filter, "name"), filter.GetProperty("hits").GetInt64(), filter.GetProperty("comparisons").GetInt64()));
        Assert.Contains("classifications", ToolRun.Of(["wfp", "top", .. Bob, "--count", "1"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_ExplainsLiveTraffic()
    {
        JsonElement record = ToolRun.Of(["wfp", "record", .. Bob, "--blocks", "--json"]).Json();
        JsonElement first = record.GetProperty("decisions")[0];
        Assert.Equal("block", Text(first.GetProperty("explanation"), "decision"));
        string packet = first.GetProperty("packet").GetRawText();
        Assert.Equal(1, ToolRun.Of(["wfp", "record", .. Bob, "--packet", packet, "--json"]).Json().GetProperty("decisions").GetArrayLength());
        Assert.Contains("bob: 1 decision, ", ToolRun.Of(["wfp", "record", .. Bob, "--count", "1"]).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5s", 3)]
    [InlineData("30s", 5)]
    public void RecordAndDrops_LookedAtTheSameMoment_CountTheSameBlocks(string at, int expected)
    {
        string[] when = [.. Bob, "--at", at, "--json"];
        JsonElement record = ToolRun.Of(["wfp", "record", "--blocks", .. when]).Json();
        JsonElement drops = ToolRun.Of(["wfp", "drops", .. when]).Json();
        Assert.Equal((expected, expected), (record.GetProperty("decisions").GetArrayLength(), drops.GetProperty("blocks").GetInt32()));
        Assert.Equal(
            drops.GetProperty("newest").EnumerateArray().Reverse().Select(static d => d.GetProperty("packet").GetUInt64()),
            record.GetProperty("decisions").EnumerateArray().Select(static d => d.GetProperty("packet").GetUInt64()));
    }

    [Theory]
    [InlineData("filters")]
    [InlineData("state")]
    [InlineData("netevents")]
    public void Show_LiveHost_InEveryForm_AndItsXmlIsReadAgain(string part)
    {
        using TempDirectory directory = new();
        string xml = ToolRun.Of(["wfp", "show", part, .. Bob, "--xml"]).Out;
        string path = directory.File("live.xml");
        File.WriteAllText(path, xml);

        Assert.Equal(ToolRun.Of(["wfp", "show", part, .. Bob, "--json"]).Out, ToolRun.Of("wfp", "show", part, "--import", path, "--json").Out);
        Assert.Equal(xml, ToolRun.Of("wfp", "show", part, "--import", path, "--xml").Out);
        Assert.Equal(0, ToolRun.Of(["wfp", "show", part, .. Bob]).Code);
    }

    [Fact]
    public void Show_LayersOfALiveHost_CountTheirFilters()
    {
        JsonElement layers = ToolRun.Of(["wfp", "show", "layers", .. Bob, "--json"]).Json().GetProperty("layers");
        Assert.Equal(1, layers.EnumerateArray().Single(static l => l.GetProperty("layerId").GetInt32() == 46).GetProperty("filters").GetInt32());
    }

    [Fact]
    public void Explain_ConnectionToALiveHost_NamesTheFilter()
    {
        JsonElement told = ToolRun.Of(["wfp", "explain", .. Bob, "--direction", "in", "--local", "10.0.0.2:7", "--remote", "10.0.0.1:50000", "--json"]).Json();
        Assert.Equal(("blocked", "in"), (Text(told, "fate"), Text(told, "direction")));
        Assert.Contains("Block the echo port", Text(told, "outcome"), StringComparison.Ordinal);
        JsonElement other = ToolRun.Of(["wfp", "explain", .. Bob, "--direction", "out", "--proto", "udp", "--remote", "10.0.0.1:53", "--json"]).Json();
        Assert.Equal("sent", Text(other, "fate"));
    }

    [Fact]
    public void Explain_PacketOfACapture_LiveAndImported()
    {
        using TempDirectory directory = new();
        string pcap = directory.File("wire.pcapng");
        Assert.Equal(0, ToolRun.Of("run", "filter", "--pcap", pcap).Code);
        string frame = SynOf(pcap);

        JsonElement live = ToolRun.Of(["wfp", "explain", .. Bob, "--pcap", pcap, "--frame", frame, "--json"]).Json();
        Assert.Equal(("blocked", "in", "bob"), (Text(live, "fate"), Text(live, "direction"), Text(live, "host")));
        Assert.Contains("IP_LOCAL_PORT 7 equal to 7", Text(live, "outcome"), StringComparison.Ordinal);

        // Seen from alice the same frame goes out, and nobody minds.
        JsonElement sent = ToolRun.Of("wfp", "explain", "--scenario", "filter", "--host", "alice", "--pcap", pcap, "--frame", frame, "--json").Json();
        Assert.Equal(("sent", "out"), (Text(sent, "fate"), Text(sent, "direction")));

        string export = directory.File("small.xml");
        File.WriteAllText(export, SmallExport.Text(port: 7));
        JsonElement imported = ToolRun.Of("wfp", "explain", "--import", export, "--pcap", pcap, "--frame", frame, "--local", "10.0.0.1", "--json").Json();
        Assert.Equal(("blocked", "out", 7), (Text(imported, "fate"), Text(imported, "direction"), imported.GetProperty("filterId").GetInt32()));
        Assert.Contains("\"no web\"", ToolRun.Of("wfp", "explain", "--import", export, "--pcap", pcap, "--frame", frame, "--local", "10.0.0.1").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drops")]
    [InlineData("drops", "--scenario", "none")]
    [InlineData("drops", "--scenario", "filter", "--host", "carol")]
    [InlineData("show", "state", "--scenario", "filter", "--import", "x.xml")]
    [InlineData("explain", "--scenario", "filter")]
    [InlineData("explain", "--scenario", "filter", "--import", "x.xml", "--direction", "out", "--remote", "1.2.3.4:5")]
    [InlineData("explain", "--scenario", "filter", "--batch", "x.jsonl")]
    [InlineData("explain", "--scenario", "filter", "--pcap", "x.pcap", "--remote", "1.2.3.4:5")]
    [InlineData("explain", "--scenario", "filter", "--pcap", "/nowhere/x.pcap")]
    [InlineData("explain", "--scenario", "filter", "--pcap", "x.pcap", "--frame", "0")]
    [InlineData("explain", "--scenario", "filter", "--direction", "out", "--remote", "1.2.3.4:5", "--proto", "gopher")]
    public void Live_WrongArguments_IsExitCode2(params string[] args)
    {
        ToolRun run = ToolRun.Of(["wfp", .. args]);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public void Explain_FrameThatIsNotThere_IsExitCode3()
    {
        using TempDirectory directory = new();
        string pcap = directory.File("wire.pcapng");
        ToolRun.Of("run", "filter", "--pcap", pcap);
        ToolRun run = ToolRun.Of(["wfp", "explain", .. Bob, "--pcap", pcap, "--frame", "99999"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("there is no frame 99999", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drops")]
    [InlineData("counters")]
    [InlineData("top")]
    [InlineData("record")]
    public void Help_OfEveryLiveCommand_HasExamples(string command) =>
        Assert.Contains("netstacksim wfp " + command, ToolRun.Of("wfp", command, "--help").Out, StringComparison.Ordinal);

    // The first frame that is a SYN to the echo port.
    private static string SynOf(string pcap)
    {
        for (int frame = 1; frame < 20; frame++)
        {
            string number = frame.ToString(System.Globalization.CultureInfo.InvariantCulture);
            JsonElement told = ToolRun.Of(["wfp", "explain", .. Bob, "--pcap", pcap, "--frame", number, "--json"]).Json();
            if (Text(told, "fate") == "blocked")
            {
                return number;
            }
        }

        throw new InvalidOperationException("The capture has no SYN.");
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
