using System.Reflection;
using System.Xml.Linq;

namespace NetStackSim.ArchitectureTests;

public sealed class PackageTests
{
    [Theory]
    [MemberData(nameof(ProductAssemblies.Names), MemberType = typeof(ProductAssemblies))]
    public void Project_Package_SaysWhatItIs(string name)
    {
        XDocument project = XDocument.Load(Path.Combine(SourceTree.Root, "src", name, name + ".csproj"));

        Assert.NotEmpty(project.Descendants("Description").Single().Value);
        Assert.DoesNotContain(project.Descendants("IsPackable"), element => element.Value == "false");
        Assert.Empty(project.Descendants("Version"));
    }

    [Fact]
    public void Assemblies_Versions_AreEqual()
    {
        string[] versions = ProductAssemblies.Allowed.Keys.Select(VersionOf).Distinct().ToArray();

        Assert.Single(versions);
    }

    private static string VersionOf(string name)
    {
        using var assembly = ProductAssemblies.Read(name);
        return (string)assembly.CustomAttributes
            .Single(attribute => attribute.AttributeType.Name == nameof(AssemblyFileVersionAttribute))
            .ConstructorArguments[0].Value;
    }
}
