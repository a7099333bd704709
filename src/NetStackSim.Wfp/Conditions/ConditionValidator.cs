using System.Numerics;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Checks a condition against the layer: field, type of the value, match type, masks and ranges, in this order.</summary>
public static class ConditionValidator
{
    /// <summary>Checks a condition.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    public static NtStatus Check(LayerSchema layer, in FilterCondition condition)
    {
        if (layer.FindField(condition.FieldKey) is not { } field)
        {
            return FwpStatus.ConditionNotFound;
        }

        FwpValue value = condition.Value;
        if (value.IsEmpty)
        {
            return condition.Match == FwpMatchType.Equal ? NtStatus.Success : FwpStatus.MatchTypeMismatch;
        }

        if (!FitsField(field, value))
        {
            return FwpStatus.TypeMismatch;
        }

        return Suits(condition.Match, value.Type) ? CheckShape(value) : FwpStatus.MatchTypeMismatch;
    }

    private static bool FitsField(FieldSchema field, in FwpValue value) => value.Type switch
    {
        FwpDataType.V4AddressMask => field.Kind == FieldKind.IpAddress && field.DataType == FwpDataType.UInt32,
        FwpDataType.V6AddressMask => field.Kind == FieldKind.IpAddress && field.DataType == FwpDataType.ByteArray16,
        FwpDataType.SecurityDescriptor => field.DataType.IsToken(),
        FwpDataType.Range => value.Range!.Low.Type == field.DataType || value.Range.High.Type == field.DataType,
        _ => value.Type == field.DataType,
    };

    private static bool Suits(FwpMatchType match, FwpDataType type) => match switch
    {
        FwpMatchType.Equal => type != FwpDataType.Range,
        FwpMatchType.Range => type == FwpDataType.Range,
        FwpMatchType.Greater or FwpMatchType.Less or FwpMatchType.GreaterOrEqual or FwpMatchType.LessOrEqual => type.IsSortable(),
        FwpMatchType.NotEqual => type.IsSortable() || type is FwpDataType.Sid or FwpDataType.ByteArray6,
        FwpMatchType.FlagsAllSet or FwpMatchType.FlagsAnySet or FwpMatchType.FlagsNoneSet => type.IsUnsigned(),
        FwpMatchType.EqualCaseInsensitive => type == FwpDataType.UnicodeString,
        FwpMatchType.Prefix or FwpMatchType.NotPrefix => type is FwpDataType.ByteBlob or FwpDataType.UnicodeString,
        _ => false,
    };

    private static NtStatus CheckShape(in FwpValue value)
    {
        switch (value.Type)
        {
            case FwpDataType.V4AddressMask:
                uint hostBits = ~value.V4Mask;
                return hostBits == uint.MaxValue || BitOperations.IsPow2(hostBits + 1) || hostBits == 0
                    ? NtStatus.Success
                    : FwpStatus.InvalidNetMask;
            case FwpDataType.V6AddressMask:
                return value.PrefixLength <= 128 ? NtStatus.Success : FwpStatus.InvalidNetMask;
            case FwpDataType.Range:
                return CheckRange(value.Range!);
            default:
                return NtStatus.Success;
        }
    }

    private static NtStatus CheckRange(FwpRange range)
    {
        if (range.Low.Type != range.High.Type)
        {
            return FwpStatus.InvalidRange;
        }

        if (!range.Low.Type.IsSortable())
        {
            return FwpStatus.MatchTypeMismatch;
        }

        bool rising = range.Low.Reference is { } low
            ? FwpOrder.Compare(low, range.High.Reference!) <= 0
            : range.Low.Number128 <= range.High.Number128;
        return rising ? NtStatus.Success : FwpStatus.InvalidRange;
    }
}
