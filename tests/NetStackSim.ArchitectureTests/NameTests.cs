using Mono.Cecil;

namespace NetStackSim.ArchitectureTests;

/// <summary>Public names that a user's file can use beside the implicit usings of the SDK.</summary>
public sealed class NameTests
{
    private static readonly string[] _implicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    [Theory]
    [MemberData(nameof(ProductAssemblies.Names), MemberType = typeof(ProductAssemblies))]
    public void PublicTypes_BesideImplicitUsings_AreNotAmbiguous(string name)
    {
        HashSet<string> platform = [.. PlatformNames()];
        using AssemblyDefinition assembly = ProductAssemblies.Read(name);

        IEnumerable<string> clashes = assembly.MainModule.Types.Where(type => type.IsPublic && platform.Contains(type.Name)).Select(type => type.FullName);

        Assert.Empty(clashes);
    }

    [Fact]
    public void PublicTypes_AcrossOurAssemblies_HaveNamesOfTheirOwn()
    {
        IEnumerable<string> twice = ProductAssemblies.Allowed.Keys.SelectMany(OwnNames).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

        Assert.Empty(twice);
    }

    private static List<string> OwnNames(string name)
    {
        using AssemblyDefinition assembly = ProductAssemblies.Read(name);
        return [.. assembly.MainModule.Types.Where(type => type.IsPublic).Select(type => type.Name)];
    }

    private static IEnumerable<string> PlatformNames() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .SelectMany(PublicTypesOf)
            .Where(type => _implicitUsings.Contains(type.Namespace))
            .Select(type => type.Name);

    private static List<(string Namespace, string Name)> PublicTypesOf(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        return [.. assembly.MainModule.Types.Where(type => type.IsPublic).Select(type => (type.Namespace, type.Name))];
    }
}
