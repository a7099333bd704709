namespace NetStackSim.Wfp;

/// <summary>
/// Builds the index of a sublayer: at each step the field that leaves the fewest filters to look at, until none tells them apart.
/// </summary>
/// <remarks>
/// The cost of a field for a set of filters is the number of filters that a value of it can leave at worst: those that do not look
/// at the field, and the largest set that shares a value. A set that no field makes noticeably smaller becomes a leaf.
/// </remarks>
internal sealed class IndexBuilder
{
    private const int LeafSize = 3;

    // Ranges that overlap in several fields are stored more than once; past this many copies per filter the rest stays in leaves.
    private const int CopiesPerFilter = 96;

    private readonly LayerSchema _layer;
    private long _copiesLeft;

    private IndexBuilder(LayerSchema layer, int filters)
    {
        _layer = layer;
        _copiesLeft = 4096L + ((long)CopiesPerFilter * filters);
    }

    /// <summary>Builds the index of filters in rank order.</summary>
    internal static IndexNode? Build(LayerSchema layer, ReadOnlySpan<RuntimeFilter> byRank)
    {
        if (byRank.IsEmpty)
        {
            return null;
        }

        List<IndexEntry> entries = new(byRank.Length);
        for (int i = 0; i < byRank.Length; i++)
        {
            entries.Add(new IndexEntry(i, byRank[i].Tests));
        }

        return new IndexBuilder(layer, byRank.Length).Node(entries);
    }

    private IndexNode Node(List<IndexEntry> entries)
    {
        _copiesLeft -= entries.Count;
        if (entries.Count <= LeafSize || _copiesLeft < 0)
        {
            return Leaf(entries);
        }

        FieldSchema? best = null;
        int bestCost = int.MaxValue;
        foreach (FieldSchema field in _layer.Fields)
        {
            int cost = FieldSplit.CostOf(field, entries);
            if (cost < bestCost)
            {
                best = field;
                bestCost = cost;
            }
        }

        bool worthwhile = best is not null && bestCost <= entries.Count - Math.Max(1, entries.Count / 32);
        return worthwhile ? Split(FieldSplit.Of(best!, entries)) : Leaf(entries);
    }

    private static LeafNode Leaf(List<IndexEntry> entries)
    {
        entries.Sort(static (left, right) => left.Rank.CompareTo(right.Rank));
        return new LeafNode([.. entries]);
    }

    private IndexNode Split(FieldSplit split)
    {
        IndexNode? any = split.AnyValue.Count > 0 ? Node(split.AnyValue) : null;
        return split.Intervals.Count > 0 ? Intervals(split, any) : Hash(split, any);
    }

    private HashNode Hash(FieldSplit split, IndexNode? any)
    {
        List<KeyValuePair<FieldKey, IndexNode>> children = new(split.Keys.Count);
        foreach (FieldKey key in split.Keys)
        {
            children.Add(new KeyValuePair<FieldKey, IndexNode>(key, Node(split.Exact[key])));
        }

        return new HashNode(split.Field.Index, split.Field.DataType, children, any);
    }

    private IntervalNode Intervals(FieldSplit split, IndexNode? any)
    {
        IntervalLayout layout = IntervalLayout.Of(split);
        List<IndexEntry>?[] lists = layout.Distribute(split);
        IndexNode?[] children = new IndexNode?[lists.Length];
        for (int i = 0; i < lists.Length; i++)
        {
            children[i] = lists[i] is { } list ? Node(list) : null;
        }

        return new IntervalNode(split.Field.Index, split.Field.DataType, layout.Starts, children, layout.IsTree, any);
    }
}
