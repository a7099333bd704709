namespace NetStackSim.DeterminismTests;

/// <summary>What the READMEs of samples show is what the samples print, in a process of their own.</summary>
public sealed class SampleTests
{
    private const string Start = "```console\n$ dotnet run -c Release --project samples/";

    /// <summary>Samples whose README shows output.</summary>
    public static TheoryData<string> Samples => [.. Directory.GetDirectories(Path.Combine(Root(), "samples"))
        .Where(static folder => File.Exists(Readme(folder)) && File.ReadAllText(Readme(folder)).Contains(Start, StringComparison.Ordinal))
        .Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_Output_IsWhatItsReadmeShows(string name)
    {
        string block = File.ReadAllText(Readme(Path.Combine(Root(), "samples", name))).Split(Start)[1];
        string[] lines = block[..block.IndexOf("\n```", StringComparison.Ordinal)].Split('\n', 2);
        Assert.Equal(name, lines[0]);

        // Built for the same configuration as this test.
        string target = Path.GetRelativePath(Path.Combine(Root(), "tests", "NetStackSim.DeterminismTests"), AppContext.BaseDirectory);
        using TempDirectory directory = new();
        ToolProcess run = ToolProcess.RunProgram(directory.Path, Path.Combine(Root(), "samples", name, target, name + ".dll"));
        Assert.Equal(lines[1], run.Out.TrimEnd('\n'));
    }

    private static string Readme(string folder) => Path.Combine(folder, "README.md");

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
