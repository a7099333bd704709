namespace NetStackSim.Wfp;

/// <summary>An export as an engine: every filter is enforced or says why not.</summary>
public sealed class ImportedPolicy
{
    private readonly HashSet<Guid> _coveredLayers = [];
    private readonly Dictionary<Guid, int> _missing = [];

    private readonly IReadOnlyList<WfpExport> _sources;

    private ImportedPolicy(WfpExport export, IReadOnlyList<WfpExport> states, FilterEngine engine, bool isSchemaKnown)
    {
        Export = export;
        _sources = [export, .. states];
        Engine = engine;
        IsSchemaKnown = isSchemaKnown;
    }

    /// <summary>The export.</summary>
    public WfpExport Export { get; }

    /// <summary>The engine that enforces it.</summary>
    public FilterEngine Engine { get; }

    /// <summary>True when the layers' fields came from a state; false when they were chosen by what fits.</summary>
    public bool IsSchemaKnown { get; }

    /// <summary>Filters that are not enforced, each with its reason.</summary>
    public IEnumerable<ExportedFilter> NotEnforced => Export.Filters.Where(static f => f.NotEnforced is not null);

    /// <summary>Makes an engine of an export.</summary>
    /// <param name="export">The export.</param>
    /// <param name="states">States of the same machine, for what a list of filters leaves out: layers, sublayer weights, callouts, filters.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The policy.</returns>
    public static ImportedPolicy Load(WfpExport export, IReadOnlyList<WfpExport>? states = null, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(export);
        states ??= [];
        options ??= new ImportOptions();
        LayerCatalog? known = export.Catalog ?? states.FirstOrDefault(static s => s.Catalog is not null)?.Catalog;
        LayerCatalog catalog = known ?? SchemaChoice.For(export);
        WfpSemantics semantics = new() { FilterTies = options.Ties };
        ImportedPolicy policy = new(export, states, new FilterEngine(semantics: semantics, catalog: catalog), known is not null);
        PolicyImport import = new(policy.Engine, options);
        import.AddObjects(export, states);
        foreach (ExportedFilter filter in export.Filters)
        {
            filter.NotEnforced = import.Add(filter, export);
            policy.Count(filter);
        }

        foreach (WfpExport state in states)
        {
            foreach (ExportedFilter filter in state.Filters)
            {
                import.Add(filter, state);
            }
        }

        import.Finish();
        policy.Cover();
        return policy;
    }

    /// <summary>
    /// Says whether the export speaks about a layer: a state lists all layers, a list of filters leaves out whole layers, and a missing one
    /// does not mean "no policy".
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <returns>True when the absence of a filter means something.</returns>
    public bool Covers(LayerSchema layer) => _coveredLayers.Contains(layer.Key);

    /// <summary>How many filters of a layer should be enforced on the machine and are not here, because they were not understood.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The number; boot-time and disabled filters do not count.</returns>
    public int MissingFilters(LayerSchema layer) => _missing.GetValueOrDefault(layer.Key);

    /// <summary>The text that the machine's exports have for a sublayer, also for symbols that this library does not know.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The symbol, or the key in braces.</returns>
    public string SubLayerSymbol(Guid key)
    {
        string known = WellKnownNames.SubLayer(key);
        return known[0] != '{' ? known : _sources.Select(s => s.SubLayerSymbol(key)).FirstOrDefault(static t => t[0] != '{', known);
    }

    private void Count(ExportedFilter filter)
    {
        if (filter.NotEnforced is not null && (filter.Filter.Flags & (FilterFlags.BootTime | FilterFlags.Disabled)) == 0)
        {
            _missing[filter.Filter.LayerKey] = _missing.GetValueOrDefault(filter.Filter.LayerKey) + 1;
        }
    }

    private void Cover()
    {
        foreach (WfpExport source in _sources)
        {
            if (source.Catalog is { } catalog)
            {
                foreach (LayerSchema layer in catalog.Layers)
                {
                    _coveredLayers.Add(layer.Key);
                }
            }

            foreach (ExportedFilter filter in source.Filters)
            {
                _coveredLayers.Add(filter.Filter.LayerKey);
            }
        }
    }
}
