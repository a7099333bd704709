namespace NetStackSim.Wfp;

/// <summary>The end of the index: a few filters in rank order with the tests that the way here did not settle.</summary>
internal sealed class LeafNode : IndexNode
{
    private readonly LeafTest[] _tests;
    private readonly LeafEntry[]? _entries;

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

        _tests = [.. tests];
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
        else if (Matches(_tests, search.Values))
        {
            // The visitor has compared the rank already.
            search.Best = MinRank;
        }
    }

    private void FindAmong(LeafEntry[] entries, ref MatchSearch search)
    {
        foreach (LeafEntry entry in entries)
        {
            if (entry.Rank >= search.Best)
            {
                return;
            }

            if (entry.Rank > search.After && Matches(_tests.AsSpan(entry.First, entry.End - entry.First), search.Values))
            {
                search.Best = entry.Rank;
                return;
            }
        }
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
