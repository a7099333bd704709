namespace NetStackSim.Wfp;

/// <summary>
/// What differs between two policies: filters that only one has, by meaning and not by key or id, and traffic that they treat differently.
/// </summary>
/// <param name="OnlyBefore">Filters of the first policy that the second does not have.</param>
/// <param name="OnlyAfter">Filters of the second policy that the first does not have.</param>
/// <param name="Changes">Traffic that the differing filters match and the policies treat differently.</param>
public sealed record PolicyDiff(IReadOnlyList<Filter> OnlyBefore, IReadOnlyList<Filter> OnlyAfter, IReadOnlyList<TrafficChange> Changes)
{
    /// <summary>Layers of whose traffic nothing is said, because one of the exports leaves them out.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>Compares two policies.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <returns>The difference.</returns>
    public static PolicyDiff Of(ImportedPolicy before, ImportedPolicy after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        List<RuntimeFilter> left = Filters(before);
        List<RuntimeFilter> right = Filters(after);
        List<RuntimeFilter> onlyLeft = Missing(left, right);
        List<RuntimeFilter> onlyRight = Missing(right, left);
        List<TrafficChange> changes = [];
        HashSet<string> seen = [];
        foreach (RuntimeFilter filter in onlyLeft.Concat(onlyRight))
        {
            if (Witness(before, after, filter) is { } change && seen.Add(change.Layer + change.Traffic))
            {
                changes.Add(change);
            }
        }

        IEnumerable<LayerSchema> open = onlyLeft.Concat(onlyRight).Select(static f => f.Layer).Where(l => !IsCovered(before, l.Key) || !IsCovered(after, l.Key));
        return new PolicyDiff([.. onlyLeft.Select(static f => f.Definition)], [.. onlyRight.Select(static f => f.Definition)], changes)
        {
            NotCompared = [.. open.Select(static l => l.Name).Distinct()],
        };
    }

    private static bool IsCovered(ImportedPolicy policy, Guid layer) => policy.Engine.Catalog.Find(layer) is { } known && policy.Covers(known);

    private static List<RuntimeFilter> Filters(ImportedPolicy policy)
    {
        List<RuntimeFilter> filters = [];
        foreach (LayerSchema layer in policy.Engine.Catalog.Layers)
        {
            foreach (SubLayerSnapshot subLayer in policy.Engine.Layer(layer.Id).Snapshot.SubLayers)
            {
                filters.AddRange(subLayer.Filters);
            }
        }

        return filters;
    }

    private static List<RuntimeFilter> Missing(List<RuntimeFilter> from, List<RuntimeFilter> others)
    {
        Dictionary<string, int> counts = [];
        foreach (RuntimeFilter filter in others)
        {
            string meaning = Meaning(filter);
            counts[meaning] = counts.GetValueOrDefault(meaning) + 1;
        }

        List<RuntimeFilter> missing = [];
        foreach (RuntimeFilter filter in from)
        {
            string meaning = Meaning(filter);
            if (counts.GetValueOrDefault(meaning) is var left && left > 0)
            {
                counts[meaning] = left - 1;
            }
            else
            {
                missing.Add(filter);
            }
        }

        return missing;
    }

    private static string Meaning(RuntimeFilter filter)
    {
        IEnumerable<string> conditions = filter.Definition.Conditions.Select(static c => c.ToString()).Order(StringComparer.Ordinal);
        string callout = filter.Action.IsCallout() ? filter.Definition.CalloutKey.ToString() : string.Empty;
        return $"{filter.Layer.Key}|{filter.SubLayer.Key}|{filter.SubLayerWeight}|{filter.Weight:x}|{filter.Action}|{callout}|{filter.IsHardStatic}|{string.Join('|', conditions)}";
    }

    private static TrafficChange? Witness(ImportedPolicy before, ImportedPolicy after, RuntimeFilter filter)
    {
        Guid layer = filter.Layer.Key;
        if (!IsCovered(before, layer) || !IsCovered(after, layer))
        {
            return null;
        }

        ClassifyValues sample = WitnessValues.Of(filter);
        ClassifyResult first = Classify(before, before.Engine.Catalog.Find(layer)!, sample);
        ClassifyResult second = Classify(after, after.Engine.Catalog.Find(layer)!, sample);
        return first.Action == second.Action
            ? null
            : new TrafficChange(filter.Layer.Name, WitnessValues.Words(sample), first.Action, first.FilterId, second.Action, second.FilterId)
            {
                BeforeFilter = first.Filter?.Definition,
                AfterFilter = second.Filter?.Definition,
            };
    }

    private static ClassifyResult Classify(ImportedPolicy policy, LayerSchema layer, ClassifyValues sample)
    {
        ClassifyValues values = new(layer);
        foreach (FieldSchema field in sample.Layer.Fields)
        {
            if (layer.FindField(field.Key) is { } same)
            {
                values.Set(same.Index, sample[field.Index]);
            }
        }

        WitnessValues.FillIn(values);
        ClassifyMetadata metadata = default;
        policy.Engine.Layer(layer.Id).Classify(values, ref metadata, null, out ClassifyResult result);
        return result;
    }
}
