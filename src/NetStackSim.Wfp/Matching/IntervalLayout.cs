namespace NetStackSim.Wfp;

/// <summary>The segments that a set of intervals cuts the numbers into, and where each filter belongs.</summary>
internal sealed class IntervalLayout
{
    // With up to this many copies per filter each segment keeps its own list: one look-up instead of a climb.
    private const int FlatCopies = 8;

    private readonly List<(IndexEntry Entry, NumberInterval[] Intervals)> _ranges;
    private readonly UInt128[] _starts;

    /// <summary>Cuts the numbers at the ends of all intervals.</summary>
    internal IntervalLayout(List<(IndexEntry Entry, NumberInterval[] Intervals)> ranges)
    {
        _ranges = ranges;
        _starts = Cut(ranges);
        long flat = 0;
        long tree = 0;
        foreach ((_, NumberInterval[] intervals) in ranges)
        {
            foreach (NumberInterval interval in intervals)
            {
                int first = Array.BinarySearch(_starts, interval.Low);
                int end = End(interval);
                flat += end - first;
                VisitTree(first + _starts.Length, end + _starts.Length, _ => tree++);
            }
        }

        MeanOverlap = (double)flat / _starts.Length;
        IsTree = flat > 64 + ((long)FlatCopies * ranges.Count);
        Copies = IsTree ? tree : flat;
    }

    /// <summary>Number of filters.</summary>
    internal int Count => _ranges.Count;

    /// <summary>First number of each segment, rising.</summary>
    internal ReadOnlySpan<UInt128> Starts => _starts;

    /// <summary>True when overlaps are too many for a list per segment.</summary>
    internal bool IsTree { get; }

    /// <summary>Number of entries over all lists.</summary>
    internal long Copies { get; }

    /// <summary>Filters per segment.</summary>
    internal double MeanOverlap { get; }

    /// <summary>The filters of each child.</summary>
    internal List<IndexEntry>?[] Distribute()
    {
        List<IndexEntry>?[] lists = new List<IndexEntry>?[IsTree ? _starts.Length * 2 : _starts.Length];
        foreach ((IndexEntry entry, NumberInterval[] intervals) in _ranges)
        {
            foreach (NumberInterval interval in intervals)
            {
                int first = Array.BinarySearch(_starts, interval.Low);
                int end = End(interval);
                if (IsTree)
                {
                    VisitTree(first + _starts.Length, end + _starts.Length, node => (lists[node] ??= []).Add(entry));
                }
                else
                {
                    for (int i = first; i < end; i++)
                    {
                        (lists[i] ??= []).Add(entry);
                    }
                }
            }
        }

        return lists;
    }

    private static UInt128[] Cut(List<(IndexEntry Entry, NumberInterval[] Intervals)> ranges)
    {
        List<UInt128> cuts = new((ranges.Count * 2) + 1) { 0 };
        foreach ((_, NumberInterval[] intervals) in ranges)
        {
            foreach (NumberInterval interval in intervals)
            {
                cuts.Add(interval.Low);
                if (interval.High != UInt128.MaxValue)
                {
                    cuts.Add(interval.High + 1);
                }
            }
        }

        cuts.Sort();
        int count = 0;
        for (int i = 0; i < cuts.Count; i++)
        {
            if (i == 0 || cuts[i] != cuts[count - 1])
            {
                cuts[count++] = cuts[i];
            }
        }

        cuts.RemoveRange(count, cuts.Count - count);
        return [.. cuts];
    }

    // The fewest tree nodes that cover the segments [first, end) exactly.
    private static void VisitTree(int first, int end, Action<int> visit)
    {
        for (; first < end; first >>= 1, end >>= 1)
        {
            if ((first & 1) != 0)
            {
                visit(first++);
            }

            if ((end & 1) != 0)
            {
                visit(--end);
            }
        }
    }

    private int End(NumberInterval interval) =>
        interval.High == UInt128.MaxValue ? _starts.Length : Array.BinarySearch(_starts, interval.High + 1);
}
