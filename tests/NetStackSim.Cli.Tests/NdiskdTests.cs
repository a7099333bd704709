using System.Text.Json;
using NetStackSim.Ndis;

namespace NetStackSim.Cli.Tests;

public sealed class NdiskdTests
{
    public static TheoryData<string> Commands => [.. NdisInspector.Commands.Select(static command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Ndiskd_EveryCommand_PrintsTheSameTwiceAndJson(string command)
    {
        ToolRun text = ToolRun.Of("ndiskd", command, "--scenario", "ten-hosts");
        ToolRun json = ToolRun.Of("ndiskd", command, "--scenario", "ten-hosts", "--json");

        Assert.True(text.Code == 0, text.Error);
        Assert.Equal(text.Out, ToolRun.Of("ndiskd", command, "--scenario", "ten-hosts").Out);
        Assert.Equal(("ten-hosts", "h1"), (json.Json().GetProperty("scenario").GetString(), json.Json().GetProperty("host").GetString()));
    }

    [Fact]
    public void Ndiskd_WithoutCommand_ListsTheAdapters()
    {
        ToolRun run = ToolRun.Of("ndiskd", "--scenario", "router", "--host", "west");

        Assert.Equal(0, run.Code);
        Assert.Contains("NetAdapter", run.Out);
        Assert.Contains("west/eth1", run.Out);
    }

    [Fact]
    public void Ndiskd_At_IsTheMomentOfTheSnapshot()
    {
        JsonElement page = ToolRun.Of("ndiskd", "ndis", "--scenario", "lossy10", "--at", "20ms", "--json").Json();

        Assert.Equal(20_000_000, page.GetProperty("time_ns").GetInt64());
    }

    [Fact]
    public void Ndiskd_WithoutHost_LooksAtTheOneThatTheScenarioNamesWhileItsQueuesAreFull()
    {
        JsonElement page = ToolRun.Of("ndiskd", "netadapter", "eth0", "-hw", "--scenario", "rss", "--json").Json();

        Assert.Equal("queues4", page.GetProperty("host").GetString());
        JsonElement[] queues = [.. page.GetProperty("sections")[0].GetProperty("rows").EnumerateArray()];
        Assert.Equal(4, queues.Length);
        Assert.All(queues, static queue => Assert.True(queue.GetProperty("rxFilled").GetInt32() > 0));
    }

    [Fact]
    public void Ndiskd_Events_ExplainTheBrokenRules()
    {
        ToolRun run = ToolRun.Of("ndiskd", "ndisevent", "-analyze", "--scenario", "verifier");

        Assert.Equal(0, run.Code);
        Assert.Contains("ANALYSIS OF OutOfBandTruth", run.Out);
        Assert.Contains("MODULE_NAME:  alice/eth0-badfilter-0000", run.Out);
        Assert.Contains("broke rule LeakedContext 6 times", ToolRun.Of("ndiskd", "netreport", "--scenario", "verifier").Out);
    }

    [Fact]
    public void Ndiskd_AtAfterTheEnd_LooksAtTheEnd() =>
        Assert.Equal(0, ToolRun.Of("ndiskd", "ndis", "--scenario", "ping", "--at", "9min", "--json").Code);

    [Fact]
    public void Ndiskd_Html_IsOnePageWithoutAnythingFromElsewhere()
    {
        using TempDirectory directory = new();

        ToolRun run = ToolRun.In(directory.Path, "ndiskd", "netreport", "--scenario", "router", "--host", "west", "--html", directory.File("stack.html"));

        string page = File.ReadAllText(directory.File("stack.html"));
        Assert.Equal(0, run.Code);
        Assert.Contains("stack.html", run.Error);
        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("<script", page);
        Assert.Contains("prefers-color-scheme:dark", page);
        Assert.Contains("west/eth0", page);
        Assert.Contains("<svg", page);
        ToolRun.In(directory.Path, "ndiskd", "netreport", "--scenario", "router", "--host", "west", "--html", directory.File("again.html"));
        Assert.Equal(page, File.ReadAllText(directory.File("again.html")));
    }

    [Fact]
    public void Ndiskd_Mermaid_IsAFlowChart() => Assert.StartsWith("flowchart TB\n", ToolRun.Of("ndiskd", "netreport", "--scenario", "demo", "--mermaid").Out);

    [Fact]
    public void Ndiskd_HelpWithANumber_NamesIt() => Assert.Contains("OID_GEN_STATISTICS", ToolRun.Of("ndiskd", "help", "0x00020106").Out);

    [Fact]
    public void Ndiskd_SwitchThatLooksLikeHelp_IsASwitch() => Assert.Contains("Rx posted", ToolRun.Of("ndiskd", "netadapter", "alice/eth0", "-hw").Out);

    [Theory]
    [InlineData("ndiskd", "nonsense")]
    [InlineData("ndiskd", "netadapter", "no-such-adapter")]
    [InlineData("ndiskd", "netadapter", "alice/eth0", "-nonsense")]
    [InlineData("ndiskd", "--scenario", "no-such-scenario")]
    [InlineData("ndiskd", "--host", "no-such-host")]
    [InlineData("ndiskd", "--at", "soon")]
    [InlineData("ndiskd", "filter", "--html", "x.html")]
    public void Ndiskd_WrongArguments_IsExitCode2WithALineOnStandardError(params string[] args)
    {
        ToolRun run = ToolRun.Of(args);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
    }
}
