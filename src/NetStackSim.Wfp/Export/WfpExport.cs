using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>
/// What <c>netsh wfp show state</c> or <c>netsh wfp show filters</c> wrote on a machine: layers, sublayers, providers, callouts, filters. What
/// the library does not interpret is kept and written back.
/// </summary>
public sealed class WfpExport
{
    private readonly List<XmlItem> _roots = [];
    private readonly XmlKeys _keys = new();
    private readonly List<ExportedFilter> _filters = [];
    private readonly List<SubLayer> _subLayers = [];
    private readonly List<Provider> _providers = [];
    private readonly List<Callout> _callouts = [];
    private readonly List<ExportedNetEvent> _netEvents = [];
    private readonly Dictionary<XmlItem, ExportedFilter> _byItem = [];
    private XmlLayout _layout;

    private WfpExport()
    {
    }

    /// <summary>True for a state, which has layers, sublayers and callouts; false for a list of filters.</summary>
    public bool IsState { get; private set; }

    /// <summary>When the state was written; empty for a list of filters.</summary>
    public string TimeStamp { get; private set; } = string.Empty;

    /// <summary>The layers with their fields; null for a list of filters.</summary>
    public LayerCatalog? Catalog { get; private set; }

    /// <summary>The filters in file order.</summary>
    public IReadOnlyList<ExportedFilter> Filters => _filters;

    /// <summary>The filters as <c>netsh wfp show filters</c> lists them: layer by layer in the order in which they are asked.</summary>
    public IReadOnlyList<ExportedFilter> FiltersInOrder => FilterOrder.Of(this);

    /// <summary>The sublayers of a state in file order.</summary>
    public IReadOnlyList<SubLayer> SubLayers => _subLayers;

    /// <summary>The providers in file order.</summary>
    public IReadOnlyList<Provider> Providers => _providers;

    /// <summary>The callouts of a state in file order.</summary>
    public IReadOnlyList<Callout> Callouts => _callouts;

    /// <summary>The net events in file order.</summary>
    public IReadOnlyList<ExportedNetEvent> NetEvents => _netEvents;

    /// <summary>The state of an engine as an export; its time stamp is empty.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>The state.</returns>
    public static WfpExport Of(FilterEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        WfpExport export = new();
        export.Interpret([EngineXml.State(engine)]);
        return export;
    }

    /// <summary>Net events as an export, in the shape of <c>netsh wfp show netevents</c>.</summary>
    /// <param name="events">The events, oldest first.</param>
    /// <param name="epoch">The host's calendar at virtual time zero.</param>
    /// <returns>The events.</returns>
    public static WfpExport Of(IReadOnlyList<NetEvent> events, DateTimeOffset epoch)
    {
        ArgumentNullException.ThrowIfNull(events);
        WfpExport export = new();
        export.Interpret([NetEventXmlWriter.Write(events, epoch)]);
        return export;
    }

    /// <summary>Reads an export, plain or gzip, UTF-8 or UTF-16. Never throws on input; time and memory are bounded by the limit on size.</summary>
    /// <param name="file">The file.</param>
    /// <param name="export">The export; null on error.</param>
    /// <param name="error">The error; null on success.</param>
    /// <returns>True on success.</returns>
    public static bool TryRead(Stream file, [NotNullWhen(true)] out WfpExport? export, [NotNullWhen(false)] out PolicyError? error)
    {
        ArgumentNullException.ThrowIfNull(file);
        export = null;
        error = null;
        try
        {
            WfpExport read = new();
            read.Interpret(XmlItemReader.Read(file, read.ReadFilter, out read._layout));
            export = read;
            return true;
        }
        catch (PolicyException exception)
        {
            error = exception.Error;
            return false;
        }
    }

    /// <summary>Writes the export back: filters from what was understood of them, the rest as it was read.</summary>
    /// <returns>The text.</returns>
    public string Write() => Write(ExportPart.State);

    /// <summary>The text that the file has for a sublayer, also for symbols that this library does not know.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The symbol, or the key in braces.</returns>
    public string SubLayerSymbol(Guid key) => _keys.Write(key, WellKnownNames.SubLayer);

    /// <summary>The text that the file has for a field, also for symbols that this library does not know.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The symbol, or the key in braces.</returns>
    public string ConditionSymbol(Guid key) => _keys.Write(key, WellKnownNames.Condition);

    /// <summary>The text that the file has for a layer, also for symbols that this library does not know.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The symbol, or the key in braces.</returns>
    public string LayerSymbol(Guid key) => _keys.Write(key, WellKnownNames.Layer);

    /// <summary>Writes one part of the export.</summary>
    /// <param name="part">Which.</param>
    /// <returns>The text.</returns>
    public string Write(ExportPart part)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        Write(part, text);
        return text.ToString();
    }

    /// <summary>Writes one part of the export, piece by piece.</summary>
    /// <param name="part">Which.</param>
    /// <param name="output">Where to.</param>
    public void Write(ExportPart part, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        XmlItemWriter writer = new(output, _layout) { Replace = item => _byItem.TryGetValue(item, out ExportedFilter? filter) ? Rebuild(filter) : item };
        writer.Write(part switch
        {
            ExportPart.State => _roots,
            ExportPart.Filters => [XmlItem.Of("wfpdiag", XmlItem.List("filters", ItemsOfFilters()), Section("providers"))],
            ExportPart.Layers => [XmlItem.List("layers", Section("layers").Children.Select(static l => XmlItem.Of("item", l.Need("layer"))))],
            _ => [Section("netEvents")],
        });
    }

    private IEnumerable<XmlItem> ItemsOfFilters()
    {
        Dictionary<ExportedFilter, XmlItem> items = _byItem.ToDictionary(static p => p.Value, static p => p.Key);
        return FiltersInOrder.Select(f => items[f]);
    }

    private XmlItem Section(string name)
    {
        foreach (XmlItem root in _roots)
        {
            if ((root.Name == name ? root : root.Find(name)) is { } section)
            {
                return section;
            }
        }

        return new XmlItem(name);
    }

    private XmlItem Rebuild(ExportedFilter filter) => filter.Source ?? FilterXml.Write(filter, _keys);

    // What is understood in full is kept as a filter and written anew, anything else as it was read.
    private bool ReadFilter(XmlItem item)
    {
        ExportedFilter filter = FilterXml.Read(item, _keys);
        _byItem.Add(item, filter);
        if (filter.Unknown is not null || !FilterXml.Write(filter, _keys).IsSameAs(item))
        {
            filter.Source = item;
        }

        return filter.Source is null;
    }

    private void Interpret(List<XmlItem> roots)
    {
        _roots.AddRange(roots);
        XmlItem root = _roots.Find(static r => r.Name is "wfpstate" or "wfpdiag" or "netEvents")
            ?? throw new PolicyException(new PolicyError(1, "document", "neither <wfpstate> nor <wfpdiag> nor <netEvents>"));
        foreach (XmlItem item in Section("netEvents").Children)
        {
            _netEvents.Add(NetEventXml.Read(item));
        }

        IsState = root.Name == "wfpstate";
        TimeStamp = root.TextOf("timeStamp");
        foreach (XmlItem item in root.Find("providers")?.Children ?? [])
        {
            _providers.Add(ObjectXml.ReadProvider(item, _keys));
        }

        foreach (XmlItem item in root.Find("subLayers")?.Children ?? [])
        {
            _subLayers.Add(ObjectXml.ReadSubLayer(item, _keys));
        }

        if (IsState)
        {
            ReadLayers(root.Need("layers"));
        }
        else if (root.Find("filters") is { } filters)
        {
            ReadFilters(filters);
        }
        else if (_netEvents.Count == 0 && root.Name != "netEvents")
        {
            throw root.Error("<filters> is missing");
        }
    }

    private void ReadLayers(XmlItem list)
    {
        List<LayerSchema> layers = [];
        HashSet<ushort> ids = [];
        foreach (XmlItem item in list.Children)
        {
            LayerSchema layer = ReadLayer(item.Need("layer"));
            layers.Add(layer);
            if (!ids.Add(layer.Id))
            {
                throw item.Error($"a second layer with the id {layer.Id}");
            }

            foreach (XmlItem callout in item.Find("callouts")?.Children ?? [])
            {
                _callouts.Add(ObjectXml.ReadCallout(callout, _keys));
            }

            if (item.Find("filters") is { } filters)
            {
                ReadFilters(filters);
            }
        }

        Catalog = new LayerCatalog(layers);
    }

    private void ReadFilters(XmlItem list)
    {
        foreach (XmlItem item in list.Children)
        {
            if (!_byItem.ContainsKey(item))
            {
                ReadFilter(item);
            }

            _filters.Add(_byItem[item]);
        }
    }

    private LayerSchema ReadLayer(XmlItem item)
    {
        XmlItem keyItem = item.Need("layerKey");
        Guid key = _keys.Read(keyItem);
        LayerFlags flags = LayerFlags.None;
        foreach (XmlItem flag in item.Find("flags")?.Children ?? [])
        {
            flags |= flag.Text switch
            {
                "FWPM_LAYER_FLAG_KERNEL" => LayerFlags.Kernel,
                "FWPM_LAYER_FLAG_BUILTIN" => LayerFlags.BuiltIn,
                "FWPM_LAYER_FLAG_CLASSIFY_MOSTLY" => LayerFlags.ClassifyMostly,
                "FWPM_LAYER_FLAG_BUFFERED" => LayerFlags.Buffered,
                _ => LayerFlags.None,
            };
        }

        XmlItem idItem = item.Need("layerId");
        if (!ushort.TryParse(idItem.Text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort id) || id > 1000)
        {
            throw idItem.Error("not a layer id");
        }

        bool named = keyItem.Text.StartsWith("FWPM_LAYER_", StringComparison.Ordinal);
        string name = named ? keyItem.Text["FWPM_LAYER_".Length..] : LayerCatalog.Current.Find(key)?.Name ?? keyItem.Text;
        return new LayerSchema(id, key, name, flags, _keys.Read(item.Find("defaultSubLayerKey")), ReadFields(item.Find("field")), named);
    }

    private List<FieldSchema> ReadFields(XmlItem? list)
    {
        List<FieldSchema> fields = [];
        foreach (XmlItem item in list?.Children ?? [])
        {
            XmlItem key = item.Need("fieldKey");
            XmlItem type = item.Need("dataType");
            FieldKind kind = item.TextOf("type") switch
            {
                "FWPM_FIELD_IP_ADDRESS" => FieldKind.IpAddress,
                "FWPM_FIELD_FLAGS" => FieldKind.Flags,
                _ => FieldKind.RawData,
            };

            // A type that is not known has no width, and no condition fits it.
            FwpDataType dataType = XmlValues.TypeOf(type.Text) ?? FwpDataType.Empty;
            fields.Add(new FieldSchema(fields.Count, _keys.Read(key), WellKnownNames.Strip(key.Text, "FWPM_CONDITION_"), kind, dataType));
        }

        return fields;
    }
}
