using NetStackSim.Wfp;

namespace NetStackSim.Cli.Live;

/// <summary>What the filters and callouts of a host cost.</summary>
/// <param name="Host">The host.</param>
/// <param name="Filters">Filters, costliest first.</param>
/// <param name="Callouts">Callouts, costliest first.</param>
/// <param name="Layers">Layers by id.</param>
internal sealed record LiveCosts(string Host, IReadOnlyList<FilterCost> Filters, IReadOnlyList<CalloutCost> Callouts, IReadOnlyList<LayerCost> Layers)
{
    /// <summary>Runs a scenario with meters on all hosts and looks at one.</summary>
    public static LiveCosts Measure(LiveRequest request)
    {
        Dictionary<FilterEngine, CostMeter> meters = [];
        return LiveHost.Look(
            request,
            (host, engine) => new LiveCosts(host.Name, meters[engine].Filters, meters[engine].Callouts, meters[engine].Layers),
            (_, engine) => meters.Add(engine, engine.MeasureCosts()));
    }
}
