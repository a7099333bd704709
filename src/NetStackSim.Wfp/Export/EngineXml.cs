using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>An engine as <c>netsh wfp show state</c> would print it.</summary>
internal static class EngineXml
{
    private static readonly (LayerFlags Flag, string Name)[] LayerFlagNames =
    [
        (LayerFlags.Kernel, "KERNEL"), (LayerFlags.BuiltIn, "BUILTIN"), (LayerFlags.ClassifyMostly, "CLASSIFY_MOSTLY"), (LayerFlags.Buffered, "BUFFERED"),
    ];

    private static readonly XmlKeys Keys = new();

    /// <summary>The state's root element; the engine has no clock, so the time stamp is empty.</summary>
    internal static XmlItem State(FilterEngine engine)
    {
        PolicyStore store = engine.Store;
        return XmlItem.Of(
            "wfpstate",
            new XmlItem("timeStamp"),
            XmlItem.List("sessions", engine.Sessions.Select(static s => Session(s.Options))),
            XmlItem.List("providers", store.Providers.Items.Select(static p => Provider(p.Value))),
            XmlItem.List("subLayers", store.SubLayers.Items.Select(static s => SubLayer(s.Value))),
            XmlItem.List("layers", engine.Catalog.Layers.ToArray().Select(l => LayerWithContent(engine, l))));
    }

    private static XmlItem Session(SessionOptions options) => XmlItem.Of(
        "item",
        FilterXml.DisplayData(options.Name, string.Empty),
        Flags("FWPM_SESSION_FLAG_", (options.IsDynamic, "DYNAMIC")),
        new XmlItem("kernelMode", options.IsKernelMode ? "true" : "false"));

    private static XmlItem Provider(Provider provider) => XmlItem.Of(
        "item",
        new XmlItem("providerKey", WellKnownNames.Provider(provider.Key)),
        FilterXml.DisplayData(provider.Name, provider.Description),
        Flags("FWPM_PROVIDER_FLAG_", (provider.IsPersistent, "PERSISTENT"), (provider.IsDisabled, "DISABLED")),
        new XmlItem("providerData"),
        new XmlItem("serviceName", provider.ServiceName ?? string.Empty));

    private static XmlItem SubLayer(SubLayer subLayer) => XmlItem.Of(
        "item",
        new XmlItem("subLayerKey", WellKnownNames.SubLayer(subLayer.Key)),
        FilterXml.DisplayData(subLayer.Name, subLayer.Description),
        Flags("FWPM_SUBLAYER_FLAG_", (subLayer.IsPersistent, "PERSISTENT")),
        new XmlItem("providerKey", subLayer.ProviderKey is { } provider ? WellKnownNames.Provider(provider) : string.Empty),
        new XmlItem("providerData"),
        new XmlItem("weight", subLayer.Weight.ToString(CultureInfo.InvariantCulture)));

    private static XmlItem LayerWithContent(FilterEngine engine, LayerSchema layer) => XmlItem.Of(
        "item",
        Layer(layer),
        XmlItem.List("callouts", engine.Store.Callouts.Items.Where(c => c.Value.ApplicableLayer == layer.Key).Select(c => Callout(engine, c.Value))),
        XmlItem.List("filters", engine.Store.FiltersOf(layer.Id).Select(static f => Filter(f.Value))));

    private static XmlItem Layer(LayerSchema layer) => XmlItem.Of(
        "layer",
        new XmlItem("layerKey", WellKnownNames.Layer(layer.Key)),
        FilterXml.DisplayData(layer.Name, string.Empty),
        Flags("FWPM_LAYER_FLAG_", [.. LayerFlagNames.Select(f => ((layer.Flags & f.Flag) != 0, f.Name))]),
        XmlItem.List("field", layer.Fields.ToArray().Select(Field)),
        new XmlItem("defaultSubLayerKey", layer.DefaultSubLayer == Guid.Empty ? string.Empty : WellKnownNames.SubLayer(layer.DefaultSubLayer)),
        new XmlItem("layerId", layer.Id.ToString(CultureInfo.InvariantCulture)));

    private static XmlItem Field(FieldSchema field) => XmlItem.Of(
        "item",
        new XmlItem("fieldKey", WellKnownNames.Condition(field.Key)),
        new XmlItem("type", field.Kind switch
        {
            FieldKind.IpAddress => "FWPM_FIELD_IP_ADDRESS",
            FieldKind.Flags => "FWPM_FIELD_FLAGS",
            _ => "FWPM_FIELD_RAW_DATA",
        }),
        new XmlItem("dataType", XmlValues.Symbol(field.DataType)));

    private static XmlItem Callout(FilterEngine engine, Callout callout) => XmlItem.Of(
        "item",
        new XmlItem("calloutKey", WellKnownNames.Callout(callout.Key)),
        FilterXml.DisplayData(callout.Name, callout.Description),
        Flags(
            "FWPM_CALLOUT_FLAG_",
            (callout.IsPersistent, "PERSISTENT"),
            (callout.UsesProviderContext, "USES_PROVIDER_CONTEXT"),
            (callout.IsRegistered || engine.Callouts.Entry(callout.Key).IsRegistered, "REGISTERED")),
        new XmlItem("providerKey"),
        new XmlItem("providerData"),
        new XmlItem("applicableLayer", WellKnownNames.Layer(callout.ApplicableLayer)),
        new XmlItem("calloutId", callout.Id.ToString(CultureInfo.InvariantCulture)));

    private static XmlItem Filter(RuntimeFilter filter)
    {
        Filter definition = filter.Definition with { Id = filter.Id, EffectiveWeight = filter.Weight };
        bool hasContextKey = (definition.Flags & FilterFlags.HasProviderContext) != 0;
        return FilterXml.Write(new ExportedFilter(definition, FilterXml.FlagNames(definition.Flags), string.Empty, hasWeight: true, hasContextKey, line: 0), Keys);
    }

    private static XmlItem Flags(string prefix, params ReadOnlySpan<(bool IsSet, string Name)> flags)
    {
        List<XmlItem> items = [];
        foreach ((bool isSet, string name) in flags)
        {
            if (isSet)
            {
                items.Add(new XmlItem("item", prefix + name));
            }
        }

        return XmlItem.List("flags", items);
    }
}
