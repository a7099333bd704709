namespace NetStackSim.Wfp;

/// <summary>Which filters an enumeration returns (<c>FWPM_FILTER_ENUM_TEMPLATE0</c>).</summary>
public sealed record FilterTemplate
{
    /// <summary>Only filters of this provider; null for any.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>Only filters at this layer; null for any.</summary>
    public Guid? LayerKey { get; init; }

    /// <summary>Only filters of this sublayer; null for any.</summary>
    public Guid? SubLayerKey { get; init; }

    /// <summary>Only filters with this callout; null for any.</summary>
    public Guid? CalloutKey { get; init; }

    /// <summary>By falling effective weight instead of by addition.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Boot-time filters, too.</summary>
    public bool IncludesBootTime { get; init; }

    /// <summary>Disabled filters, too.</summary>
    public bool IncludesDisabled { get; init; }

    internal bool Includes(Filter filter) =>
        (ProviderKey is null || filter.ProviderKey == ProviderKey)
        && (LayerKey is null || filter.LayerKey == LayerKey)
        && (SubLayerKey is null || filter.SubLayerKey == SubLayerKey)
        && (CalloutKey is null || (filter.Action.IsCallout() && filter.CalloutKey == CalloutKey))
        && (IncludesBootTime || (filter.Flags & FilterFlags.BootTime) == 0)
        && (IncludesDisabled || (filter.Flags & FilterFlags.Disabled) == 0);
}
