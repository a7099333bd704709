using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetStackSim.Cli.Tests.Wfp;

public sealed class WfpCommandTests
{
    [Theory]
    [InlineData("wfp")]
    [InlineData("wfp", "show")]
    [InlineData("wfp", "show", "everything")]
    [InlineData("wfp", "show", "state", "--xml", "--json")]
    [InlineData("wfp", "lint")]
    [InlineData("wfp", "lint", "--import", "/nowhere/at/all.xml")]
    [InlineData("wfp", "diff", "one.xml")]
    [InlineData("wfp", "weights")]
    [InlineData("wfp", "explain")]
    [InlineData("wfp", "explain", "--import", "x.xml")]
    [InlineData("wfp", "explain", "--import", "x.xml", "--direction", "up", "--remote", "1.2.3.4:5")]
    [InlineData("wfp", "explain", "--import", "x.xml", "--direction", "out", "--remote", "nowhere")]
    [InlineData("wfp", "explain", "--import", "x.xml", "--direction", "out", "--remote", "1.2.3.4:5", "--batch", "q.jsonl")]
    [InlineData("wfp", "explain", "--import", "x.xml", "--direction", "out", "--remote", "1.2.3.4:5", "--callouts", "maybe")]
    public void Wfp_WrongArguments_IsExitCode2(params string[] args)
    {
        ToolRun run = ToolRun.Of(args);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
    }

    [Theory]
    [InlineData("--user", "bob", "--user")]
    [InlineData("--groups", "S-1-1-0,x", "--groups")]
    [InlineData("--proto", "gopher", "--proto")]
    [InlineData("--local", "[fd00::1]:5", "--local")]
    public void Explain_WrongValue_NamesTheOption(string option, string value, string named)
    {
        using TempDirectory directory = new();
        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--direction", "out", "--remote", "1.2.3.4:5", option, value);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(named + ":", run.Error);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("lint")]
    [InlineData("diff")]
    [InlineData("explain")]
    [InlineData("weights")]
    public void Help_OfEveryCommand_HasExamples(string command)
    {
        ToolRun run = ToolRun.Of("wfp", command, "--help");

        Assert.Equal(0, run.Code);
        Assert.Contains("netstacksim wfp " + command, run.Out[run.Out.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("show", "filters", "--import")]
    [InlineData("lint", "--import")]
    [InlineData("weights", "--import")]
    [InlineData("explain", "--direction", "out", "--remote", "1.2.3.4", "--import")]
    public void Wfp_TruncatedExport_IsExitCode3WithLineAndElement(params string[] command)
    {
        using TempDirectory directory = new();
        string path = directory.File("cut.xml");
        File.WriteAllText(path, SmallExport.Text()[..600]);

        ToolRun run = ToolRun.Of(["wfp", .. command, path]);

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Out);
        Assert.Matches(@"cut\.xml: line \d+, <\w+>: ", run.Error);
    }

    [Fact]
    public void Wfp_TruncatedGzip_IsExitCode3()
    {
        using TempDirectory directory = new();
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(SmallExport.Text()));
        }

        string path = directory.File("cut.xml.gz");
        File.WriteAllBytes(path, packed.ToArray()[..200]);

        ToolRun run = ToolRun.Of("wfp", "weights", "--import", path);

        Assert.Equal(3, run.Code);
        Assert.Contains("cut.xml.gz: line", run.Error);
    }

    [Fact]
    public void Weights_JsonWithoutEffectiveWeights_HasComputedAndNull()
    {
        using TempDirectory directory = new();
        JsonElement report = ToolRun.Of("wfp", "weights", "--import", SmallExport.In(directory), "--json").Json();

        Assert.Equal((2, 0), (report.GetProperty("filters").GetInt32(), report.GetProperty("agree").GetInt32()));
        JsonElement item = report.GetProperty("items")[1];
        Assert.Equal(("0x1000000000000000", JsonValueKind.Null), (item.GetProperty("computed").GetString(), item.GetProperty("exported").ValueKind));
        Assert.Equal(("FWPM_LAYER_ALE_AUTH_CONNECT_V4", "FWP_UINT8"), (item.GetProperty("layer").GetString(), item.GetProperty("weightType").GetString()));
    }

    [Fact]
    public void Weights_SchemaWithoutLayers_IsRefused()
    {
        using TempDirectory directory = new();
        string path = SmallExport.In(directory);

        Assert.Equal(3, ToolRun.Of("wfp", "weights", "--import", path, "--schema", path).Code);
    }

    [ExportFact]
    public void Weights_EveryExport_AgreesWithWindowsAlsoWhenItsWeightsAreRemoved()
    {
        using TempDirectory directory = new();
        foreach (string path in ExportData.Files)
        {
            JsonElement whole = ToolRun.Of("wfp", "weights", "--import", path, "--json").Json();
            string xml = ToolRun.Of("wfp", "show", "state", "--import", path, "--xml").Out;
            string bare = directory.File("bare.xml");
            File.WriteAllText(bare, Regex.Replace(xml, @"\t*<effectiveWeight>.*?</effectiveWeight>\n", string.Empty, RegexOptions.Singleline));

            JsonElement report = ToolRun.Of("wfp", "weights", "--import", bare, "--json").Json();

            Assert.True(whole.GetProperty("share").GetDouble() >= 0.998, path);
            Assert.All(report.GetProperty("items").EnumerateArray(), static i => Assert.Equal(JsonValueKind.Null, i.GetProperty("exported").ValueKind));
            Assert.Equal(Computed(whole), Computed(report));
        }
    }

    [Fact]
    public void Diff_OtherPort_NamesTheTrafficThatIsTreatedOtherwise()
    {
        using TempDirectory directory = new();
        JsonElement diff = ToolRun.Of("wfp", "diff", SmallExport.In(directory, "a.xml"), SmallExport.In(directory, "b.xml", port: 80), "--json").Json();

        Assert.Equal(2, diff.GetProperty("traffic").GetArrayLength());
        Assert.Contains("443", diff.GetProperty("traffic")[0].GetProperty("traffic").GetString());
        Assert.Equal("block", diff.GetProperty("traffic")[0].GetProperty("before").GetProperty("decision").GetString());
        Assert.Equal(1, diff.GetProperty("onlyAfter").GetArrayLength());
    }

    [ExportFact]
    public void LintAndDiff_RealExports_Work()
    {
        foreach (string path in ExportData.Files)
        {
            JsonElement lint = ToolRun.Of("wfp", "lint", "--import", path, "--json").Json();
            Assert.True(lint.GetProperty("filters").GetInt32() > 0);
            JsonElement diff = ToolRun.Of("wfp", "diff", path, path, "--json").Json();
            Assert.Equal((0, 0), (diff.GetProperty("traffic").GetArrayLength(), diff.GetProperty("onlyBefore").GetArrayLength()));
        }
    }

    private static IEnumerable<string> Computed(JsonElement report) =>
        report.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("filterId").GetRawText() + i.GetProperty("computed").GetString());
}
