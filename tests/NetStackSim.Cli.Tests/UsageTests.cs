namespace NetStackSim.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("--nonsense")]
    public void Tool_UnknownWord_IsWrongUsageOnStandardError(string word)
    {
        ToolRun run = ToolRun.Of(word);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("netstacksim --help", run.Error);
    }

    [Fact]
    public void Tool_Help_HasExamples()
    {
        ToolRun run = ToolRun.Of("--help");

        Assert.Equal(0, run.Code);
        Assert.Contains("Examples:", run.Out);
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
