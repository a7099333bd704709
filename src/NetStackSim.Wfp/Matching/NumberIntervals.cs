namespace NetStackSim.Wfp;

/// <summary>Unions of intervals.</summary>
internal static class NumberIntervals
{
    /// <summary>The union of alternatives that are all intervals or "not equal"; null when one of them is not.</summary>
    internal static NumberInterval[]? TryUnion(ReadOnlySpan<CompiledCondition> alternatives)
    {
        if (alternatives.Length == 1 && alternatives[0].Kind == ConditionKind.Interval)
        {
            return [new NumberInterval(alternatives[0].Low, alternatives[0].High)];
        }

        List<NumberInterval> parts = [];
        foreach (ref readonly CompiledCondition condition in alternatives)
        {
            switch (condition.Kind)
            {
                case ConditionKind.Interval:
                    parts.Add(new NumberInterval(condition.Low, condition.High));
                    break;
                case ConditionKind.NotEqual:
                    AddComplement(parts, condition.Low);
                    break;
                case ConditionKind.Never:
                    break;
                default:
                    return null;
            }
        }

        return Merge(parts);
    }

    private static void AddComplement(List<NumberInterval> parts, UInt128 hole)
    {
        // Values are checked against the field's type before they reach an index, so the upper end need not be the type's.
        if (hole > 0)
        {
            parts.Add(new NumberInterval(0, hole - 1));
        }

        if (hole < UInt128.MaxValue)
        {
            parts.Add(new NumberInterval(hole + 1, UInt128.MaxValue));
        }
    }

    /// <summary>Disjoint rising intervals.</summary>
    internal static NumberInterval[] Merge(List<NumberInterval> parts)
    {
        parts.Sort(static (left, right) => left.Low.CompareTo(right.Low));
        List<NumberInterval> merged = [];
        foreach (NumberInterval part in parts)
        {
            if (merged.Count > 0 && (merged[^1].High == UInt128.MaxValue || part.Low <= merged[^1].High + 1))
            {
                merged[^1] = merged[^1] with { High = UInt128.Max(merged[^1].High, part.High) };
            }
            else
            {
                merged.Add(part);
            }
        }

        return [.. merged];
    }
}
