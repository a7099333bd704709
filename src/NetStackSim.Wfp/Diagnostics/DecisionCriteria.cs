namespace NetStackSim.Wfp;

/// <summary>Which classifications a recorder keeps.</summary>
public sealed record DecisionCriteria
{
    /// <summary>Only this packet; 0 for any.</summary>
    public ulong CorrelationId { get; init; }

    /// <summary>Only blocks.</summary>
    public bool OnlyBlocks { get; init; }

    /// <summary>Only layers whose name starts so; empty for any.</summary>
    public string Layer { get; init; } = string.Empty;

    /// <summary>
    /// Only classifications whose fields match all of these, as in filters. A field that a layer does not have, or has no value for, excludes nothing:
    /// ports do not exist at the IP layers, and the packet is meant there too.
    /// </summary>
    public IReadOnlyList<FilterCondition> Conditions { get; init; } = [];

    internal bool Includes(ClassifyValues values, ulong correlationId, bool isBlock)
    {
        if ((CorrelationId != 0 && CorrelationId != correlationId) || (OnlyBlocks && !isBlock)
            || !values.Layer.Name.StartsWith(Layer, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (FilterCondition condition in Conditions)
        {
            if (values.Layer.FindField(condition.FieldKey) is { } field && values[field.Index] is { IsEmpty: false } value
                && !ReferenceMatcher.Matches(field, condition, value))
            {
                return false;
            }
        }

        return true;
    }
}
