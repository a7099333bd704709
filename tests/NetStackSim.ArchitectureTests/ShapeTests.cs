using System.Text.RegularExpressions;

namespace NetStackSim.ArchitectureTests;

public sealed partial class ShapeTests
{
    private const int MaximumLines = 600;

    [Fact]
    public void ProductFiles_Length_StaysReadable()
    {
        var oversized = SourceTree.ProductFiles()
            .Select(path => (path, lines: File.ReadLines(path).Count()))
            .Where(file => file.lines > MaximumLines && !file.path.EndsWith(".Table.cs", StringComparison.Ordinal))
            .Select(file => $"{Path.GetRelativePath(SourceTree.Root, file.path)}: {file.lines} lines");

        Assert.Empty(oversized);
    }

    [Fact]
    public void ProductFiles_PublicTypes_OneToAFile()
    {
        var crowded = SourceTree.ProductFiles()
            .Select(path => (path, count: PublicTypes().Count(File.ReadAllText(path))))
            .Where(file => file.count > 1)
            .Select(file => $"{Path.GetRelativePath(SourceTree.Root, file.path)}: {file.count} public types");

        Assert.Empty(crowded);
    }

    [Fact]
    public void ProductFiles_UnfinishedWords_AreAbsent()
    {
        var unfinished = SourceTree.ProductFiles()
            .SelectMany(path => File.ReadLines(path).Select((line, index) => (path, line, index)))
            .Where(entry => Unfinished().IsMatch(entry.line))
            .Select(entry => $"{Path.GetRelativePath(SourceTree.Root, entry.path)}:{entry.index + 1}");

        Assert.Empty(unfinished);
    }

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|record|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicTypes();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();
}
