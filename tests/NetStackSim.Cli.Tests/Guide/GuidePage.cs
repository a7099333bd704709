namespace NetStackSim.Cli.Tests.Guide;

/// <summary>
/// Parts of the documentation that a test makes: what stands there is what the code does. With NETSTACKSIM_UPDATE_DOCS=1 the test writes them instead.
/// </summary>
internal static class GuidePage
{
    private static readonly Lock Writing = new();

    private static bool IsUpdate => Environment.GetEnvironmentVariable("NETSTACKSIM_UPDATE_DOCS") == "1";

    /// <summary>Checks the lines between <c>&lt;!-- made: NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
    internal static void Check(string page, string name, string expected)
    {
        lock (Writing)
        {
            CheckAlone(Path.Combine(Root(), page), page, name, expected);
        }
    }

    /// <summary>Checks a whole file, such as a picture.</summary>
    internal static void CheckFile(string file, string expected)
    {
        string path = Path.Combine(Root(), file);
        if (IsUpdate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
            return;
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetStackSim.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    private static void CheckAlone(string path, string page, string name, string expected)
    {
        string text = File.ReadAllText(path);
        string begin = $"<!-- made: {name} -->\n";
        int start = text.IndexOf(begin, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{page} has no '{begin.Trim()}'.");
        start += begin.Length;
        int end = text.IndexOf("<!-- end -->", start, StringComparison.Ordinal);
        if (IsUpdate)
        {
            File.WriteAllText(path, text[..start] + expected.TrimEnd('\n') + "\n" + text[end..]);
            return;
        }

        Assert.Equal(expected.TrimEnd('\n'), text[start..end].TrimEnd('\n'));
    }
}
