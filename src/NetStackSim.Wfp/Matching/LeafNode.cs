namespace NetStackSim.Wfp;

/// <summary>The end of the index: a few filters in rank order with the tests that the way here did not settle.</summary>
internal sealed class LeafNode : IndexNode
{
    private readonly LeafEntry[] _entries;
    private readonly LeafTest[] _tests;

    internal LeafNode(ReadOnlySpan<IndexEntry> entries)
    {
        _entries = new LeafEntry[entries.Length];
        List<LeafTest> tests = [];
        for (int i = 0; i < entries.Length; i++)
        {
            int first = tests.Count;
            foreach (FieldTest test in entries[i].Tests)
            {
                tests.Add(new LeafTest(test));
            }

            _entries[i] = new LeafEntry(entries[i].Rank, first, tests.Count);
        }

        _tests = [.. tests];
        MinRank = entries[0].Rank;
        MaxRank = entries[^1].Rank;
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        foreach (LeafEntry entry in _entries)
        {
            if (entry.Rank >= search.Best)
            {
                return;
            }

            if (entry.Rank > search.After && Matches(entry, search.Values))
            {
                search.Best = entry.Rank;
                return;
            }
        }
    }

    private bool Matches(LeafEntry entry, ReadOnlySpan<FwpValue> values)
    {
        foreach (ref readonly LeafTest test in _tests.AsSpan(entry.First, entry.End - entry.First))
        {
            bool matches = test.Alternatives is { } several ? several.Matches(values) : test.Condition.Matches(values[test.Field]);
            if (!matches)
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct LeafEntry(int Rank, int First, int End);

    private readonly struct LeafTest
    {
        // A single condition, nearly always the case, is kept here: the walk reads memory in order and follows no reference.
        internal readonly CompiledCondition Condition;
        internal readonly FieldTest? Alternatives;
        internal readonly int Field;

        internal LeafTest(FieldTest test)
        {
            Field = test.Field;
            if (test.Alternatives.Length == 1)
            {
                Condition = test.Alternatives[0];
            }
            else
            {
                Alternatives = test;
            }
        }
    }
}
