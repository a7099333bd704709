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
            XmlItem.List("providers", store.Providers.Items.Select(static p => ObjectXml.Write(p.Value))),
            XmlItem.List("subLayers", store.SubLayers.Items.Select(static s => ObjectXml.Write(s.Value))),
            XmlItem.List("layers", engine.Catalog.Layers.ToArray().Select(l => LayerWithContent(engine, l))));
    }

    private static XmlItem Session(SessionOptions options) => XmlItem.Of(
        "item",
        new XmlItem("sessionKey", FwpText.Key(options.Key)),
        FilterXml.DisplayData(options.Name, options.Description),
        ObjectXml.Flags("FWPM_SESSION_FLAG_", (options.IsDynamic, "DYNAMIC")),
        new XmlItem("txnWaitTimeoutInMSec", options.TransactionWaitTimeoutMs.ToString(CultureInfo.InvariantCulture)),
        new XmlItem("processId", (options.Process?.Id ?? 0).ToString(CultureInfo.InvariantCulture)),
        new XmlItem("sid", options.CheckedToken?.User.ToString() ?? string.Empty),
        new XmlItem("username"),
        new XmlItem("kernelMode", options.IsKernelMode ? "true" : "false"));

    private static XmlItem LayerWithContent(FilterEngine engine, LayerSchema layer) => XmlItem.Of(
        "item",
        Layer(layer),
        XmlItem.List("callouts", engine.Store.Callouts.Items.Where(c => c.Value.ApplicableLayer == layer.Key).Select(c => ObjectXml.Write(c.Value, c.Value.IsRegistered || engine.Callouts.Entry(c.Key).IsRegistered))),
        XmlItem.List("filters", engine.Store.FiltersOf(layer.Id).Select(static f => Filter(f.Value))));

    private static XmlItem Layer(LayerSchema layer) => XmlItem.Of(
        "layer",
        new XmlItem("layerKey", WellKnownNames.Layer(layer.Key)),
        FilterXml.DisplayData(layer.Name, string.Empty),
        ObjectXml.Flags("FWPM_LAYER_FLAG_", [.. LayerFlagNames.Select(f => ((layer.Flags & f.Flag) != 0, f.Name))]),
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

    /// <summary>A filter with its run-time id and effective weight.</summary>
    internal static XmlItem Filter(RuntimeFilter filter)
    {
        Filter definition = filter.Current with { Id = filter.Id, EffectiveWeight = filter.Weight };
        bool hasContextKey = (definition.Flags & FilterFlags.HasProviderContext) != 0;
        return FilterXml.Write(new ExportedFilter(definition, FilterXml.FlagNames(definition.Flags), string.Empty, hasWeight: true, hasContextKey, line: 0), Keys);
    }
}
