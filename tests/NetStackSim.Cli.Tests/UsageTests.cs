namespace NetStackSim.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("--nonsense")]
    [InlineData()]
    public void Tool_WithoutACommandThatItKnows_IsWrongUsageOnStandardError(params string[] args)
    {
        ToolRun run = ToolRun.Of(args);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("netstacksim --help", run.Error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "no-such-scenario")]
    [InlineData("run", "echo", "--seed", "minus-one")]
    [InlineData("demo", "--seed", "-1")]
    [InlineData("demo", "unexpected")]
    [InlineData("replay")]
    [InlineData("replay", "x.pcap")]
    [InlineData("replay", "/nowhere/at/all.pcap", "--host", "10.0.0.1/24")]
    [InlineData("replay", "x.pcap", "--host", "10.0.0.1")]
    [InlineData("replay", "x.pcap", "--host", "10.0.0.1/33")]
    [InlineData("tap")]
    [InlineData("tap", "--device", "tap0")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--serve", "gopher:70")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--loss", "lots")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--loss", "101%")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--delay", "soon")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--rate", "0")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--hosts", "0")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--profile", "BeOS")]
    [InlineData("tap", "--device", "tap0", "--address", "10.0.0.1/24", "--gateway", "router")]
    [InlineData("tap", "--device", "a-name-that-is-too-long", "--address", "10.0.0.1/24")]
    public void Command_WrongArguments_IsExitCode2WithALineOnStandardError(params string[] args)
    {
        ToolRun run = ToolRun.Of(args);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo", "--help")]
    [InlineData("tap", "--help")]
    [InlineData("replay", "--help")]
    [InlineData("scenarios", "--help")]
    [InlineData("ndiskd", "--help")]
    [InlineData("run", "--help")]
    [InlineData("run", "-h")]
    public void Help_Everywhere_HasExamples(params string[] args)
    {
        ToolRun run = ToolRun.Of(args);

        Assert.Equal(0, run.Code);
        Assert.Contains("Examples:", run.Out);
        Assert.Contains("netstacksim", run.Out[run.Out.IndexOf("Examples:", StringComparison.Ordinal)..]);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Tool_Version_IsANumber()
    {
        ToolRun run = ToolRun.Of("--version");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Out);
    }
}
