using System.Reflection;

namespace NetStackSim.PublicApiTests;

/// <summary>The assemblies that users get, one per folder of src.</summary>
internal static class ShippedAssemblies
{
    /// <summary>Their names in alphabetical order, read from the folders so that a new project cannot be forgotten.</summary>
    public static IReadOnlyList<string> All { get; } = Directory.GetDirectories(Path.Combine(SourceTree.Root, "src"))
        .Select(path => Path.GetFileName(path)!)
        .Where(name => name.StartsWith("NetStackSim", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToArray();

    /// <summary>Names for theory rows.</summary>
    public static TheoryData<string> Names() => new(All);

    /// <summary>Loads one from the folder of this test.</summary>
    public static Assembly Load(string name) =>
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
}
