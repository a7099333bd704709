namespace NetStackSim.Wfp;

/// <summary>The whole of a sublayer for the naive engine: its filters one after the other, each by the oracle's rules.</summary>
internal sealed class ScanNode : IndexNode
{
    private readonly LayerSchema _layer;
    private readonly RuntimeFilter[] _byRank;

    internal ScanNode(LayerSchema layer, RuntimeFilter[] byRank)
    {
        _layer = layer;
        _byRank = byRank;
        MinRank = 0;
        MaxRank = byRank.Length - 1;
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        for (int rank = search.After + 1; rank < _byRank.Length && rank < search.Best; rank++)
        {
            if (ReferenceMatcher.Matches(_layer, _byRank[rank].Definition, search.Values))
            {
                search.Best = rank;
            }
        }
    }
}
