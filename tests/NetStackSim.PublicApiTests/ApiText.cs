using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetStackSim.PublicApiTests;

/// <summary>The public surface of an assembly as text: one line per type and member, in an order that depends on names alone.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Writes everything that a user can see.</summary>
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        IOrderedEnumerable<Type> types = assembly.GetTypes()
            .Where(IsVisible)
            .OrderBy(type => type.Namespace, StringComparer.Ordinal)
            .ThenBy(ApiName.OfDefinition, StringComparer.Ordinal);
        foreach (Type type in types)
        {
            text.Append(type.Namespace).Append(": ").Append(ApiSignature.Of(type)).Append('\n');
            foreach (string member in Members(type))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.Length == 0 ? "nothing\n" : text.ToString();
    }

    private static bool IsVisible(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .OrderBy(field => Convert.ToDecimal(field.GetRawConstantValue(), CultureInfo.InvariantCulture))
                .ThenBy(field => field.Name, StringComparer.Ordinal)
                .Select(field => $"{field.Name} = {Enum.Format(type, field.GetRawConstantValue()!, "D")}");
        }

        return type.GetMembers(Declared)
            .Where(member => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !member.Name.Contains('<'))
            .Select(member => (member.Name, Text: ApiSignature.OfMember(member)))
            .Where(member => member.Text is not null)
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.Text, StringComparer.Ordinal)
            .Select(member => member.Text!);
    }
}
