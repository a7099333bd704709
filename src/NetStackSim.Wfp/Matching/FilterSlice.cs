namespace NetStackSim.Wfp;

/// <summary>Filters of one sublayer in order, with their index, less those that were deleted since it was built. Immutable.</summary>
internal sealed class FilterSlice
{
    private readonly RuntimeFilter[] _byRank;
    private readonly IndexNode? _index;
    private readonly HashSet<int> _hiding;
    private readonly ulong[]? _deleted;

    /// <summary>Builds the index of filters.</summary>
    internal FilterSlice(LayerSchema layer, RuntimeFilter[] byRank, ClassifierKind classifier)
    {
        _byRank = byRank;
        _hiding = [];
        _index = classifier == ClassifierKind.Compiled ? IndexBuilder.Build(layer, byRank, _hiding) : new ScanNode(layer, byRank);
    }

    private FilterSlice(FilterSlice whole, ulong[] deleted, int deletedCount)
    {
        _byRank = whole._byRank;
        _index = whole._index;
        _hiding = whole._hiding;
        _deleted = deleted;
        DeletedCount = deletedCount;
    }

    /// <summary>The index; null without filters.</summary>
    internal IndexNode? Index => _index;

    /// <summary>Number of filters that the index was built of.</summary>
    internal int IndexedCount => _byRank.Length;

    /// <summary>Number of filters that were deleted since.</summary>
    internal int DeletedCount { get; }

    /// <summary>The filters, heaviest first.</summary>
    internal RuntimeFilter[] Filters() => DeletedCount == 0 ? _byRank : [.. _byRank.Where((_, rank) => !IsDeleted(rank))];

    /// <summary>The first matching filter behind a rank; null when there is none. Sets the rank to the filter's.</summary>
    internal RuntimeFilter? Next(ReadOnlySpan<FwpValue> values, ref int rank)
    {
        IndexNode? index = _index;
        while (index is not null && index.MaxRank > rank)
        {
            MatchSearch search = new() { Values = values, After = rank, Best = int.MaxValue };
            index.Find(ref search);
            if (search.Best == int.MaxValue)
            {
                return null;
            }

            rank = search.Best;
            if (!IsDeleted(rank))
            {
                return _byRank[rank];
            }
        }

        return null;
    }

    /// <summary>Takes filters out. The index stays as it is.</summary>
    /// <param name="filters">The filters; those that are not here are left in the list.</param>
    /// <param name="semantics">The rule for ties.</param>
    /// <returns>The slice; null when the index leaves out filters that one of these had hidden.</returns>
    internal FilterSlice? Without(List<RuntimeFilter> filters, WfpSemantics semantics)
    {
        ulong[] deleted = _deleted is null ? new ulong[(_byRank.Length + 63) / 64] : [.. _deleted];
        int count = DeletedCount;
        Comparer<RuntimeFilter> order = Comparer<RuntimeFilter>.Create((left, right) => LayerSnapshot.Compare(left, right, semantics));
        for (int i = filters.Count - 1; i >= 0; i--)
        {
            int rank = Array.BinarySearch(_byRank, filters[i], order);
            if (rank >= 0)
            {
                if (_hiding.Contains(rank))
                {
                    return null;
                }

                deleted[rank >> 6] |= 1ul << (rank & 63);
                count++;
                filters.RemoveAt(i);
            }
        }

        return count == DeletedCount ? this : new FilterSlice(this, deleted, count);
    }

    private bool IsDeleted(int rank) => _deleted is { } deleted && (deleted[rank >> 6] & (1ul << (rank & 63))) != 0;
}
