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
    private readonly int[] _calloutFilters;
    private readonly LayerSnapshot? _unmeasured;

    private LayerSnapshot(LayerSnapshot measured, CostMeter meter)
    {
        Layer = measured.Layer;
        _subLayers = measured._subLayers;
        _callouts = measured._callouts;
        _calloutFilters = measured._calloutFilters;
        FilterCount = measured.FilterCount;
        HasCallouts = measured.HasCallouts;
        Reference = measured.Reference;
        Meter = meter;
        _unmeasured = measured;
    }

    private LayerSnapshot(LayerSchema layer, SubLayerSnapshot[] subLayers, List<(RuntimeCallout Callout, int Filters)> callouts, WfpSemantics? reference = null)
    {
        Layer = layer;
        _subLayers = subLayers;
        _callouts = [.. callouts.Select(static c => c.Callout)];
        _calloutFilters = [.. callouts.Select(static c => c.Filters)];
        FilterCount = subLayers.Sum(static s => s.Count);
        HasCallouts = _callouts.Length > 0;
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

    /// <summary>Who measures what classifications cost; null, at no cost, for nobody.</summary>
    internal CostMeter? Meter { get; }

    /// <summary>The snapshot without its meter.</summary>
    internal LayerSnapshot Unmeasured => _unmeasured ?? this;

    /// <summary>The sublayers that hold filters, heaviest first.</summary>
    internal ReadOnlySpan<SubLayerSnapshot> SubLayers => _subLayers;

    /// <summary>The same policy with another meter; null for none.</summary>
    internal LayerSnapshot With(CostMeter? meter) => meter is null ? Unmeasured : new LayerSnapshot(Unmeasured, meter);

    /// <summary>A layer without filters.</summary>
    internal static LayerSnapshot Empty(LayerSchema layer) => new(layer, [], []);

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
            snapshots[i] = new SubLayerSnapshot(layer, subLayers[i], [.. groups[subLayers[i].Key]], semantics);
        }

        WfpSemantics? reference = semantics.Classifier == ClassifierKind.Reference ? semantics : null;
        List<(RuntimeCallout Callout, int Filters)> callouts = [];
        Count(callouts, filters, 1);
        return new LayerSnapshot(layer, snapshots, callouts, reference);
    }

    /// <summary>The layer after a commit that changed some filters of sublayers that are here already; null when it must be compiled as a whole.</summary>
    /// <param name="change">What changed.</param>
    /// <returns>The snapshot.</returns>
    internal LayerSnapshot? With(LayerChange change)
    {
        if (!IsPlain || change.IsWhole)
        {
            return null;
        }

        SubLayerSnapshot[] subLayers = [.. _subLayers];
        foreach (Guid key in change.Added.Concat(change.Removed).Select(static f => f.SubLayer.Key).Distinct())
        {
            int at = Array.FindIndex(subLayers, s => s.SubLayer.Key == key);
            if (at < 0)
            {
                return null;
            }

            subLayers[at] = subLayers[at].With(change.Added.FindAll(f => f.SubLayer.Key == key), change.Removed.FindAll(f => f.SubLayer.Key == key));
            if (subLayers[at].Count == 0)
            {
                return null;
            }
        }

        List<(RuntimeCallout Callout, int Filters)> callouts = [.. _callouts.Zip(_calloutFilters)];
        Count(callouts, change.Added, 1);
        Count(callouts, change.Removed, -1);
        return new LayerSnapshot(Layer, subLayers, callouts);
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

    private static void Count(List<(RuntimeCallout Callout, int Filters)> callouts, IReadOnlyList<RuntimeFilter> filters, int change)
    {
        foreach (RuntimeFilter filter in filters)
        {
            if (filter.Callout is { } callout)
            {
                int at = callouts.FindIndex(c => c.Callout == callout);
                if (at < 0)
                {
                    callouts.Add((callout, change));
                }
                else
                {
                    callouts[at] = (callout, callouts[at].Filters + change);
                }
            }
        }

        callouts.RemoveAll(static c => c.Filters == 0);
    }

    private static ulong Shuffled(RuntimeFilter filter, WfpSemantics semantics) => StableHash.Mix(semantics.TieSeed, filter.Id);
}
