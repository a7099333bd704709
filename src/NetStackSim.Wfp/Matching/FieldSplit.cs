namespace NetStackSim.Wfp;

/// <summary>One way in which a field can divide a set of filters.</summary>
internal abstract class FieldSplit
{
    private protected FieldSplit(FieldSchema field) => Field = field;

    /// <summary>The field.</summary>
    internal FieldSchema Field { get; }

    /// <summary>
    /// How many filters a value of the field leaves on average: those that do not look at the field in a way that the split can use, and those
    /// that share the value. All that are mentioned by filters count alike.
    /// </summary>
    internal double Cost { get; private protected set; }

    /// <summary>Filters that do not look at the field in a way that the split can use.</summary>
    private protected List<IndexEntry> AnyValue { get; } = [];

    /// <summary>The splits that a field offers.</summary>
    internal static IEnumerable<FieldSplit> Of(FieldSchema field, List<IndexEntry> entries, SplitState state)
    {
        if (state.IsSettled(field))
        {
            yield break;
        }

        bool hasKeys = false, hasRanges = false, hasOrder = false, hasFlags = false, hasTokens = false;
        foreach (IndexEntry entry in entries)
        {
            if (entry.TestOn(field.Index) is { } test)
            {
                hasKeys |= test.Keys is not null;
                hasRanges |= test.Intervals is not null && test.Keys is null;
                hasOrder |= test.NeedsOrder;
                hasFlags |= test.Flags is not null;
                hasTokens |= test.IsAccessCheck;
            }
        }

        if (hasKeys)
        {
            yield return new KeySplit(field, entries);
        }

        if (hasRanges && IntervalSplit.Of(field, entries, order: null, state) is { } ranges)
        {
            yield return ranges;
        }

        if (hasOrder && IntervalSplit.Of(field, entries, ObjectOrder.Of(field, entries), state) is { } endings)
        {
            yield return endings;
        }

        if (hasFlags)
        {
            yield return new FlagSplit(field, entries);
        }

        if (hasTokens)
        {
            yield return new TokenSplit(field, entries);
        }
    }

    /// <summary>Makes the node and what is below it.</summary>
    internal abstract IndexNode Build(IndexBuilder builder, SplitState state);
}
