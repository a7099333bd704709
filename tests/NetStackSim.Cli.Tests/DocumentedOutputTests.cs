namespace NetStackSim.Cli.Tests;

/// <summary>Blocks of the documentation that begin with a command line of the tool hold what the tool prints.</summary>
public sealed class DocumentedOutputTests
{
    private const string Start = "```console\n$ netstacksim ";

    public static TheoryData<string, string, string> Blocks
    {
        get
        {
            TheoryData<string, string, string> blocks = [];
            foreach (string page in new[] { "docs/tool.md", "docs/ndis.md", "docs/wfp-tool.md" })
            {
                foreach (string block in File.ReadAllText(Path.Combine(Root(), page)).Split(Start)[1..])
                {
                    string[] lines = block[..block.IndexOf("\n```", StringComparison.Ordinal)].Split('\n', 2);
                    blocks.Add(page, lines[0], lines[1]);
                }
            }

            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Documentation_Output_IsWhatTheToolPrints(string page, string command, string output)
    {
        ToolRun run = ToolRun.Of(command.Split(' '));

        Assert.True(run.Code == 0, $"{page}: {run.Error}");
        Assert.Equal(output, run.Out.TrimEnd('\n'));
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetStackSim.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
