using System.Runtime.InteropServices;

namespace NetStackSim.Wfp;

/// <summary>Filters by exact values of a field.</summary>
internal sealed class KeySplit : FieldSplit
{
    private readonly List<IndexEntry> _entries;

    internal KeySplit(FieldSchema field, List<IndexEntry> entries)
        : base(field)
    {
        _entries = entries;
        Dictionary<FieldKey, int> counts = new(entries.Count);
        int anyValue = 0;
        long copies = 0;
        long squares = 0;
        foreach (IndexEntry entry in entries)
        {
            if (entry.TestOn(field.Index)?.Keys is not { } keys)
            {
                anyValue++;
                continue;
            }

            foreach (FieldKey key in keys)
            {
                // The sum of squares grows by 2n + 1 from n to n + 1.
                ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
                squares += (2 * count) + 1;
                count++;
                copies++;
            }
        }

        Cost = anyValue + (copies == 0 ? 0 : (double)squares / copies);
    }

    /// <inheritdoc/>
    internal override IndexNode Build(IndexBuilder builder, SplitState state)
    {
        Dictionary<FieldKey, int> places = new(_entries.Count);
        List<KeyValuePair<FieldKey, List<IndexEntry>>> lists = [];
        bool isExact = true;
        foreach (IndexEntry entry in _entries)
        {
            if (entry.TestOn(Field.Index) is not { Keys: { } keys } test)
            {
                AnyValue.Add(entry);
                continue;
            }

            // Two objects may share a hash, so their test stays.
            bool isNumber = test.Intervals is not null;
            isExact &= isNumber;
            IndexEntry rest = isNumber ? entry.Without(Field.Index) : entry;
            foreach (FieldKey key in keys)
            {
                ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, key, out bool exists);
                if (!exists)
                {
                    place = lists.Count;
                    lists.Add(new(key, []));
                }

                lists[place].Value.Add(rest);
            }
        }

        SplitState below = isExact ? state : state.Settle(Field);
        return new HashNode(
            Field.Index,
            Field.DataType,
            [.. lists.Select(l => new KeyValuePair<FieldKey, IndexNode>(l.Key, builder.Node(l.Value, below)))],
            builder.NodeOrNull(AnyValue, state));
    }
}
