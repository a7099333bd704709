namespace NetStackSim.Wfp;

/// <summary>
/// A part of a sublayer's index. Each node looks at one field, finds the children that can match its value without visiting the
/// others, and asks them; leaves hold the filters that no field tells apart any more.
/// </summary>
internal abstract class IndexNode
{
    /// <summary>The best rank below this node.</summary>
    internal int MinRank { get; private protected set; }

    /// <summary>The worst rank below this node.</summary>
    internal int MaxRank { get; private protected set; }

    /// <summary>Lowers <see cref="MatchSearch.Best"/> to the best matching rank below this node, if there is a better one.</summary>
    internal abstract void Find(ref MatchSearch search);

    /// <summary>Asks a child unless its ranks are out of question.</summary>
    private protected static void Visit(IndexNode? child, ref MatchSearch search)
    {
        search.CountStep();
        if (child is not null && child.MinRank < search.Best && child.MaxRank > search.After)
        {
            child.Find(ref search);
        }
    }
}
