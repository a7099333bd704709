namespace NetStackSim.Wfp;

/// <summary>
/// Builds the index of a sublayer: at each step the split that leaves the fewest filters to look at, until none tells them apart. Tests that all
/// filters of a set share are asked once, before it. What no split divides well, such as ranges that overlap in several fields, goes into a
/// <see cref="BoxTree"/>, which stores each filter once.
/// </summary>
internal sealed class IndexBuilder
{
    private const int LeafSize = 3;
    private const int SmallestBoxTree = 12;

    // How often a filter may be stored, over all levels of splits. What remains of it shrinks with each split that copies.
    private const double CopiesPerFilter = 32;

    private readonly LayerSchema _layer;
    private readonly HashSet<int> _hiding;

    private IndexBuilder(LayerSchema layer, HashSet<int> hiding)
    {
        _layer = layer;
        _hiding = hiding;
    }

    /// <summary>Builds the index of filters in rank order.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="byRank">The filters.</param>
    /// <param name="hiding">Gets the ranks of filters that made the index leave out others.</param>
    /// <returns>The index; null without filters.</returns>
    internal static IndexNode? Build(LayerSchema layer, ReadOnlySpan<RuntimeFilter> byRank, HashSet<int> hiding)
    {
        if (byRank.IsEmpty)
        {
            return null;
        }

        List<IndexEntry> entries = new(byRank.Length);
        for (int i = 0; i < byRank.Length; i++)
        {
            // A stream may be older than a filter and pass it by.
            entries.Add(new IndexEntry(i, byRank[i].Tests, byRank[i].IsStatic && !layer.IsStream));
        }

        return new IndexBuilder(layer, hiding).Node(entries, new SplitState(CopiesPerFilter, Settled: 0));
    }

    /// <summary>The index of a set of filters in rank order.</summary>
    internal IndexNode Node(List<IndexEntry> entries, SplitState state)
    {
        DropUnreachable(entries);
        if (entries.Count <= LeafSize)
        {
            return new LeafNode([.. entries]);
        }

        if (TakeCommonTests(entries) is { Length: > 0 } common)
        {
            return new BranchNode(common, Node(entries, state), second: null);
        }

        if (BestSplit(entries, state) is { } split)
        {
            return split.Build(this, state);
        }

        return entries.Count < SmallestBoxTree ? new LeafNode([.. entries]) : BoxTree.Build(_layer, entries);
    }

    /// <summary>The index of the filters that a split leaves for any value; null for none.</summary>
    internal IndexNode? NodeOrNull(List<IndexEntry> entries, SplitState state) => entries.Count == 0 ? null : Node(entries, state);

    // A filter that ends the sublayer and has no test left hides all that come behind it.
    private void DropUnreachable(List<IndexEntry> entries)
    {
        int first = entries.FindIndex(static e => e.IsFinal && e.Tests.Length == 0);
        if (first >= 0 && first < entries.Count - 1)
        {
            _hiding.Add(entries[first].Rank);
            entries.RemoveRange(first + 1, entries.Count - first - 1);
        }
    }

    private LeafTest[] TakeCommonTests(List<IndexEntry> entries)
    {
        List<LeafTest> common = [];
        ulong settled = 0;
        foreach (FieldTest test in entries[0].Tests)
        {
            FieldSchema field = _layer.Fields[test.Field];
            if (field.Index < 64 && entries.TrueForAll(e => e.TestOn(field.Index)?.SameAs(test) == true))
            {
                common.Add(new LeafTest(test));
                settled |= 1ul << field.Index;
            }
            else if (test.Flags is { Kind: not ConditionKind.FlagsAny } flags && CommonBits(entries, field, flags.Kind) is var bits && bits != 0)
            {
                common.Add(new LeafTest(FieldTest.OnFlags(field, flags.Kind, bits)));
                Replace(entries, e => e.WithoutFlags(field, bits));
            }
        }

        if (settled != 0)
        {
            Replace(entries, e => e.WithoutAll(settled));
        }

        return [.. common];
    }

    private static void Replace(List<IndexEntry> entries, Func<IndexEntry, IndexEntry> change)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            entries[i] = change(entries[i]);
        }
    }

    // The bits that all filters need set, or all need clear; 0 when some ask otherwise.
    private static ulong CommonBits(List<IndexEntry> entries, FieldSchema field, ConditionKind kind)
    {
        ulong bits = ulong.MaxValue;
        foreach (IndexEntry entry in entries)
        {
            bits &= entry.TestOn(field.Index)?.Flags is { } flags && flags.Kind == kind ? (ulong)flags.Low : 0;
        }

        return bits;
    }

    private FieldSplit? BestSplit(List<IndexEntry> entries, SplitState state)
    {
        int[] tested = new int[_layer.Fields.Length];
        foreach (IndexEntry entry in entries)
        {
            foreach (FieldTest test in entry.Tests)
            {
                tested[test.Field]++;
            }
        }

        // A split that leaves nearly all filters is not worth a node.
        int fewest = Math.Max(3, entries.Count / 32);
        double limit = entries.Count - fewest;
        FieldSplit? best = null;
        foreach (FieldSchema field in _layer.Fields)
        {
            if (tested[field.Index] >= fewest)
            {
                foreach (FieldSplit split in FieldSplit.Of(field, entries, state))
                {
                    best = split.Cost <= limit && (best is null || split.Cost < best.Cost) ? split : best;
                }
            }
        }

        return best;
    }
}
