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

    /// <summary>Pages whose C# is cut out of programs that compile and run: a comment in front of each block says which.</summary>
    [Theory]
    [InlineData("docs/wfp.md")]
    [InlineData("docs/wfp-in-ten-minutes.md")]
    [InlineData("docs/labs/02-discard-logger.md")]
    public void Pages_Code_IsCutOutOfPrograms(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, page));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```csharp")
            {
                continue;
            }

            Match from = Source().Match(lines[i - 1]);
            Assert.True(from.Success, $"{page}, line {i + 1}: the line in front of the code does not say '<!-- from FILE -->'.");
            string[] code = [.. lines.Skip(i + 1).TakeWhile(static line => line != "```").Select(static line => line.Trim()).Where(static line => line.Length > 0)];
            string? missing = FirstMissing(code, File.ReadAllLines(Path.Combine(SourceTree.Root, from.Groups[1].Value)));
            Assert.True(missing is null, $"{page}, line {i + 1}: {from.Groups[1].Value} has no '{missing}' there.");
        }
    }

    /// <summary>Rows that name a function of Windows and a member are rows of the generated map.</summary>
    [Fact]
    public void WfpGuide_Functions_AreInTheMap()
    {
        string[] map = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs/ddi-map.md"));
        var wrong = File.ReadLines(Path.Combine(SourceTree.Root, "docs/wfp.md"))
            .Select(row => FunctionRow().Match(row))
            .Where(row => row.Success && !map.Any(line =>
                line.StartsWith($"| `{row.Groups[1].Value}` |", StringComparison.Ordinal) && line.Contains($"`{row.Groups[2].Value}`", StringComparison.Ordinal)))
            .Select(row => row.Value);

        Assert.Empty(wrong);
    }

    // Lines follow each other as in the file; "// ..." leaves lines out.
    private static string? FirstMissing(string[] code, string[] file)
    {
        string[] source = [.. file.Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        for (int start = 0; start < source.Length; start++)
        {
            int at = start;
            int i = 0;
            while (i < code.Length && (code[i] == "// ..." || (at < source.Length && source[at] == code[i])))
            {
                at = code[i] == "// ..." ? Math.Max(at, Array.IndexOf(source, i + 1 < code.Length ? code[i + 1] : "", at)) : at + 1;
                i++;
            }

            if (i == code.Length)
            {
                return null;
            }
        }

        return code.FirstOrDefault(line => line != "// ..." && !source.Contains(line)) ?? "(the lines in this order)";
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

    // <!-- from path/to/File.cs -->
    [GeneratedRegex(@"^<!-- from (\S+) -->$")]
    private static partial Regex Source();

    // | words | `FwpsFunction0` | `Type.Member`
    [GeneratedRegex(@"^\| [^|]* \| `(Fwp\w+|FWP\w+)` \| `(\w+\.\w+)`")]
    private static partial Regex FunctionRow();

    // [text](target#anchor)
    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
