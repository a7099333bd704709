namespace NetStackSim.Wfp;

/// <summary>
/// Tells filters apart by ranges, masks and prefixes of one field: the ends of all intervals cut the numbers into segments; a binary
/// search finds the segment of a value. Where few intervals overlap, each segment has its own child; else the children sit on the
/// nodes of a tree over the segments, and the search climbs from the leaf to the root: the logarithm of the number of filters.
/// </summary>
internal sealed class IntervalNode : IndexNode
{
    private readonly int _field;
    private readonly FwpDataType _type;
    private readonly ulong[] _startsLow;
    private readonly ulong[]? _startsHigh;
    private readonly SegmentGuide _guide;
    private readonly IndexNode?[] _children;
    private readonly bool _isTree;
    private readonly ObjectOrder? _order;
    private readonly IndexNode? _anyValue;

    /// <summary>Makes the node.</summary>
    /// <param name="field">The field.</param>
    /// <param name="order">What makes numbers of the field's objects; null when it holds numbers.</param>
    /// <param name="layout">The segments, the first one from 0.</param>
    /// <param name="children">One per segment, or for a tree two times as many: the node i has the children 2i and 2i+1.</param>
    /// <param name="anyValue">The filters that do not look at the field.</param>
    internal IntervalNode(FieldSchema field, ObjectOrder? order, IntervalLayout layout, IndexNode?[] children, IndexNode? anyValue)
    {
        _field = field.Index;
        _type = field.DataType;
        _order = order;
        _children = children;
        _isTree = layout.IsTree;
        _anyValue = anyValue;
        ReadOnlySpan<UInt128> starts = layout.Starts;
        _startsLow = new ulong[starts.Length];
        _startsHigh = starts[^1] > ulong.MaxValue ? new ulong[starts.Length] : null;
        for (int i = 0; i < starts.Length; i++)
        {
            _startsLow[i] = (ulong)starts[i];
            if (_startsHigh is not null)
            {
                _startsHigh[i] = (ulong)(starts[i] >> 64);
            }
        }

        _guide = new SegmentGuide(_startsHigh ?? _startsLow);
        int min = anyValue?.MinRank ?? int.MaxValue;
        int max = anyValue?.MaxRank ?? -1;
        foreach (IndexNode? child in children)
        {
            min = Math.Min(min, child?.MinRank ?? int.MaxValue);
            max = Math.Max(max, child?.MaxRank ?? -1);
        }

        MinRank = min;
        MaxRank = max;
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        ref readonly FwpValue value = ref search.Values[_field];
        if (value.Type == _type)
        {
            int segment = _order is null ? SegmentOf(value.High, value.Low) : SegmentOf(0, _order.NumberOf(value.Reference!));
            if (!_isTree)
            {
                Visit(_children[segment], ref search);
            }
            else
            {
                for (int node = segment + _startsLow.Length; node > 0; node >>= 1)
                {
                    Visit(_children[node], ref search);
                }
            }
        }

        Visit(_anyValue, ref search);
    }

    private int SegmentOf(ulong high, ulong low)
    {
        if (_startsHigh is null && high != 0)
        {
            return _startsLow.Length - 1;
        }

        (int first, int last) = _guide.Between(_startsHigh is null ? low : high);
        return _startsHigh is null ? LastNotAbove(low, first, last) : LastNotAbove(high, low, first, last);
    }

    private int LastNotAbove(ulong low, int first, int last)
    {
        ulong[] starts = _startsLow;
        for (int count = last - first + 1; count > 1;)
        {
            int half = count >> 1;
            first = starts[first + half] <= low ? first + half : first;
            count -= half;
        }

        return first;
    }

    private int LastNotAbove(ulong high, ulong low, int first, int last)
    {
        for (int count = last - first + 1; count > 1;)
        {
            int half = count >> 1;
            int middle = first + half;
            bool notAbove = _startsHigh![middle] < high || (_startsHigh[middle] == high && _startsLow[middle] <= low);
            first = notAbove ? middle : first;
            count -= half;
        }

        return first;
    }
}
