namespace NetStackSim.Wfp;

/// <summary>Computed weights of an export beside those that Windows computed, where the export gives them.</summary>
/// <param name="Build">Which field lists were used: those of the export, or the current or older ones of this library.</param>
/// <param name="Items">One for each filter with an automatic part, in file order.</param>
public sealed record WeightReport(string Build, IReadOnlyList<WeightReportItem> Items)
{
    /// <summary>Number of filters with an automatic part.</summary>
    public int Filters => Items.Count;

    /// <summary>Number of filters whose exported weight equals the computed one.</summary>
    public int Agree => Items.Count(static i => i.Exported == i.Computed);

    /// <summary>Share of agreement among the filters whose weight the export gives; 0 when it gives none.</summary>
    public double Share => Items.Count(static i => i.Exported is not null) is var given && given > 0 ? (double)Agree / given : 0;

    /// <summary>Computes the report.</summary>
    /// <param name="export">The export, which needs no effective weights.</param>
    /// <param name="schema">A state that gives the field lists; null to take the export's own or to choose.</param>
    /// <returns>The report.</returns>
    public static WeightReport Of(WfpExport export, WfpExport? schema = null)
    {
        ArgumentNullException.ThrowIfNull(export);
        LayerCatalog catalog = schema?.Catalog ?? export.Catalog ?? SchemaChoice.For(export);
        string build = schema?.Catalog is not null ? "given"
            : export.Catalog is not null ? "export"
            : SchemaChoice.Known(export) == LayerCatalog.Older ? "older" : "current";
        List<WeightReportItem> items = [];
        foreach (ExportedFilter exported in export.Filters)
        {
            Filter filter = exported.Filter;
            if (filter.Weight.Type != FwpDataType.UInt64 && EffectiveWeight.IsValid(filter.Weight)
                && (catalog.Find(filter.LayerKey) ?? export.Catalog?.Find(filter.LayerKey)) is { } layer)
            {
                ulong computed = EffectiveWeight.Of(layer, filter.Weight, filter.Conditions, AutoWeight.Default);
                items.Add(new WeightReportItem(
                    filter.Id,
                    export.LayerSymbol(layer.Key),
                    filter.Weight.Type == FwpDataType.Empty ? "FWP_EMPTY" : "FWP_UINT8",
                    computed,
                    exported.HasEffectiveWeight ? filter.EffectiveWeight : null));
            }
        }

        return new WeightReport(build, items);
    }
}
