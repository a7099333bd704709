namespace NetStackSim.Wfp;

/// <summary>Filters by the descriptors that a token must satisfy.</summary>
internal sealed class TokenSplit : FieldSplit
{
    private readonly List<FieldTest> _tests = [];
    private readonly List<List<IndexEntry>> _lists = [];

    internal TokenSplit(FieldSchema field, List<IndexEntry> entries)
        : base(field)
    {
        Dictionary<string, int> places = [];
        foreach (IndexEntry entry in entries)
        {
            if (entry.TestOn(field.Index) is not { IsAccessCheck: true } test)
            {
                AnyValue.Add(entry);
                continue;
            }

            if (!places.TryGetValue(test.Descriptors, out int place))
            {
                place = _lists.Count;
                places.Add(test.Descriptors, place);
                _tests.Add(test);
                _lists.Add([]);
            }

            _lists[place].Add(entry.Without(field.Index));
        }

        // Most descriptors that are written into filters name one account or service; which ones match nobody knows here.
        Cost = AnyValue.Count + _lists.Max(static l => l.Count);
    }

    /// <inheritdoc/>
    internal override IndexNode Build(IndexBuilder builder, SplitState state)
    {
        IndexNode[] children = [.. _lists.Select(list => builder.Node(list, state))];
        return new TokenNode(Field.Index, [.. _tests], children, builder.NodeOrNull(AnyValue, state));
    }
}
