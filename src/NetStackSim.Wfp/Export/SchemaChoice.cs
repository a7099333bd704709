using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Chooses the field lists for an export that has none: those in which every condition exists and most weights come out right,
/// or without weights those of the builds that name packages as it does.</summary>
internal static class SchemaChoice
{
    /// <summary>The catalog that fits, with what the filters name beyond it.</summary>
    internal static LayerCatalog For(WfpExport export) => SchemaExtension.Of(Known(export), export);

    /// <summary>The catalog of this library that fits.</summary>
    internal static LayerCatalog Known(WfpExport export)
    {
        (int unknownCurrent, int agreeCurrent) = Fit(export, LayerCatalog.Current);
        (int unknownOlder, int agreeOlder) = Fit(export, LayerCatalog.Older);
        if (unknownCurrent != unknownOlder)
        {
            return unknownCurrent < unknownOlder ? LayerCatalog.Current : LayerCatalog.Older;
        }

        bool isOlder = agreeCurrent == agreeOlder ? NamesPackagesByKey(export) : agreeOlder > agreeCurrent;
        return isOlder ? LayerCatalog.Older : LayerCatalog.Current;
    }

    // Builds with the current lists tell packages by their family name, the older ones by their SID (a package's, not "no package").
    private static bool NamesPackagesByKey(WfpExport export) => export.Filters.Any(static f => f.Filter.Conditions.Any(static c =>
        c.FieldKey == FieldKeys.AlePackageId && c.Match == FwpMatchType.Equal && c.Value.Sid is { } sid && !sid.Equals(WellKnownSids.Null)));

    private static (int Unknown, int Agree) Fit(WfpExport export, LayerCatalog catalog)
    {
        int unknown = 0;
        int agree = 0;
        foreach (ExportedFilter exported in export.Filters)
        {
            Filter filter = exported.Filter;
            if (catalog.Find(filter.LayerKey) is not { } layer || !filter.Conditions.All(c => layer.FindField(c.FieldKey) is not null))
            {
                unknown++;
            }
            else if (exported.HasEffectiveWeight && filter.Weight.Type != FwpDataType.UInt64)
            {
                agree += EffectiveWeight.Of(layer, filter.Weight, filter.Conditions, AutoWeight.Default) == filter.EffectiveWeight ? 1 : 0;
            }
        }

        return (unknown, agree);
    }
}
