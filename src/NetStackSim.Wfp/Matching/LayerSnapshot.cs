using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// What a layer enforces between two commits: its sublayers in order, each with its filters in order. Immutable; a commit swaps it, so
/// that a classification sees the policy before or after the commit and never a mixture.
/// </summary>
internal sealed class LayerSnapshot
{
    private readonly SubLayerSnapshot[] _subLayers;
    private readonly RuntimeCallout[] _callouts;

    private LayerSnapshot(LayerSchema layer, SubLayerSnapshot[] subLayers, int filterCount, RuntimeCallout[] callouts, WfpSemantics? reference = null)
    {
        Layer = layer;
        _subLayers = subLayers;
        _callouts = callouts;
        FilterCount = filterCount;
        HasCallouts = callouts.Length > 0;
        Reference = reference;
        IsPlain = reference is null && !layer.IsStream;
    }

    /// <summary>The layer.</summary>
    internal LayerSchema Layer { get; }

    /// <summary>Number of filters.</summary>
    internal int FilterCount { get; }

    /// <summary>True when a filter asks a callout.</summary>
    internal bool HasCallouts { get; }

    /// <summary>The callouts that filters ask, each once.</summary>
    internal ReadOnlySpan<RuntimeCallout> Callouts => _callouts;

    /// <summary>What the naive engine goes by when it is the one that decides here; null for the compiled engine.</summary>
    internal WfpSemantics? Reference { get; }

    /// <summary>True where the compiled engine arbitrates by rights: neither the naive engine nor the waterfall of a stream layer.</summary>
    internal bool IsPlain { get; }

    /// <summary>The sublayers that hold filters, heaviest first.</summary>
    internal ReadOnlySpan<SubLayerSnapshot> SubLayers => _subLayers;

    /// <summary>A layer without filters.</summary>
    internal static LayerSnapshot Empty(LayerSchema layer) => new(layer, [], 0, []);

    /// <summary>Compiles the filters of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="filters">Its enforced filters in any order.</param>
    /// <param name="subLayerOrder">Position of each sublayer by order of addition, for ties of weight.</param>
    /// <param name="semantics">The rule for ties.</param>
    /// <returns>The snapshot.</returns>
    internal static LayerSnapshot Compile(
        LayerSchema layer,
        IReadOnlyList<RuntimeFilter> filters,
        Func<Guid, ulong> subLayerOrder,
        WfpSemantics semantics)
    {
        Dictionary<Guid, List<RuntimeFilter>> groups = [];
        List<SubLayer> subLayers = [];
        foreach (RuntimeFilter filter in filters)
        {
            if (!groups.TryGetValue(filter.SubLayer.Key, out List<RuntimeFilter>? group))
            {
                groups.Add(filter.SubLayer.Key, group = []);
                subLayers.Add(filter.SubLayer);
            }

            group.Add(filter);
        }

        subLayers.Sort((left, right) => left.Weight != right.Weight
            ? right.Weight.CompareTo(left.Weight)
            : subLayerOrder(left.Key).CompareTo(subLayerOrder(right.Key)));
        SubLayerSnapshot[] snapshots = new SubLayerSnapshot[subLayers.Count];
        for (int i = 0; i < snapshots.Length; i++)
        {
            RuntimeFilter[] ordered = [.. groups[subLayers[i].Key]];
            Array.Sort(ordered, (left, right) => Compare(left, right, semantics));
            snapshots[i] = new SubLayerSnapshot(layer, subLayers[i], ordered, semantics.Classifier);
        }

        WfpSemantics? reference = semantics.Classifier == ClassifierKind.Reference ? semantics : null;
        RuntimeCallout[] callouts = [.. filters.Where(static f => !f.IsStatic).Select(static f => f.Callout!).Distinct()];
        return new LayerSnapshot(layer, snapshots, filters.Count, callouts, reference);
    }

    /// <summary>The order of two filters of one sublayer: heavier first, then the rule for ties.</summary>
    internal static int Compare(RuntimeFilter left, RuntimeFilter right, WfpSemantics semantics)
    {
        if (left.Weight != right.Weight)
        {
            return right.Weight.CompareTo(left.Weight);
        }

        return semantics.FilterTies switch
        {
            TieOrder.Oldest => left.Id.CompareTo(right.Id),
            TieOrder.SeededRandom => Shuffled(left, semantics).CompareTo(Shuffled(right, semantics)),
            _ => right.Id.CompareTo(left.Id),
        };
    }

    private static ulong Shuffled(RuntimeFilter filter, WfpSemantics semantics) => StableHash.Mix(semantics.TieSeed, filter.Id);
}
