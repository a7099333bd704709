namespace NetStackSim.Wfp;

/// <summary>
/// The order of <c>netsh wfp show filters</c>: layer by layer, the heaviest sublayer first, in it the heaviest filter first, of equal ones
/// the newest. A state has its filters in another order.
/// </summary>
internal static class FilterOrder
{
    /// <summary>The filters of an export in that order; those of a list stay where they are.</summary>
    internal static IReadOnlyList<ExportedFilter> Of(WfpExport export)
    {
        if (export.Catalog is not { } catalog)
        {
            return export.Filters;
        }

        Dictionary<Guid, int> subLayers = [];
        foreach (SubLayer subLayer in export.SubLayers)
        {
            subLayers.TryAdd(subLayer.Key, subLayer.Weight);
        }

        return
        [
            .. export.Filters.GroupBy(static f => f.Filter.LayerKey).SelectMany(layer => layer
                .OrderByDescending(f => subLayers.GetValueOrDefault(f.Filter.SubLayerKey, -1))
                .ThenByDescending(f => Weight(f, catalog))
                .ThenByDescending(static f => f.Filter.Id)),
        ];
    }

    private static ulong Weight(ExportedFilter exported, LayerCatalog catalog)
    {
        Filter filter = exported.Filter;
        return exported.HasEffectiveWeight || catalog.Find(filter.LayerKey) is not { } layer
            ? filter.EffectiveWeight
            : EffectiveWeight.Of(layer, filter.Weight, filter.Conditions, AutoWeight.Default);
    }
}
