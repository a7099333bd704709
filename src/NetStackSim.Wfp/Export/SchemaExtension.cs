namespace NetStackSim.Wfp;

/// <summary>
/// Field lists for a list of filters from a build that this library does not know: layers and fields that its conditions name and the
/// catalog does not have are added behind the known ones, as builds do.
/// </summary>
internal static class SchemaExtension
{
    /// <summary>The catalog with what the filters name; the catalog itself when it has all of it.</summary>
    internal static LayerCatalog Of(LayerCatalog catalog, WfpExport export)
    {
        Dictionary<Guid, List<FieldSchema>> added = [];
        List<Guid> unknown = [];
        foreach (ExportedFilter exported in export.Filters)
        {
            Filter filter = exported.Filter;
            LayerSchema? layer = catalog.Find(filter.LayerKey);
            if (layer is null && !unknown.Contains(filter.LayerKey))
            {
                unknown.Add(filter.LayerKey);
            }

            foreach (FilterCondition condition in filter.Conditions)
            {
                if (layer?.FindField(condition.FieldKey) is null)
                {
                    Add(added, filter.LayerKey, condition, layer?.Fields.Length ?? 0, export);
                }
            }
        }

        return added.Count + unknown.Count == 0 ? catalog : Extend(catalog, added, unknown, export);
    }

    private static void Add(Dictionary<Guid, List<FieldSchema>> added, Guid layer, in FilterCondition condition, int first, WfpExport export)
    {
        if (!added.TryGetValue(layer, out List<FieldSchema>? fields))
        {
            added.Add(layer, fields = []);
        }

        Guid key = condition.FieldKey;
        if (!fields.Exists(f => f.Key == key))
        {
            (FieldKind kind, FwpDataType type) = TypeOf(condition.Value);
            fields.Add(new FieldSchema(first + fields.Count, key, WellKnownNames.Strip(export.ConditionSymbol(key), "FWPM_CONDITION_"), kind, type));
        }
    }

    private static (FieldKind Kind, FwpDataType Type) TypeOf(in FwpValue value) => value.Type switch
    {
        FwpDataType.V4AddressMask => (FieldKind.IpAddress, FwpDataType.UInt32),
        FwpDataType.V6AddressMask => (FieldKind.IpAddress, FwpDataType.ByteArray16),
        FwpDataType.SecurityDescriptor => (FieldKind.RawData, FwpDataType.TokenAccessInformation),
        FwpDataType.Range => (FieldKind.RawData, value.Range!.Low.Type),
        _ => (FieldKind.RawData, value.Type),
    };

    private static LayerCatalog Extend(LayerCatalog catalog, Dictionary<Guid, List<FieldSchema>> added, List<Guid> unknown, WfpExport export)
    {
        List<LayerSchema> layers = [];
        foreach (LayerSchema layer in catalog.Layers)
        {
            layers.Add(added.TryGetValue(layer.Key, out List<FieldSchema>? more)
                ? new LayerSchema(layer.Id, layer.Key, layer.Name, layer.Flags, layer.DefaultSubLayer, [.. layer.Fields, .. more], layer.HasPublicName)
                : layer);
        }

        foreach (Guid key in unknown)
        {
            ushort id = (ushort)(catalog.IdLimit + layers.Count - catalog.Layers.Length);
            string name = WellKnownNames.Strip(export.LayerSymbol(key), "FWPM_LAYER_");
            layers.Add(new LayerSchema(id, key, name, LayerFlags.None, SubLayerKeys.Universal, added.GetValueOrDefault(key) ?? []));
        }

        return new LayerCatalog(layers);
    }
}
