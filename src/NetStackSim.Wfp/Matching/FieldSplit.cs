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

    /// <summary>
    /// How many filters a value of a field can leave at worst: those that do not look at it in a way that an index could use, and the
    /// largest set that shares a value. The number of filters when none looks at it.
    /// </summary>
    internal static int CostOf(FieldSchema field, List<IndexEntry> entries) => new FieldSplit(field).Measure(entries);

    /// <summary>Divides a set by a field.</summary>
    internal static FieldSplit Of(FieldSchema field, List<IndexEntry> entries)
    {
        FieldSplit split = new(field);
        bool hasRange = split.HasRange(entries);
        foreach (IndexEntry entry in entries)
        {
            split.Add(entry, hasRange);
        }

        return split;
    }

    private int Measure(List<IndexEntry> entries)
    {
        bool hasRange = HasRange(entries);
        Dictionary<FieldKey, int> counts = [];
        List<(UInt128 At, int Change)> ends = [];
        int anyValue = 0;
        int largest = 0;
        foreach (IndexEntry entry in entries)
        {
            FieldTest? test = entry.TestOn(Field.Index);
            if (test?.Intervals is { } intervals)
            {
                largest = Math.Max(largest, hasRange ? AddEnds(ends, intervals) : CountPoints(counts, intervals));
            }
            else if (test is null || hasRange || !TryKeys(test, out List<FieldKey>? keys))
            {
                anyValue++;
            }
            else
            {
                foreach (FieldKey key in keys)
                {
                    largest = Math.Max(largest, Increment(counts, key));
                }
            }
        }

        return anyValue == entries.Count ? anyValue : anyValue + (hasRange ? LargestOverlap(ends) : largest);
    }

    private static int AddEnds(List<(UInt128 At, int Change)> ends, NumberInterval[] intervals)
    {
        foreach (NumberInterval interval in intervals)
        {
            ends.Add((interval.Low, 1));
            if (interval.High != UInt128.MaxValue)
            {
                ends.Add((interval.High + 1, -1));
            }
        }

        return 0;
    }

    private static int CountPoints(Dictionary<FieldKey, int> counts, NumberInterval[] points)
    {
        int largest = 0;
        foreach (NumberInterval point in points)
        {
            largest = Math.Max(largest, Increment(counts, FieldKey.OfNumber(point.Low)));
        }

        return largest;
    }

    private static int Increment(Dictionary<FieldKey, int> counts, FieldKey key)
    {
        ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        return ++count;
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
        if (!TryKeys(test, out List<FieldKey>? keys))
        {
            AnyValue.Add(entry);
            return;
        }

        foreach (FieldKey key in keys)
        {
            // The test stays: two objects may share a hash.
            Bucket(key).Add(entry);
        }
    }

    private static bool TryKeys(FieldTest test, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out List<FieldKey>? keys)
    {
        keys = [];
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (condition.Kind != ConditionKind.ObjectEqual || !FieldKey.TryOfObject(condition.First!, out FieldKey key))
            {
                keys = null;
                return false;
            }

            if (!keys.Contains(key))
            {
                keys.Add(key);
            }
        }

        return true;
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

    private static int LargestOverlap(List<(UInt128 At, int Change)> ends)
    {
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
