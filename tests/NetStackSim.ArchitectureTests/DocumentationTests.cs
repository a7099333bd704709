using System.Text.RegularExpressions;

namespace NetStackSim.ArchitectureTests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void Pages_RelativeLinks_LeadSomewhere()
    {
        var broken = Pages()
            .SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(match => (page, target: match.Groups[1].Value)))
            .Where(link => !link.target.Contains(':') && link.target.Length > 0)
            .Where(link => !Exists(Path.Combine(Path.GetDirectoryName(link.page)!, link.target)))
            .Select(link => $"{Path.GetRelativePath(SourceTree.Root, link.page)}: {link.target}");

        Assert.Empty(broken);
    }

    [Fact]
    public void Index_Pages_AreAllListed()
    {
        string docs = Path.Combine(SourceTree.Root, "docs");
        string index = File.ReadAllText(Path.Combine(docs, "README.md"));

        var missing = Directory.GetFiles(docs, "*.md", SearchOption.AllDirectories)
            .Select(page => Path.GetRelativePath(docs, page))
            .Where(page => page != "README.md" && !page.StartsWith("adr", StringComparison.Ordinal) && !index.Contains($"({page})", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Samples_Programs_AreShortAndExplained()
    {
        var problems = Directory.GetDirectories(Path.Combine(SourceTree.Root, "samples"))
            .Where(sample => Directory.GetFiles(sample, "*.csproj").Length > 0)
            .SelectMany(Problems);

        Assert.Empty(problems);
    }

    private static IEnumerable<string> Problems(string sample)
    {
        string name = Path.GetFileName(sample);
        if (!File.Exists(Path.Combine(sample, "README.md")))
        {
            yield return $"{name} has no README.md";
        }

        foreach (string file in Directory.GetFiles(sample, "*.cs").Where(file => File.ReadLines(file).Count() > 100))
        {
            yield return $"{name}/{Path.GetFileName(file)} has more than 100 lines";
        }
    }

    private static IEnumerable<string> Pages() =>
        Directory.GetFiles(SourceTree.Root, "*.md")
            .Concat(new[] { "docs", "samples", "bench" }.SelectMany(folder =>
                Directory.GetFiles(Path.Combine(SourceTree.Root, folder), "*.md", SearchOption.AllDirectories)));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    // [text](target#anchor)
    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
