using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Values that a filter matches: an example of the traffic that it is about.</summary>
internal static class WitnessValues
{
    /// <summary>An example; fields that the filter does not look at stay empty.</summary>
    internal static ClassifyValues Of(RuntimeFilter filter)
    {
        ClassifyValues values = new(filter.Layer);
        foreach (FilterCondition condition in filter.Definition.Conditions)
        {
            FieldSchema field = filter.Layer.FindField(condition.FieldKey)!;
            if (values[field.Index].IsEmpty || condition.Match is FwpMatchType.FlagsAllSet)
            {
                values.Set(field.Index, Example(field, condition, values[field.Index]));
            }
        }

        return values;
    }

    /// <summary>Sets what is never empty on a real machine: without a package, and without a system port.</summary>
    internal static void FillIn(ClassifyValues values)
    {
        Set(values, "ALE_PACKAGE_ID", FwpValue.Of(WellKnownSids.Null));
        Set(values, "ALE_SIO_FIREWALL_SYSTEM_PORT", FwpValue.UInt32(0));
    }

    /// <summary>The values that are set, in words.</summary>
    internal static string Words(ClassifyValues values)
    {
        List<string> words = [];
        foreach (FieldSchema field in values.Layer.Fields)
        {
            if (!values[field.Index].IsEmpty)
            {
                words.Add(field.Name + "=" + FwpText.Of(field, values[field.Index]));
            }
        }

        return words.Count == 0 ? "anything" : string.Join(", ", words);
    }

    private static void Set(ClassifyValues values, string name, in FwpValue value)
    {
        if (values.Layer.FindField(name) is { } field && field.DataType == value.Type && values[field.Index].IsEmpty)
        {
            values.Set(field.Index, value);
        }
    }

    private static FwpValue Example(FieldSchema field, in FilterCondition condition, in FwpValue present)
    {
        FwpValue value = condition.Value;
        switch (value.Type)
        {
            case FwpDataType.Range:
                return value.Range!.Low;
            case FwpDataType.V4AddressMask:
                return FwpValue.UInt32((uint)value.Number & value.V4Mask);
            case FwpDataType.V6AddressMask:
                return FwpValue.ByteArray16(value.Number128);
            case FwpDataType.SecurityDescriptor:
                return FwpValue.Of(TokenFor(value.SecurityDescriptor!));
            default:
                break;
        }

        return condition.Match switch
        {
            FwpMatchType.FlagsNoneSet when field.DataType.IsUnsigned() => FwpValue.Unsigned(field.DataType, 0),
            FwpMatchType.FlagsAllSet => FwpValue.Unsigned(field.DataType, value.Number | (present.IsEmpty ? 0 : present.Number)),
            FwpMatchType.Greater when value.Number < field.DataType.MaxValue() => FwpValue.Unsigned(field.DataType, value.Number + 1),
            FwpMatchType.Less when value.Number > 0 => FwpValue.Unsigned(field.DataType, value.Number - 1),
            FwpMatchType.NotEqual => Other(field, value),
            _ => value,
        };
    }

    private static FwpValue Other(FieldSchema field, in FwpValue value) => field.DataType switch
    {
        FwpDataType.Sid => FwpValue.Of(Sid.Parse("S-1-15-2-1")),
        FwpDataType.ByteBlob => FwpValue.Of(FwpBlob.OfText("other")),
        _ when field.DataType.IsUnsigned() => FwpValue.Unsigned(field.DataType, value.Number == 0 ? 1 : value.Number - 1),
        _ => value,
    };

    private static SimToken TokenFor(SecurityDescriptor descriptor)
    {
        foreach (AccessControlEntry entry in descriptor.Dacl ?? [])
        {
            SimToken token = SimToken.ForUser(entry.Sid);
            if (entry.IsAllow && descriptor.Matches(token))
            {
                return token;
            }
        }

        return SimToken.ForUser(WellKnownSids.World);
    }
}
