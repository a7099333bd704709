namespace NetStackSim.Wfp;

/// <summary>Filters by ranges, masks and prefixes of a field, or by ranges and endings of objects that have an order.</summary>
internal sealed class IntervalSplit : FieldSplit
{
    private readonly ObjectOrder? _order;
    private readonly IntervalLayout _layout;

    private IntervalSplit(FieldSchema field, ObjectOrder? order, List<IndexEntry> anyValue, IntervalLayout layout)
        : base(field)
    {
        _order = order;
        _layout = layout;
        AnyValue.AddRange(anyValue);
        Cost = anyValue.Count + layout.MeanOverlap;
    }

    /// <summary>The split; null when it would store filters more often than there is room for.</summary>
    internal static IntervalSplit? Of(FieldSchema field, List<IndexEntry> entries, ObjectOrder? order, SplitState state)
    {
        List<IndexEntry> anyValue = [];
        List<(IndexEntry Entry, NumberInterval[] Intervals)> ranges = [];
        foreach (IndexEntry entry in entries)
        {
            FieldTest? test = entry.TestOn(field.Index);
            if ((order is null ? test?.Intervals : order.IntervalsOf(test)) is { } intervals)
            {
                // The test of an object stays: its place in the order may be shared.
                ranges.Add((order is null ? entry.Without(field.Index) : entry, intervals));
            }
            else
            {
                anyValue.Add(entry);
            }
        }

        IntervalLayout layout = new(ranges);
        return layout.Copies <= layout.Count * state.Room ? new IntervalSplit(field, order, anyValue, layout) : null;
    }

    /// <inheritdoc/>
    internal override IndexNode Build(IndexBuilder builder, SplitState state)
    {
        SplitState below = state.After(_layout.Count, _layout.Copies);
        below = _order is null ? below : below.Settle(Field);
        List<IndexEntry>?[] lists = _layout.Distribute();
        IndexNode?[] children = new IndexNode?[lists.Length];
        for (int i = 0; i < lists.Length; i++)
        {
            children[i] = lists[i] is { } list ? builder.Node(list, below) : null;
        }

        return new IntervalNode(Field, _order, _layout, children, builder.NodeOrNull(AnyValue, state));
    }
}
