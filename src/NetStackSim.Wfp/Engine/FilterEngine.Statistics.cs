using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <content>Counters.</content>
public sealed partial class FilterEngine
{
    /// <summary>What ALE decided about flows, counted by whoever asks it.</summary>
    public AuthorizationCounters Authorizations { get; } = new();

    /// <summary>Every drop of the stack below by layer, reason and filter; null for an engine without a stack.</summary>
    public DiscardCounters? Discards { get; set; }

    internal EngineStatistics Statistics()
    {
        List<LayerStatistics> layers = [];
        foreach (LayerSchema schema in Catalog.Layers)
        {
            EngineLayer layer = _layers[schema.Id];
            layers.Add(new LayerStatistics(schema.Id, schema.Name, layer.Permits, layer.Blocks, layer.Vetoes, Authorizations.AliveAt((LayerId)schema.Id)));
        }

        layers.Sort(static (a, b) => a.LayerId.CompareTo(b.LayerId));
        return new EngineStatistics(
            layers,
            Authorizations.Connections(isInbound: true, isV6: false),
            Authorizations.Connections(isInbound: false, isV6: false),
            Authorizations.Connections(isInbound: true, isV6: true),
            Authorizations.Connections(isInbound: false, isV6: true),
            Authorizations.Reauthorizations());
    }
}
