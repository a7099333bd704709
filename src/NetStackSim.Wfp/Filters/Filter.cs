namespace NetStackSim.Wfp;

/// <summary>
/// A filter as management sees it (<c>FWPM_FILTER0</c>): where it stands, when it applies, what it does. Immutable; to change a
/// filter delete it and add another in one transaction.
/// </summary>
public sealed record Filter
{
    /// <summary>The key; all zero asks the engine for one.</summary>
    public Guid Key { get; init; }

    /// <summary>Name for people; required.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Flags.</summary>
    public FilterFlags Flags { get; init; }

    /// <summary>Who manages the filter; null for nobody.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>Data of the provider, opaque to the engine.</summary>
    public FwpBlob? ProviderData { get; init; }

    /// <summary>The layer.</summary>
    public Guid LayerKey { get; init; }

    /// <summary>The sublayer; all zero is the layer's default.</summary>
    public Guid SubLayerKey { get; init; }

    /// <summary>
    /// The weight: <see cref="FwpDataType.UInt64"/> as it is, <see cref="FwpDataType.UInt8"/> 0..15 a range with an automatic part,
    /// <see cref="FwpDataType.Empty"/> automatic.
    /// </summary>
    public FwpValue Weight { get; init; }

    /// <summary>Conditions: different fields must all match, conditions on one field are alternatives. None matches everything.</summary>
    public IReadOnlyList<FilterCondition> Conditions { get; init; } = [];

    /// <summary>What to do on a match.</summary>
    public FilterActionType Action { get; init; }

    /// <summary>The callout of a callout action; for Permit and Block an arbitrary type tag of the provider.</summary>
    public Guid CalloutKey { get; init; }

    /// <summary>Context for the callout, copied as it is; ignored with <see cref="FilterFlags.HasProviderContext"/>.</summary>
    public ulong RawContext { get; init; }

    /// <summary>The provider context, with <see cref="FilterFlags.HasProviderContext"/>.</summary>
    public Guid ProviderContextKey { get; init; }

    /// <summary>Run-time id; set by the engine in filters that it returns.</summary>
    public ulong Id { get; init; }

    /// <summary>The weight that decides the order in the sublayer; set by the engine in filters that it returns.</summary>
    public ulong EffectiveWeight { get; init; }
}
