namespace NetStackSim.Wfp;

/// <summary>The end of the index: a few filters in rank order with the tests that the way here did not settle.</summary>
internal sealed class LeafNode : IndexNode
{
    private readonly LeafTest[] _tests;
    private readonly LeafEntry[]? _entries;

    // The first test of a filter alone, so that a miss reads no further.
    private readonly LeafTest _first;
    private readonly bool _hasFirst;

    internal LeafNode(ReadOnlySpan<IndexEntry> entries)
    {
        List<LeafTest> tests = [];
        LeafEntry[] ends = new LeafEntry[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            int first = tests.Count;
            foreach (FieldTest test in entries[i].Tests)
            {
                tests.Add(new LeafTest(test));
            }

            ends[i] = new LeafEntry(entries[i].Rank, first, tests.Count);
        }

        _hasFirst = entries.Length == 1 && tests.Count > 0;
        _first = _hasFirst ? tests[0] : default;
        _tests = _hasFirst ? [.. tests[1..]] : [.. tests];
        _entries = entries.Length == 1 ? null : ends;
        MinRank = entries[0].Rank;
        MaxRank = entries[^1].Rank;
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        if (_entries is not null)
        {
            FindAmong(_entries, ref search);
        }
        else if ((!_hasFirst || _first.Matches(search.Values)) && Matches(_tests, search.Values))
        {
            // The visitor has compared the rank already.
            search.Best = MinRank;
        }
    }

    private void FindAmong(LeafEntry[] entries, ref MatchSearch search)
    {
        for (int i = entries[0].Rank > search.After ? 0 : FirstAfter(entries, search.After); i < entries.Length; i++)
        {
            search.CountStep();
            ref readonly LeafEntry entry = ref entries[i];
            if (entry.Rank >= search.Best)
            {
                return;
            }

            if (Matches(_tests.AsSpan(entry.First, entry.End - entry.First), search.Values))
            {
                search.Best = entry.Rank;
                return;
            }
        }
    }

    private static int FirstAfter(LeafEntry[] entries, int rank)
    {
        int first = 0;
        for (int count = entries.Length; count > 0;)
        {
            int half = count >> 1;
            (first, count) = entries[first + half].Rank <= rank ? (first + half + 1, count - half - 1) : (first, half);
        }

        return first;
    }

    private static bool Matches(ReadOnlySpan<LeafTest> tests, ReadOnlySpan<FwpValue> values)
    {
        foreach (ref readonly LeafTest test in tests)
        {
            if (!test.Matches(values))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct LeafEntry(int Rank, int First, int End);
}
