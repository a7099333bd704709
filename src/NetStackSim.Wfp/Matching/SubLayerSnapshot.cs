namespace NetStackSim.Wfp;

/// <summary>
/// The filters of one sublayer of one layer in order, with their index. Immutable. Filters that came since the index was built have a small one of
/// their own: a commit of one filter costs about the square root of what all would.
/// </summary>
internal sealed class SubLayerSnapshot
{
    private readonly LayerSchema _layer;
    private readonly WfpSemantics _semantics;
    private readonly FilterSlice _older;
    private readonly FilterSlice? _newer;
    private RuntimeFilter[]? _filters;

    /// <summary>Compiles filters.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="subLayer">The sublayer.</param>
    /// <param name="filters">Its filters in any order; kept and sorted.</param>
    /// <param name="semantics">The rule for ties, and the engine that decides.</param>
    internal SubLayerSnapshot(LayerSchema layer, SubLayer subLayer, RuntimeFilter[] filters, WfpSemantics semantics)
    {
        _layer = layer;
        _semantics = semantics;
        SubLayer = subLayer;
        Sort(filters);
        _older = new FilterSlice(layer, filters, semantics.Classifier);
    }

    private SubLayerSnapshot(SubLayerSnapshot before, FilterSlice older, FilterSlice? newer)
    {
        _layer = before._layer;
        _semantics = before._semantics;
        SubLayer = before.SubLayer;
        _older = older;
        _newer = newer;
    }

    /// <summary>The sublayer.</summary>
    internal SubLayer SubLayer { get; }

    /// <summary>The filters, heaviest first.</summary>
    internal ReadOnlySpan<RuntimeFilter> Filters => _filters ??= Merge();

    /// <summary>Number of filters.</summary>
    internal int Count => _older.IndexedCount - _older.DeletedCount + (_newer?.IndexedCount ?? 0);

    /// <summary>The index of all but the latest filters; null without filters.</summary>
    internal IndexNode? Index => _older.Index;

    /// <summary>The first matching filter behind a place; null when there is none. Moves the place to the filter.</summary>
    internal RuntimeFilter? Next(ReadOnlySpan<FwpValue> values, ref MatchCursor cursor) =>
        _newer is null ? _older.Next(values, ref cursor.Older) : NextOfBoth(_newer, values, ref cursor);

    /// <summary>The sublayer after a commit.</summary>
    /// <param name="added">Filters that came.</param>
    /// <param name="removed">Filters that went; may name some that never were here.</param>
    internal SubLayerSnapshot With(List<RuntimeFilter> added, List<RuntimeFilter> removed)
    {
        List<RuntimeFilter> gone = [.. removed];
        FilterSlice? older = _older.Without(gone, _semantics);
        RuntimeFilter[] newer = [.. (_newer?.Filters() ?? []).Except(gone).Concat(added)];

        // Rebuilding the newer slice at each commit costs its size, rebuilding the older one now and then the size of that.
        long work = newer.Length + (older?.DeletedCount ?? 0);
        if (older is null || work * work > 1024 + (2L * _older.IndexedCount))
        {
            return new SubLayerSnapshot(_layer, SubLayer, [.. Filters.ToArray().Except(removed).Concat(added)], _semantics);
        }

        Sort(newer);
        return new SubLayerSnapshot(this, older, newer.Length == 0 ? null : new FilterSlice(_layer, newer, _semantics.Classifier));
    }

    private RuntimeFilter? NextOfBoth(FilterSlice newer, ReadOnlySpan<FwpValue> values, ref MatchCursor cursor)
    {
        MatchCursor next = cursor;
        RuntimeFilter? one = _older.Next(values, ref next.Older);
        RuntimeFilter? other = newer.Next(values, ref next.Newer);
        if (other is null || (one is not null && LayerSnapshot.Compare(one, other, _semantics) < 0))
        {
            cursor.Older = next.Older;
            return one;
        }

        cursor.Newer = next.Newer;
        return other;
    }

    private RuntimeFilter[] Merge()
    {
        if (_newer is null)
        {
            return _older.Filters();
        }

        RuntimeFilter[] all = [.. _older.Filters(), .. _newer.Filters()];
        Sort(all);
        return all;
    }

    private void Sort(RuntimeFilter[] filters) => Array.Sort(filters, (left, right) => LayerSnapshot.Compare(left, right, _semantics));
}
