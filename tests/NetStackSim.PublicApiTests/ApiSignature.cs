using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NetStackSim.PublicApiTests;

/// <summary>Declarations as C# writes them, without bodies.</summary>
internal static class ApiSignature
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>A type's declaration: kind, name, bases, constraints.</summary>
    public static string Of(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {Returned(invoke)} {ApiName.OfDefinition(type)}({Parameters(invoke)})";
        }

        string flags = type.IsEnum && type.GetCustomAttribute<FlagsAttribute>() is not null ? "[Flags] " : "";
        string bases = string.Join(", ", Bases(type));
        return $"{flags}{Kind(type)} {ApiName.OfDefinition(type)}{(bases.Length == 0 ? "" : " : " + bases)}{Constraints(type.GetGenericArguments())}";
    }

    /// <summary>A member's declaration; null when users cannot see it or it is listed with another member.</summary>
    public static string? OfMember(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) => Field(field),
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic =>
            $"{Access(constructor)}new({Parameters(constructor)})",
        PropertyInfo property => Property(property),
        EventInfo @event when IsVisible(@event.AddMethod!) => $"{Access(@event.AddMethod!)}event {ApiName.Of(@event.EventHandlerType!)} {@event.Name}",
        MethodInfo method when IsVisible(method) && !IsAccessor(method) => Method(method),
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        string record = type.GetMethod("PrintMembers", Any | BindingFlags.DeclaredOnly) is null ? "" : "record ";
        if (type.IsValueType)
        {
            string only = type.GetCustomAttribute<IsReadOnlyAttribute>() is null ? "" : "readonly ";
            return $"{only}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        }

        string modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return $"{modifier}{record}class";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            Type underlying = Enum.GetUnderlyingType(type);
            return underlying == typeof(int) ? [] : [ApiName.Of(underlying)];
        }

        Type? root = type.BaseType;
        bool plain = root is null || root == typeof(object) || root == typeof(ValueType);
        IEnumerable<Type> inherited = root?.GetInterfaces() ?? [];
        IEnumerable<string> added = type.GetInterfaces()
            .Where(contract => contract.IsVisible && !inherited.Contains(contract))
            .Select(contract => ApiName.Of(contract))
            .Order(StringComparer.Ordinal);
        return plain ? added : added.Prepend(ApiName.Of(root!));
    }

    private static string Constraints(Type[] parameters)
    {
        string all = "";
        foreach (Type parameter in parameters.Where(parameter => parameter.IsGenericParameter))
        {
            GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
            var names = parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => ApiName.Of(c)).ToList();
            if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                names.Insert(0, "struct");
            }
            else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            {
                names.Insert(0, "class");
            }

            all += names.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", names)}";
        }

        return all;
    }

    private static string Field(FieldInfo field)
    {
        string type = ApiName.Of(field.FieldType, Nullability.Create(field));
        string access = field.IsPublic ? "" : "protected ";
        if (field.IsLiteral)
        {
            return $"{access}const {type} {field.Name} = {Value(field.GetRawConstantValue(), field.FieldType)}";
        }

        return $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string? Property(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is { } getter && IsVisible(getter) ? getter : null;
        MethodInfo? set = property.SetMethod is { } setter && IsVisible(setter) ? setter : null;
        if ((get ?? set) is not { } shown)
        {
            return null;
        }

        string name = property.GetIndexParameters().Length == 0 ? property.Name : $"this[{Parameters(property.GetIndexParameters())}]";
        string type = ApiName.Of(property.PropertyType, Nullability.Create(property));
        string reference = Reference(property.PropertyType, get);
        string accessors = (get is null ? "" : "get; ") + (set is null ? "" : $"{(shown != set ? Narrower(shown, set) : "")}{SetKeyword(set)}; ");
        string required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "" : "required ";
        return $"{Access(shown)}{Modifiers(shown)}{required}{reference}{type} {name} {{ {accessors}}}";
    }

    private static string Narrower(MethodInfo shown, MethodInfo set) => shown.IsPublic && !set.IsPublic ? "protected " : "";

    private static string SetKeyword(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set";

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        string extension = method.GetCustomAttribute<ExtensionAttribute>() is null ? "" : "this ";
        string constraints = method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : "";
        return $"{Access(method)}{Modifiers(method)}{Returned(method)} {method.Name}{generic}({extension}{Parameters(method)}){constraints}";
    }

    private static string Returned(MethodInfo method) =>
        Reference(method.ReturnType, method) + ApiName.Of(method.ReturnType, Nullability.Create(method.ReturnParameter));

    private static string Reference(Type type, MethodInfo? method)
    {
        if (!type.IsByRef)
        {
            return "";
        }

        return method?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "InAttribute") == true ? "ref readonly " : "ref ";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? "static " : "";
        }

        if (method.IsStatic)
        {
            return "static ";
        }

        bool overrides = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        return (overrides, method.IsAbstract, method.IsVirtual && !method.IsFinal) switch
        {
            (true, _, _) => "override ",
            (false, true, _) => "abstract ",
            (false, false, true) => "virtual ",
            _ => "",
        };
    }

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{passing}{many}{ApiName.Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        char character => $"'{character}'",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}".Replace(", ", $" | {type.Name}.", StringComparison.Ordinal),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "null",
    };
}
