using System.Reflection;
using System.Runtime.CompilerServices;

namespace NetStackSim.PublicApiTests;

/// <summary>Types as C# writes them, with nullability where it is declared.</summary>
internal static class ApiName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The name of a type where it is declared: outer types, name, type parameters.</summary>
    public static string OfDefinition(Type type)
    {
        string outer = type.DeclaringType is null ? "" : OfDefinition(type.DeclaringType) + ".";
        Type[] arguments = type.GetGenericArguments();
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        return outer + WithoutArity(type.Name) + List(arguments.Skip(inherited).Select(argument => argument.Name));
    }

    /// <summary>The name of a type where it is used.</summary>
    /// <param name="type">The type.</param>
    /// <param name="nullability">What is declared about null; null when nothing is known.</param>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        string mark = !type.IsValueType && !type.IsGenericParameter && nullability is { ReadState: NullabilityState.Nullable } ? "?" : "";
        return Plain(type, nullability) + mark;
    }

    private static string Plain(Type type, NullabilityInfo? nullability)
    {
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (!type.IsGenericType)
        {
            return type.IsNested && !type.IsGenericParameter ? $"{Of(type.DeclaringType!)}.{type.Name}" : type.Name;
        }

        return Generic(type, nullability);
    }

    private static string Generic(Type type, NullabilityInfo? nullability)
    {
        Type[] arguments = type.GetGenericArguments();
        NullabilityInfo[] known = nullability?.GenericTypeArguments ?? [];
        IEnumerable<string> names = arguments.Select((argument, i) => Of(argument, i < known.Length ? known[i] : null));
        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
        {
            return $"({string.Join(", ", names)})";
        }

        string outer = type.IsNested ? WithoutArity(type.DeclaringType!.Name) + "." : "";
        return outer + WithoutArity(type.Name) + List(names);
    }

    private static string WithoutArity(string name) => name.Split('`')[0];

    private static string List(IEnumerable<string> names)
    {
        string joined = string.Join(", ", names);
        return joined.Length == 0 ? "" : $"<{joined}>";
    }
}
