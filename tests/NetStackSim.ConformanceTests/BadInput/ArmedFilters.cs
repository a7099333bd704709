using NetStackSim.Wfp;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>Arms every inspection point of a host: a filter that permits at each layer.</summary>
internal static class ArmedFilters
{
    public static void Add(SimHost host)
    {
        EngineSession session = host.Filters!.Open();
        session.TransactionBegin();
        int added = 0;
        foreach (LayerSchema layer in host.Filters.Catalog.Layers)
        {
            added += session.FilterAdd(new Filter { Name = "permit " + layer.Name, LayerKey = layer.Key, Action = FilterActionType.Permit }, out _).IsSuccess ? 1 : 0;
        }

        Assert.True(session.TransactionCommit().IsSuccess && added > 40, $"{added} layers are armed.");
    }
}
