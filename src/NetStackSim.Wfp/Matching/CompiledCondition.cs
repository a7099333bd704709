using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>One condition made ready for evaluation: a kind, two ends or an object. Immutable.</summary>
internal readonly struct CompiledCondition
{
    internal readonly ConditionKind Kind;
    internal readonly FwpDataType Type;
    internal readonly UInt128 Low;
    internal readonly UInt128 High;
    internal readonly object? First;
    internal readonly object? Second;

    private CompiledCondition(ConditionKind kind, FwpDataType type, UInt128 low = default, UInt128 high = default, object? first = null, object? second = null)
    {
        Kind = kind;
        Type = type;
        Low = low;
        High = high;
        First = first;
        Second = second;
    }

    /// <summary>True for a number that must be exactly one.</summary>
    internal bool IsPoint => Kind == ConditionKind.Interval && Low == High;

    /// <summary>Compiles a condition that passed validation.</summary>
    internal static CompiledCondition Compile(FieldSchema field, in FilterCondition condition)
    {
        FwpValue value = condition.Value;
        if (value.IsEmpty)
        {
            return new CompiledCondition(condition.Match == FwpMatchType.Equal ? ConditionKind.IsEmpty : ConditionKind.Never, field.DataType);
        }

        return value.Type switch
        {
            FwpDataType.V4AddressMask => Mask(condition.Match, field.DataType, value.Number & value.V4Mask, (value.Number & value.V4Mask) | (~value.V4Mask)),
            FwpDataType.V6AddressMask => Prefix(condition.Match, field.DataType, value),
            FwpDataType.Range => CompileRange(field.DataType, value.Range!),
            FwpDataType.SecurityDescriptor => new CompiledCondition(ConditionKind.AccessCheck, field.DataType, first: value.SecurityDescriptor),
            FwpDataType.ByteBlob or FwpDataType.UnicodeString or FwpDataType.Sid => CompileObject(condition.Match, value),
            _ => CompileNumber(condition.Match, field.DataType, value.Number128),
        };
    }

    /// <summary>A condition on the bits of a mask.</summary>
    internal static CompiledCondition Flags(ConditionKind kind, FwpDataType type, ulong mask) => new(kind, type, mask);

    /// <summary>A number between two ends.</summary>
    internal static CompiledCondition Between(FwpDataType type, UInt128 low, UInt128 high) => Interval(type, low, high);

    /// <summary>True when both match the same values.</summary>
    internal bool SameAs(in CompiledCondition other) =>
        Kind == other.Kind && Type == other.Type && Low == other.Low && High == other.High && Same(First, other.First) && Same(Second, other.Second);

    /// <summary>Evaluates the condition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Matches(in FwpValue value)
    {
        if (Kind == ConditionKind.Interval)
        {
            UInt128 number = value.Number128;
            return value.Type == Type && number >= Low && number <= High;
        }

        return MatchesOther(value);
    }

    private bool MatchesOther(in FwpValue value) => Kind switch
    {
        ConditionKind.Never => false,
        ConditionKind.IsEmpty => value.IsEmpty,
        ConditionKind.AccessCheck => value.Token is { } token && ((SecurityDescriptor)First!).Matches(token),
        _ => value.Type == Type && MatchesTyped(value),
    };

    private bool MatchesTyped(in FwpValue value)
    {
        switch (Kind)
        {
            case ConditionKind.NotEqual:
                return value.Number128 != Low;
            case ConditionKind.FlagsAll:
                return (value.Low & (ulong)Low) == (ulong)Low;
            case ConditionKind.FlagsAny:
                return (value.Low & (ulong)Low) != 0;
            case ConditionKind.FlagsNone:
                return (value.Low & (ulong)Low) == 0;
            case ConditionKind.ObjectEqual:
                return Equals(First, value.Reference);
            case ConditionKind.ObjectNotEqual:
                return !Equals(First, value.Reference);
            case ConditionKind.ObjectInterval:
                return FwpOrder.IsWithin(value.Reference!, First, Second, excludeEnds: Low != 0);
            case ConditionKind.TextEqualNoCase:
                return string.Equals((string)First!, value.Text, StringComparison.OrdinalIgnoreCase);
            case ConditionKind.Suffix:
                return FwpOrder.EndsWith(value.Reference!, First!);
            default:
                return Kind == ConditionKind.NotSuffix && !FwpOrder.EndsWith(value.Reference!, First!);
        }
    }

    private static bool Same(object? left, object? right) => left is SecurityDescriptor one && right is SecurityDescriptor other
        ? ReferenceEquals(one, other) || one.ToSddl() == other.ToSddl()
        : Equals(left, right);

    private static CompiledCondition CompileNumber(FwpMatchType match, FwpDataType type, UInt128 number)
    {
        UInt128 max = Max(type);
        return match switch
        {
            FwpMatchType.Equal => Interval(type, number, number),
            FwpMatchType.NotEqual => new CompiledCondition(ConditionKind.NotEqual, type, number, number),
            FwpMatchType.Greater => number == max ? Never(type) : Interval(type, number + 1, max),
            FwpMatchType.GreaterOrEqual => Interval(type, number, max),
            FwpMatchType.Less => number == 0 ? Never(type) : Interval(type, 0, number - 1),
            FwpMatchType.LessOrEqual => Interval(type, 0, number),
            FwpMatchType.FlagsAllSet => new CompiledCondition(ConditionKind.FlagsAll, type, number),
            FwpMatchType.FlagsAnySet => new CompiledCondition(ConditionKind.FlagsAny, type, number),
            FwpMatchType.FlagsNoneSet => new CompiledCondition(ConditionKind.FlagsNone, type, number),
            _ => Never(type),
        };
    }

    private static CompiledCondition CompileObject(FwpMatchType match, in FwpValue value)
    {
        object item = value.Reference!;
        return match switch
        {
            FwpMatchType.Equal => new CompiledCondition(ConditionKind.ObjectEqual, value.Type, first: item),
            FwpMatchType.NotEqual => new CompiledCondition(ConditionKind.ObjectNotEqual, value.Type, first: item),
            FwpMatchType.GreaterOrEqual => new CompiledCondition(ConditionKind.ObjectInterval, value.Type, first: item),
            FwpMatchType.LessOrEqual => new CompiledCondition(ConditionKind.ObjectInterval, value.Type, second: item),
            FwpMatchType.Greater => new CompiledCondition(ConditionKind.ObjectInterval, value.Type, low: 1, first: item),
            FwpMatchType.Less => new CompiledCondition(ConditionKind.ObjectInterval, value.Type, low: 1, second: item),
            FwpMatchType.EqualCaseInsensitive => new CompiledCondition(ConditionKind.TextEqualNoCase, value.Type, first: item),
            FwpMatchType.Prefix => new CompiledCondition(ConditionKind.Suffix, value.Type, first: item),
            FwpMatchType.NotPrefix => new CompiledCondition(ConditionKind.NotSuffix, value.Type, first: item),
            _ => Never(value.Type),
        };
    }

    private static CompiledCondition CompileRange(FwpDataType type, FwpRange range) => range.Low.Reference is { } low
        ? new CompiledCondition(ConditionKind.ObjectInterval, type, first: low, second: range.High.Reference)
        : Interval(type, range.Low.Number128, range.High.Number128);

    private static CompiledCondition Prefix(FwpMatchType match, FwpDataType type, in FwpValue value)
    {
        UInt128 hostBits = value.PrefixLength == 0 ? UInt128.MaxValue : (UInt128.One << (128 - value.PrefixLength)) - 1;
        return Mask(match, type, value.Number128 & ~hostBits, value.Number128 | hostBits);
    }

    private static CompiledCondition Mask(FwpMatchType match, FwpDataType type, UInt128 low, UInt128 high) =>
        match == FwpMatchType.Equal ? Interval(type, low, high) : Never(type);

    private static CompiledCondition Interval(FwpDataType type, UInt128 low, UInt128 high) => new(ConditionKind.Interval, type, low, high);

    private static CompiledCondition Never(FwpDataType type) => new(ConditionKind.Never, type);

    private static UInt128 Max(FwpDataType type) => type switch
    {
        FwpDataType.ByteArray16 => UInt128.MaxValue,
        FwpDataType.ByteArray6 => (UInt128.One << 48) - 1,
        _ => type.MaxValue(),
    };
}
