namespace NetStackSim.Wfp;

/// <summary>The filters of one sublayer of one layer in order, with their index. Immutable.</summary>
internal sealed class SubLayerSnapshot
{
    private readonly RuntimeFilter[] _byRank;
    private readonly IndexNode? _root;

    internal SubLayerSnapshot(LayerSchema layer, SubLayer subLayer, RuntimeFilter[] byRank, ClassifierKind classifier)
    {
        SubLayer = subLayer;
        _byRank = byRank;
        _root = classifier == ClassifierKind.Compiled ? IndexBuilder.Build(layer, byRank) : new ScanNode(layer, byRank);
    }

    /// <summary>The sublayer.</summary>
    internal SubLayer SubLayer { get; }

    /// <summary>The filters, heaviest first.</summary>
    internal ReadOnlySpan<RuntimeFilter> Filters => _byRank;

    /// <summary>The index; null without filters.</summary>
    internal IndexNode? Index => _root;

    /// <summary>The first matching filter behind a rank; null when there is none. Sets the rank to the filter's.</summary>
    internal RuntimeFilter? Next(ReadOnlySpan<FwpValue> values, ref int rank)
    {
        IndexNode? root = _root;
        if (root is null || root.MaxRank <= rank)
        {
            return null;
        }

        MatchSearch search = new() { Values = values, After = rank, Best = int.MaxValue };
        root.Find(ref search);
        if (search.Best == int.MaxValue)
        {
            return null;
        }

        rank = search.Best;
        return _byRank[rank];
    }
}
