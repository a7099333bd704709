namespace NetStackSim.Wfp;

/// <summary>How one field divides a set of filters, and how well.</summary>
internal sealed class FieldSplit
{
    private FieldSplit(FieldSchema field) => Field = field;

    /// <summary>The field.</summary>
    internal FieldSchema Field { get; }

    /// <summary>Filters that do not look at the field in a way that an index could use.</summary>
    internal List<IndexEntry> AnyValue { get; } = [];

    /// <summary>Filters by exact value.</summary>
    internal Dictionary<FieldKey, List<IndexEntry>> Exact { get; } = [];

    /// <summary>The exact values in the order in which they appeared.</summary>
    internal List<FieldKey> Keys { get; } = [];

    /// <summary>Filters with ranges, the field's test taken out; empty when exact values suffice. Then it holds all that are not in <see cref="AnyValue"/>.</summary>
    internal List<(IndexEntry Entry, NumberInterval[] Intervals)> Intervals { get; } = [];

    /// <summary>How many filters a value can leave at worst.</summary>
    internal int Cost { get; private set; }

    /// <summary>Divides a set by a field; null when no filter of it looks at the field.</summary>
    internal static FieldSplit? Try(FieldSchema field, List<IndexEntry> entries)
    {
        FieldSplit split = new(field);
        bool hasRange = split.HasRange(entries);
        foreach (IndexEntry entry in entries)
        {
            split.Add(entry, hasRange);
        }

        if (split.AnyValue.Count == entries.Count)
        {
            return null;
        }

        split.Cost = split.AnyValue.Count + (hasRange ? split.LargestOverlap() : split.LargestBucket());
        return split;
    }

    private bool HasRange(List<IndexEntry> entries)
    {
        foreach (IndexEntry entry in entries)
        {
            if (entry.TestOn(Field.Index)?.Intervals is { } intervals && Array.Exists(intervals, static i => !i.IsPoint))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(IndexEntry entry, bool hasRange)
    {
        FieldTest? test = entry.TestOn(Field.Index);
        if (test is null)
        {
            AnyValue.Add(entry);
        }
        else if (test.Intervals is { } intervals)
        {
            AddNumbers(entry.Without(Field.Index), intervals, hasRange);
        }
        else if (!hasRange)
        {
            AddObjects(entry, test);
        }
        else
        {
            AnyValue.Add(entry);
        }
    }

    private void AddNumbers(IndexEntry rest, NumberInterval[] intervals, bool hasRange)
    {
        if (hasRange)
        {
            Intervals.Add((rest, intervals));
            return;
        }

        foreach (NumberInterval point in intervals)
        {
            Bucket(FieldKey.OfNumber(point.Low)).Add(rest);
        }
    }

    private void AddObjects(IndexEntry entry, FieldTest test)
    {
        List<FieldKey> keys = [];
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (condition.Kind != ConditionKind.ObjectEqual || !FieldKey.TryOfObject(condition.First!, out FieldKey key))
            {
                AnyValue.Add(entry);
                return;
            }

            if (!keys.Contains(key))
            {
                keys.Add(key);
            }
        }

        foreach (FieldKey key in keys)
        {
            // The test stays: two objects may share a hash.
            Bucket(key).Add(entry);
        }
    }

    private List<IndexEntry> Bucket(FieldKey key)
    {
        if (!Exact.TryGetValue(key, out List<IndexEntry>? list))
        {
            list = [];
            Exact.Add(key, list);
            Keys.Add(key);
        }

        return list;
    }

    private int LargestBucket()
    {
        int largest = 0;
        foreach (FieldKey key in Keys)
        {
            largest = Math.Max(largest, Exact[key].Count);
        }

        return largest;
    }

    private int LargestOverlap()
    {
        List<(UInt128 At, int Change)> ends = [];
        foreach ((_, NumberInterval[] intervals) in Intervals)
        {
            foreach (NumberInterval interval in intervals)
            {
                ends.Add((interval.Low, 1));
                if (interval.High != UInt128.MaxValue)
                {
                    ends.Add((interval.High + 1, -1));
                }
            }
        }

        ends.Sort(static (left, right) => left.At != right.At ? left.At.CompareTo(right.At) : left.Change.CompareTo(right.Change));
        int largest = 0;
        int current = 0;
        foreach ((_, int change) in ends)
        {
            current += change;
            largest = Math.Max(largest, current);
        }

        return largest;
    }
}
