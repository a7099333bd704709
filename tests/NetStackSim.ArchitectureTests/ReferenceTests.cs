namespace NetStackSim.ArchitectureTests;

public sealed class ReferenceTests
{
    [Theory]
    [MemberData(nameof(ProductAssemblies.Names), MemberType = typeof(ProductAssemblies))]
    public void Assembly_References_AreOnlyThoseOfItsRow(string name)
    {
        using var assembly = ProductAssemblies.Read(name);
        var allowed = ProductAssemblies.Allowed[name].Select(n => n.Length == 0 ? "NetStackSim" : "NetStackSim." + n).ToHashSet();

        var forbidden = assembly.MainModule.AssemblyReferences
            .Select(reference => reference.Name)
            .Where(reference => reference.StartsWith("NetStackSim", StringComparison.Ordinal) && !allowed.Contains(reference));

        Assert.Empty(forbidden);
    }

    [Fact]
    public void Solution_ProductProjects_AllHaveARow()
    {
        string[] projects = Directory.GetDirectories(Path.Combine(SourceTree.Root, "src"))
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name.StartsWith("NetStackSim", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();

        Assert.Equal(ProductAssemblies.Allowed.Keys.Order(StringComparer.Ordinal), projects);
    }
}
