using System.Text.Json;
using NetStackSim.Scenarios;

namespace NetStackSim.Cli.Tests;

public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioCatalog.All.Select(static scenario => scenario.Name)];

    [Fact]
    public void Scenarios_Json_ListsTheCatalogInOrder()
    {
        JsonElement scenarios = ToolRun.Of("scenarios", "--json").Json().GetProperty("scenarios");

        Assert.Equal(ScenarioCatalog.All.Select(static s => s.Name), scenarios.EnumerateArray().Select(static s => s.GetProperty("name").GetString()));
        Assert.All(scenarios.EnumerateArray(), static s => Assert.NotEqual("", s.GetProperty("summary").GetString()));
    }

    [Fact]
    public void Scenarios_Text_NamesEveryScenario()
    {
        ToolRun run = ToolRun.Of("scenarios");

        Assert.Equal(0, run.Code);
        Assert.All(ScenarioCatalog.All, scenario => Assert.Contains(scenario.Name, run.Out));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EveryScenario_SucceedsWithoutLeaksAndRepeatsByteForByte(string name)
    {
        ToolRun first = ToolRun.Of("run", name, "--json");
        JsonElement json = first.Json();

        Assert.Equal(0, first.Code);
        Assert.Empty(first.Error);
        Assert.True(json.GetProperty("succeeded").GetBoolean());
        Assert.Equal(0, json.GetProperty("leaks").GetArrayLength());
        Assert.Equal(first.Out, ToolRun.Of("run", name, "--json").Out);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("lossy10")]
    public void Run_WithACapture_GivesTheSameBytesAsWithout(string name)
    {
        using TempDirectory directory = new();
        string file = directory.File("run.pcapng");

        ToolRun watched = ToolRun.Of("run", name, "--json", "--pcap", file);

        Assert.Equal(ToolRun.Of("run", name, "--json").Out, watched.Out);
        Assert.True(new FileInfo(file).Length > 10_000);
        Assert.Contains("run.pcapng", watched.Error);
    }

    [TsharkFact]
    public void Run_Mux_TsharkSeesTheTagsAndGoodChecksums()
    {
        using TempDirectory directory = new();
        string file = directory.File("mux.pcapng");
        Assert.Equal(0, ToolRun.Of("run", "mux", "--pcap", file).Code);

        string[] vlans = Tshark.Read(file, "", "-T", "fields", "-e", "vlan.id");

        Assert.True(vlans.Length > 1000);
        Assert.Equal(["10", "20"], vlans.Distinct().Order());
        Assert.Empty(Tshark.Read(file, "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"));
        Assert.Empty(Tshark.Read(file, "(vlan.id == 10 && ip.addr == 10.0.20.0/24) || (vlan.id == 20 && ip.addr == 10.0.10.0/24)"));
    }

    [Fact]
    public void Run_AnotherSeed_GivesAnotherDigest() => Assert.NotEqual(
        ToolRun.Of("run", "lossy10", "--json", "--seed", "1").Json().GetProperty("digest").GetString(),
        ToolRun.Of("run", "lossy10", "--json", "--seed", "2").Json().GetProperty("digest").GetString());

    [Fact]
    public void Run_Text_TellsDigestEndTimeAndVerdict()
    {
        ToolRun run = ToolRun.Of("run", "echo");

        Assert.Equal(0, run.Code);
        Assert.Contains("digest", run.Out);
        Assert.Contains("virtual end time", run.Out);
        Assert.Contains("nothing leaked", run.Out);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public void Run_CaptureInAMissingDirectory_IsWrongUsage()
    {
        using TempDirectory directory = new();

        ToolRun run = ToolRun.Of("run", "echo", "--pcap", directory.File("no/such/file.pcapng"));

        Assert.Equal(2, run.Code);
        Assert.Contains("make its directory first", run.Error);
    }
}
