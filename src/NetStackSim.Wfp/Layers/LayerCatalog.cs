namespace NetStackSim.Wfp;

/// <summary>The layers of one Windows build with their fields. Immutable.</summary>
public sealed class LayerCatalog
{
    private static readonly Lazy<LayerCatalog> LazyCurrent = new(() => LayerTable.Read(olderFields: false));
    private static readonly Lazy<LayerCatalog> LazyOlder = new(() => LayerTable.Read(olderFields: true));

    private readonly LayerSchema[] _layers;
    private readonly LayerSchema?[] _byId;
    private readonly Dictionary<Guid, LayerSchema> _byKey = [];
    private readonly Dictionary<string, LayerSchema> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a catalog, for example from an imported state.</summary>
    /// <param name="layers">The layers.</param>
    public LayerCatalog(IEnumerable<LayerSchema> layers)
    {
        _layers = [.. layers];
        int last = -1;
        foreach (LayerSchema layer in _layers)
        {
            last = Math.Max(last, layer.Id);
            _byKey.TryAdd(layer.Key, layer);
            _byName.TryAdd(layer.Name, layer);
        }

        _byId = new LayerSchema?[last + 1];
        foreach (LayerSchema layer in _layers)
        {
            _byId[layer.Id] ??= layer;
        }
    }

    /// <summary>The 99 layers with the field lists of current Windows 11 builds.</summary>
    public static LayerCatalog Current => LazyCurrent.Value;

    /// <summary>The same layers with the older field lists of Windows 10 and early Windows 11 builds.</summary>
    public static LayerCatalog Older => LazyOlder.Value;

    /// <summary>All layers in table order.</summary>
    public ReadOnlySpan<LayerSchema> Layers => _layers;

    /// <summary>One more than the largest run-time id.</summary>
    public int IdLimit => _byId.Length;

    /// <summary>Finds a layer by run-time id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The layer, or null.</returns>
    public LayerSchema? Find(ushort id) => id < _byId.Length ? _byId[id] : null;

    /// <summary>Finds a layer by key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The layer, or null.</returns>
    public LayerSchema? Find(Guid key) => _byKey.GetValueOrDefault(key);

    /// <summary>Finds a layer by name.</summary>
    /// <param name="name">The name, with or without <c>FWPM_LAYER_</c>, in any case.</param>
    /// <returns>The layer, or null.</returns>
    public LayerSchema? Find(string name) => _byName.GetValueOrDefault(WellKnownNames.Strip(name, "FWPM_LAYER_"));

    /// <summary>The layer with an id that the table has.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The catalog has no such layer.</exception>
    public LayerSchema Get(LayerId id) => Find((ushort)id) ?? throw new ArgumentOutOfRangeException(nameof(id), id, "no such layer");
}
