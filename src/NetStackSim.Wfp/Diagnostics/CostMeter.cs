namespace NetStackSim.Wfp;

/// <summary>
/// Measures what filters, callouts and layers cost. The counts are the same in every run; nanoseconds are those of the clock that was given. Made by
/// <see cref="FilterEngine.MeasureCosts"/>; what was measured stays readable after the end.
/// </summary>
public sealed class CostMeter : IDisposable
{
    private readonly FilterEngine _engine;
    private readonly TimeProvider? _clock;
    private readonly SortedDictionary<ulong, FilterCost> _filters = [];
    private readonly SortedDictionary<uint, CalloutCost> _callouts = [];
    private readonly SortedDictionary<ushort, LayerCost> _layers = [];

    internal CostMeter(FilterEngine engine, TimeProvider? clock)
    {
        _engine = engine;
        _clock = clock;
    }

    /// <summary>The filters that were asked, those with the most comparisons first.</summary>
    public IReadOnlyList<FilterCost> Filters => [.. _filters.Values.OrderByDescending(static f => f.Comparisons).ThenByDescending(static f => f.Asked)];

    /// <summary>The callouts that were called, the slowest first: by real time, virtual time, calls.</summary>
    public IReadOnlyList<CalloutCost> Callouts =>
        [.. _callouts.Values.OrderByDescending(static c => c.RealNs).ThenByDescending(static c => c.VirtualNs).ThenByDescending(static c => c.Calls)];

    /// <summary>The layers that were asked, by id.</summary>
    public IReadOnlyList<LayerCost> Layers => [.. _layers.Values];

    /// <summary>Ends the measurement.</summary>
    public void Dispose() => _engine.StopMeasuring(this);

    internal long Ticks() => _clock?.GetTimestamp() ?? 0;

    internal void Classify(
        LayerSnapshot snapshot, CalloutInvoker invoker, ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, out ClassifyResult result)
    {
        long began = Ticks();
        Arbiter.Classify(snapshot, invoker, values, ref metadata, layerData, out result);
        long took = NsOf(Ticks() - began);
        long comparisons = 0;
        foreach (SubLayerSnapshot subLayer in snapshot.SubLayers)
        {
            comparisons += Count(subLayer, values, TerminatingOf(subLayer, result));
        }

        Add(snapshot.Layer, 1, comparisons, took);
    }

    /// <summary>Bytes, or the end of a direction, were indicated at a stream layer.</summary>
    internal void Indicated(LayerSchema layer) => Add(layer, 1, 0, 0);

    /// <summary>A sublayer of a stream layer was asked. One that holds no filter for the connection is not.</summary>
    internal void Asked(LayerSnapshot snapshot, SubLayer asked, ClassifyValues values, RuntimeFilter? terminating, long ticks)
    {
        long comparisons = 0;
        foreach (SubLayerSnapshot subLayer in snapshot.SubLayers)
        {
            comparisons += subLayer.SubLayer.Key == asked.Key ? Count(subLayer, values, terminating) : 0;
        }

        Add(snapshot.Layer, 0, comparisons, NsOf(ticks));
    }

    /// <summary>The clocks before a callout of a stream layer is called.</summary>
    internal CalloutTimes Now() => new(_engine.Kernel?.CurrentProcessor.BusyNs ?? 0, Ticks());

    /// <summary>The callout was called.</summary>
    internal void Called(RuntimeFilter filter, in CalloutTimes began)
    {
        CalloutTimes ended = Now();
        Called(filter, ended.VirtualNs - began.VirtualNs, ended.Ticks - began.Ticks);
    }

    internal void Called(RuntimeFilter filter, long virtualNs, long ticks)
    {
        RuntimeCallout callout = filter.Callout!;
        CalloutCost cost = _callouts.GetValueOrDefault(callout.Id) ?? new CalloutCost(callout.Key, NameOf(callout), 0, 0, 0);
        _callouts[callout.Id] = cost with { Calls = cost.Calls + 1, VirtualNs = cost.VirtualNs + virtualNs, RealNs = cost.RealNs + NsOf(ticks) };
    }

    private void Add(LayerSchema layer, int classifications, long comparisons, long ns)
    {
        LayerCost cost = _layers.GetValueOrDefault(layer.Id) ?? new LayerCost(layer.Id, layer.Name, 0, 0, 0);
        _layers[layer.Id] = cost with
        {
            Classifications = cost.Classifications + classifications,
            Comparisons = cost.Comparisons + comparisons,
            RealNs = cost.RealNs + ns,
        };
    }

    private long Count(SubLayerSnapshot subLayer, ClassifyValues values, RuntimeFilter? terminating)
    {
        long comparisons = 0;
        foreach (RuntimeFilter filter in subLayer.Filters)
        {
            int compared = 0;
            bool matched = true;
            for (; compared < filter.Tests.Length && matched; compared++)
            {
                matched = filter.Tests[compared].Matches(values.Span);
            }

            bool terminated = matched && filter == terminating;
            FilterCost cost = _filters.GetValueOrDefault(filter.Id) ?? New(filter);
            _filters[filter.Id] = cost with
            {
                Asked = cost.Asked + 1,
                Matches = cost.Matches + (matched ? 1 : 0),
                Hits = cost.Hits + (terminated ? 1 : 0),
                Comparisons = cost.Comparisons + compared,
            };
            comparisons += compared;
            if (terminated)
            {
                break;
            }
        }

        return comparisons;
    }

    private static RuntimeFilter? TerminatingOf(SubLayerSnapshot subLayer, in ClassifyResult result)
    {
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            RuntimeFilter filter = result.Terminating[i].Filter;
            if (filter.SubLayer.Key == subLayer.SubLayer.Key)
            {
                return filter;
            }
        }

        return null;
    }

    private static FilterCost New(RuntimeFilter filter) =>
        new(filter.Id, filter.Definition.Name, filter.Layer.Name, Explainer.NameOf(filter.SubLayer), 0, 0, 0, 0);

    private string NameOf(RuntimeCallout callout) => _engine.Store.Callouts.Find(callout.Key)?.Value.Name ?? WellKnownNames.Callout(callout.Key);

    private long NsOf(long ticks) => _clock is null ? 0 : (long)(_clock.GetElapsedTime(0, ticks).TotalNanoseconds);
}
