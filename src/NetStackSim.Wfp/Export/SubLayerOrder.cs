namespace NetStackSim.Wfp;

/// <summary>
/// Weights for sublayers that a list of filters uses and nobody describes. The list is sorted by sublayer, heaviest first, so a place
/// between known sublayers follows from it; the weight just above the next lower one stands for that place.
/// </summary>
internal static class SubLayerOrder
{
    /// <summary>The unknown sublayers with assumed weights.</summary>
    internal static IReadOnlyList<SubLayer> Guess(WfpExport export, Func<Guid, SubLayer?> known)
    {
        List<Guid> unknown = [];
        Dictionary<Guid, List<Guid>> below = [];
        Guid layer = Guid.Empty;
        Guid above = Guid.Empty;
        foreach (ExportedFilter exported in export.Filters)
        {
            Guid current = exported.Filter.SubLayerKey;
            if (exported.Filter.LayerKey == layer && current != above)
            {
                ListOf(below, above).Add(current);
            }

            (layer, above) = (exported.Filter.LayerKey, current);
            if (known(current) is null && !unknown.Contains(current))
            {
                unknown.Add(current);
            }
        }

        Dictionary<Guid, int> weights = [];
        foreach (Guid key in unknown)
        {
            Weigh(key, below, known, weights);
        }

        return [.. unknown.Select(k => new SubLayer { Key = k, Name = FwpText.Key(k), Weight = (ushort)Math.Clamp(weights[k], 0, ushort.MaxValue) })];
    }

    private static int Weigh(Guid key, Dictionary<Guid, List<Guid>> below, Func<Guid, SubLayer?> known, Dictionary<Guid, int> weights)
    {
        if (known(key) is { } subLayer)
        {
            return subLayer.Weight;
        }

        if (weights.TryGetValue(key, out int weight))
        {
            return weight;
        }

        // Set first: two sublayers that are each above the other in different layers must not recurse for ever.
        weights[key] = 0;
        int heaviestBelow = -1;
        foreach (Guid lower in ListOf(below, key))
        {
            heaviestBelow = Math.Max(heaviestBelow, Weigh(lower, below, known, weights));
        }

        return weights[key] = heaviestBelow + 1;
    }

    private static List<Guid> ListOf(Dictionary<Guid, List<Guid>> lists, Guid key)
    {
        if (!lists.TryGetValue(key, out List<Guid>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
