using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Matching written as the specification says it, straight on management conditions. Slow, obvious, and the oracle of the compiled
/// conditions; explanations use it because it can say which condition failed.
/// </summary>
internal static class ReferenceMatcher
{
    /// <summary>True when every field that the filter names matches one of its conditions.</summary>
    internal static bool Matches(LayerSchema layer, Filter filter, ReadOnlySpan<FwpValue> values)
    {
        for (int i = 0; i < filter.Conditions.Count; i++)
        {
            if (!AnyMatches(layer, filter, filter.Conditions[i].FieldKey, values))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when one of the filter's conditions on a field matches.</summary>
    internal static bool AnyMatches(LayerSchema layer, Filter filter, Guid fieldKey, ReadOnlySpan<FwpValue> values)
    {
        FieldSchema field = layer.FindField(fieldKey)!;
        for (int i = 0; i < filter.Conditions.Count; i++)
        {
            FilterCondition condition = filter.Conditions[i];
            if (condition.FieldKey == fieldKey && Matches(field, condition, values[field.Index]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when one condition matches a value.</summary>
    internal static bool Matches(FieldSchema field, in FilterCondition condition, in FwpValue value)
    {
        if (value.IsEmpty || condition.Value.IsEmpty)
        {
            return value.IsEmpty && condition.Value.IsEmpty && condition.Match == FwpMatchType.Equal;
        }

        if (condition.Value.Type == FwpDataType.SecurityDescriptor)
        {
            return value.Token is { } token && condition.Value.SecurityDescriptor!.Matches(token);
        }

        if (value.Type != field.DataType)
        {
            return false;
        }

        return condition.Match switch
        {
            FwpMatchType.Equal => IsEqual(condition.Value, value),
            FwpMatchType.NotEqual => !IsEqual(condition.Value, value),
            FwpMatchType.Greater => Compare(value, condition.Value) > 0,
            FwpMatchType.GreaterOrEqual => Compare(value, condition.Value) >= 0,
            FwpMatchType.Less => Compare(value, condition.Value) < 0,
            FwpMatchType.LessOrEqual => Compare(value, condition.Value) <= 0,
            FwpMatchType.Range => Compare(value, condition.Value.Range!.Low) >= 0 && Compare(value, condition.Value.Range.High) <= 0,
            FwpMatchType.FlagsAllSet => (value.Number & condition.Value.Number) == condition.Value.Number,
            FwpMatchType.FlagsAnySet => (value.Number & condition.Value.Number) != 0,
            FwpMatchType.FlagsNoneSet => (value.Number & condition.Value.Number) == 0,
            FwpMatchType.EqualCaseInsensitive => string.Equals(value.Text, condition.Value.Text, StringComparison.OrdinalIgnoreCase),
            FwpMatchType.Prefix => FwpOrder.EndsWith(value.Reference!, condition.Value.Reference!),
            FwpMatchType.NotPrefix => !FwpOrder.EndsWith(value.Reference!, condition.Value.Reference!),
            _ => false,
        };
    }

    private static bool IsEqual(in FwpValue condition, in FwpValue value) => condition.Type switch
    {
        FwpDataType.V4AddressMask => (value.Number & condition.V4Mask) == (condition.Number & condition.V4Mask),
        FwpDataType.V6AddressMask => SamePrefix(condition, value),
        _ => condition.Equals(value),
    };

    private static bool SamePrefix(in FwpValue condition, in FwpValue value)
    {
        for (int bit = 0; bit < condition.PrefixLength; bit++)
        {
            UInt128 mask = UInt128.One << (127 - bit);
            if ((value.Number128 & mask) != (condition.Number128 & mask))
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(in FwpValue left, in FwpValue right) => left.Reference is { } item
        ? FwpOrder.Compare(item, right.Reference!)
        : left.Number128.CompareTo(right.Number128);
}
