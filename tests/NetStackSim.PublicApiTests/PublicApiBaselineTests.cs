namespace NetStackSim.PublicApiTests;

public sealed class PublicApiBaselineTests
{
    [Theory]
    [MemberData(nameof(ShippedAssemblies.Names), MemberType = typeof(ShippedAssemblies))]
    public void Assembly_PublicApi_IsTheAcceptedOne(string name) =>
        AcceptedFile.Check($"tests/NetStackSim.PublicApiTests/Baselines/{name}.txt", ApiText.Of(ShippedAssemblies.Load(name)), WithTypes);

    [Fact]
    public void Baselines_Files_BelongToAnAssembly()
    {
        string folder = Path.Combine(SourceTree.Root, "tests/NetStackSim.PublicApiTests/Baselines");

        Assert.Equal(ShippedAssemblies.All, Directory.GetFiles(folder).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
    }

    /// <summary>A member's line says little without its type.</summary>
    private static string[] WithTypes(string[] lines)
    {
        string type = "";
        var labelled = new List<string>();
        foreach (string line in lines)
        {
            if (line.StartsWith(' '))
            {
                labelled.Add($"{type} :: {line.Trim()}");
            }
            else if (line.Length > 0)
            {
                type = line;
                labelled.Add(line);
            }
        }

        return [.. labelled];
    }
}
