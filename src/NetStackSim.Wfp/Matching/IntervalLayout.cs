namespace NetStackSim.Wfp;

/// <summary>The segments that a set of intervals cuts the numbers into, and where each filter belongs.</summary>
internal sealed class IntervalLayout
{
    // With up to this many copies per filter each segment keeps its own list: one look-up instead of a climb.
    private const int FlatCopies = 8;

    private readonly List<UInt128> _starts;

    private IntervalLayout(List<UInt128> starts, bool isTree)
    {
        _starts = starts;
        IsTree = isTree;
    }

    /// <summary>First number of each segment, rising.</summary>
    internal IReadOnlyList<UInt128> Starts => _starts;

    /// <summary>True when overlaps are too many for a list per segment.</summary>
    internal bool IsTree { get; }

    /// <summary>Cuts the numbers at the ends of all intervals.</summary>
    internal static IntervalLayout Of(FieldSplit split)
    {
        List<UInt128> cuts = [0];
        foreach ((_, NumberInterval[] intervals) in split.Intervals)
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
        List<UInt128> starts = [];
        foreach (UInt128 cut in cuts)
        {
            if (starts.Count == 0 || starts[^1] != cut)
            {
                starts.Add(cut);
            }
        }

        long copies = 0;
        foreach ((_, NumberInterval[] intervals) in split.Intervals)
        {
            foreach (NumberInterval interval in intervals)
            {
                copies += End(starts, interval) - starts.BinarySearch(interval.Low);
            }
        }

        return new IntervalLayout(starts, copies > 64 + ((long)FlatCopies * split.Intervals.Count));
    }

    /// <summary>The filters of each child.</summary>
    internal List<IndexEntry>?[] Distribute(FieldSplit split)
    {
        List<IndexEntry>?[] lists = new List<IndexEntry>?[IsTree ? _starts.Count * 2 : _starts.Count];
        foreach ((IndexEntry entry, NumberInterval[] intervals) in split.Intervals)
        {
            foreach (NumberInterval interval in intervals)
            {
                int first = _starts.BinarySearch(interval.Low);
                int end = End(_starts, interval);
                if (IsTree)
                {
                    AddToTree(lists, entry, first + _starts.Count, end + _starts.Count);
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

    // The fewest tree nodes that cover the segments [first, end) exactly.
    private static void AddToTree(List<IndexEntry>?[] lists, IndexEntry entry, int first, int end)
    {
        for (; first < end; first >>= 1, end >>= 1)
        {
            if ((first & 1) != 0)
            {
                (lists[first++] ??= []).Add(entry);
            }

            if ((end & 1) != 0)
            {
                (lists[--end] ??= []).Add(entry);
            }
        }
    }

    private static int End(List<UInt128> starts, NumberInterval interval) =>
        interval.High == UInt128.MaxValue ? starts.Count : starts.BinarySearch(interval.High + 1);
}
