using System.Reflection;
using NetStackSim.Kernel;

namespace NetStackSim.PublicApiTests;

/// <summary>Every <see cref="WindowsDdiAttribute"/> of the product.</summary>
internal static class DdiCatalog
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Reads the attributes of all types and members, ordered by name and member.</summary>
    public static IReadOnlyList<DdiEntry> Read()
    {
        var entries = new List<DdiEntry>();
        foreach (string assembly in ShippedAssemblies.All)
        {
            foreach (Type type in ShippedAssemblies.Load(assembly).GetTypes())
            {
                Add(entries, assembly, type, ApiName.OfDefinition(type));
                foreach (MemberInfo member in type.GetMembers(Declared).Where(member => member is not Type))
                {
                    Add(entries, assembly, member, $"{ApiName.OfDefinition(type)}{Suffix(member)}");
                }
            }
        }

        return entries
            .Distinct()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Member, StringComparer.Ordinal)
            .ToArray();
    }

    private static void Add(List<DdiEntry> entries, string assembly, MemberInfo member, string name)
    {
        string project = assembly == "NetStackSim" ? assembly : assembly["NetStackSim.".Length..];
        foreach (WindowsDdiAttribute ddi in member.GetCustomAttributes<WindowsDdiAttribute>(inherit: false))
        {
            entries.Add(new DdiEntry(ddi.Name, project, name, Levels(member.GetCustomAttribute<RequiresIrqlAttribute>())));
        }
    }

    private static string Suffix(MemberInfo member) => member switch
    {
        ConstructorInfo => " constructor",
        PropertyInfo property when property.GetIndexParameters().Length > 0 => " indexer",
        MethodInfo { IsSpecialName: true } method => "." + method.Name[(method.Name.IndexOf('_') + 1)..],
        _ => "." + member.Name,
    };

    private static string Levels(RequiresIrqlAttribute? irql)
    {
        if (irql is null)
        {
            return "";
        }

        return (irql.Min, irql.Max) switch
        {
            (Irql.Passive, Irql.High) => "any",
            (Irql.Passive, var max) => $"<= {max}",
            var (min, max) when min == max => $"{min}",
            var (min, max) => $"{min} to {max}",
        };
    }
}
