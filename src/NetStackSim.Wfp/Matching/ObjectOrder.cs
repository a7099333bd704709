namespace NetStackSim.Wfp;

/// <summary>
/// Blobs and strings as numbers: how many of the borders that tests draw lie before them. Ranges of objects become intervals when objects are read
/// from the front, endings when they are read from the back.
/// </summary>
internal sealed class ObjectOrder
{
    private readonly ObjectBorder[] _borders;
    private readonly bool _fromBack;

    private ObjectOrder(ObjectBorder[] borders, bool fromBack)
    {
        _borders = borders;
        _fromBack = fromBack;
    }

    /// <summary>The order of what filters ask of a field: from the back when one of them asks for an ending.</summary>
    internal static ObjectOrder Of(FieldSchema field, List<IndexEntry> entries)
    {
        bool fromBack = entries.Exists(e => e.TestOn(field.Index) is { IsAboutEndings: true });
        List<ObjectBorder> borders = [];
        foreach (IndexEntry entry in entries)
        {
            foreach ((ObjectBorder? from, ObjectBorder? to) in RegionsOf(entry.TestOn(field.Index), fromBack) ?? [])
            {
                Add(borders, from);
                Add(borders, to);
            }
        }

        borders.Sort();
        return new ObjectOrder([.. borders], fromBack);
    }

    /// <summary>A value's number.</summary>
    internal ulong NumberOf(object value)
    {
        int first = 0;
        for (int count = _borders.Length; count > 0;)
        {
            int half = count >> 1;
            if (_borders[first + half].IsBefore(value))
            {
                first += half + 1;
                count -= half + 1;
            }
            else
            {
                count = half;
            }
        }

        return (ulong)first;
    }

    /// <summary>The numbers of all values that a test can match; null when the order does not help.</summary>
    internal NumberInterval[]? IntervalsOf(FieldTest? test)
    {
        if (RegionsOf(test, _fromBack) is not { } regions)
        {
            return null;
        }

        List<NumberInterval> intervals = [];
        foreach ((ObjectBorder? from, ObjectBorder? to) in regions)
        {
            UInt128 low = from is { } first ? (UInt128)(Array.BinarySearch(_borders, first) + 1) : 0;
            UInt128 end = to is { } last ? (UInt128)(Array.BinarySearch(_borders, last) + 1) : (UInt128)(_borders.Length + 1);
            if (low < end)
            {
                intervals.Add(new NumberInterval(low, end - 1));
            }
        }

        return NumberIntervals.Merge(intervals);
    }

    private static void Add(List<ObjectBorder> borders, ObjectBorder? border)
    {
        if (border is { } given)
        {
            borders.Add(given);
        }
    }

    private static List<(ObjectBorder? From, ObjectBorder? To)>? RegionsOf(FieldTest? test, bool fromBack)
    {
        if (test is null)
        {
            return null;
        }

        List<(ObjectBorder? From, ObjectBorder? To)> regions = [];
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (!TryAddRegions(regions, condition, fromBack))
            {
                return null;
            }
        }

        return regions;
    }

    private static bool TryAddRegions(List<(ObjectBorder? From, ObjectBorder? To)> regions, in CompiledCondition condition, bool fromBack)
    {
        ObjectBorder? At(object? item, BorderPlace place) => item is null ? null : new ObjectBorder(item, place, fromBack);
        object? first = condition.First;
        object? second = condition.Second;
        bool excludesEnds = condition.Low != 0;
        switch (condition.Kind)
        {
            case ConditionKind.Never:
                return true;
            case ConditionKind.ObjectEqual when first is FwpBlob or string:
                regions.Add((At(first, BorderPlace.Before), At(first, BorderPlace.Behind)));
                return true;
            case ConditionKind.ObjectNotEqual when first is FwpBlob or string && !fromBack:
                regions.Add((null, At(first, BorderPlace.Before)));
                regions.Add((At(first, BorderPlace.Behind), null));
                return true;
            case ConditionKind.ObjectInterval when !fromBack:
                regions.Add((At(first, excludesEnds ? BorderPlace.Behind : BorderPlace.Before), At(second, excludesEnds ? BorderPlace.Before : BorderPlace.Behind)));
                return true;
            case ConditionKind.Suffix when fromBack:
                regions.Add((At(first, BorderPlace.Before), At(first, BorderPlace.BehindEndings)));
                return true;
            case ConditionKind.NotSuffix when fromBack:
                regions.Add((null, At(first, BorderPlace.Before)));
                regions.Add((At(first, BorderPlace.BehindEndings), null));
                return true;
            default:
                return false;
        }
    }
}
