namespace NetStackSim.Wfp;

/// <summary>
/// Filters as boxes in the space of their fields, halved again and again by one end of one field; each half asks first whether the values lie in the
/// box around all of its filters. Linear in memory whatever the filters look like.
/// </summary>
internal static class BoxTree
{
    private const int LeafSize = 6;
    private const int Samples = 33;

    /// <summary>The tree of filters in rank order.</summary>
    internal static IndexNode Build(LayerSchema layer, List<IndexEntry> entries) =>
        Build(layer, entries, new NumberInterval?[layer.Fields.Length]);

    private static IndexNode Build(LayerSchema layer, List<IndexEntry> entries, NumberInterval?[] outer)
    {
        NumberInterval?[] box = BoxAround(layer, entries);
        LeafTest[] tests = Narrower(layer, box, outer);
        if (entries.Count <= LeafSize || BestCut(layer, entries, box) is not { } cut)
        {
            LeafNode leaf = new([.. entries]);
            return tests.Length == 0 ? leaf : new BranchNode(tests, leaf, second: null);
        }

        List<IndexEntry> below = entries.FindAll(e => cut.Of(e) < cut.At);
        List<IndexEntry> above = entries.FindAll(e => cut.Of(e) >= cut.At);
        return new BranchNode(tests, Build(layer, below, box), Build(layer, above, box));
    }

    // A field without a number in one of the filters has no box: its value may be empty.
    private static NumberInterval?[] BoxAround(LayerSchema layer, List<IndexEntry> entries)
    {
        NumberInterval?[] box = new NumberInterval?[layer.Fields.Length];
        int[] seen = new int[box.Length];
        foreach (IndexEntry entry in entries)
        {
            foreach (FieldTest test in entry.Tests)
            {
                if (test.Intervals is { Length: > 0 } intervals)
                {
                    NumberInterval around = new(intervals[0].Low, intervals[^1].High);
                    box[test.Field] = box[test.Field] is { } known
                        ? new NumberInterval(UInt128.Min(known.Low, around.Low), UInt128.Max(known.High, around.High))
                        : around;
                    seen[test.Field]++;
                }
            }
        }

        for (int field = 0; field < box.Length; field++)
        {
            box[field] = seen[field] == entries.Count ? box[field] : null;
        }

        return box;
    }

    private static LeafTest[] Narrower(LayerSchema layer, NumberInterval?[] box, NumberInterval?[] outer)
    {
        List<LeafTest> tests = [];
        foreach (FieldSchema field in layer.Fields)
        {
            if (box[field.Index] is { } side && side != outer[field.Index])
            {
                tests.Add(LeafTest.Between(field, side.Low, side.High));
            }
        }

        return [.. tests];
    }

    // The cut that spares most values one of the halves.
    private static BoxCut? BestCut(LayerSchema layer, List<IndexEntry> entries, NumberInterval?[] box)
    {
        BoxCut? best = null;
        foreach (FieldSchema field in layer.Fields)
        {
            if (box[field.Index] is { } side)
            {
                foreach (bool byHigh in (ReadOnlySpan<bool>)[false, true])
                {
                    BoxCut cut = Median(entries, field.Index, byHigh, side);
                    best = cut.Spares > (best?.Spares ?? 0) ? cut : best;
                }
            }
        }

        return best;
    }

    private static BoxCut Median(List<IndexEntry> entries, int field, bool byHigh, NumberInterval side)
    {
        BoxCut cut = new(field, byHigh, 0, 0);
        List<UInt128> samples = [];
        int step = Math.Max(1, entries.Count / Samples);
        for (int i = 0; i < entries.Count; i += step)
        {
            samples.Add(cut.Of(entries[i]));
        }

        samples.Sort();
        int middle = samples.Count / 2;
        while (middle < samples.Count && samples[middle] == samples[0])
        {
            middle++;
        }

        if (middle == samples.Count)
        {
            return cut;
        }

        // Values below the least low end of the upper half need not look there; values above the largest high end of the lower half need not look here.
        UInt128 at = samples[middle];
        double length = (double)(side.High - side.Low) + 1;
        double spares = byHigh
            ? (double)(side.High - samples[middle - 1]) / length * middle / samples.Count
            : (double)(at - side.Low) / length * (samples.Count - middle) / samples.Count;
        return cut with { At = at, Spares = spares };
    }

    private readonly record struct BoxCut(int Field, bool ByHigh, UInt128 At, double Spares)
    {
        internal UInt128 Of(IndexEntry entry)
        {
            NumberInterval[] intervals = entry.TestOn(Field)!.Intervals!;
            return ByHigh ? intervals[^1].High : intervals[0].Low;
        }
    }
}
