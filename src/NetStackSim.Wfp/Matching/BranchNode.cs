namespace NetStackSim.Wfp;

/// <summary>Asks once what all filters below ask, and goes on to one child or two.</summary>
internal sealed class BranchNode : IndexNode
{
    private readonly LeafTest[] _tests;
    private readonly IndexNode _first;
    private readonly IndexNode? _second;

    /// <summary>Makes the node.</summary>
    /// <param name="tests">What a value must match for any filter below to match.</param>
    /// <param name="first">A child.</param>
    /// <param name="second">Another one, or null.</param>
    internal BranchNode(LeafTest[] tests, IndexNode first, IndexNode? second)
    {
        // The child with the best rank comes first: what it finds may spare the other.
        (_first, _second) = second is null || first.MinRank < second.MinRank ? (first, second) : (second, first);
        _tests = tests;
        MinRank = _first.MinRank;
        MaxRank = Math.Max(_first.MaxRank, _second?.MaxRank ?? -1);
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        foreach (ref readonly LeafTest test in _tests.AsSpan())
        {
            if (!test.Matches(search.Values))
            {
                return;
            }
        }

        Visit(_first, ref search);
        Visit(_second, ref search);
    }
}
