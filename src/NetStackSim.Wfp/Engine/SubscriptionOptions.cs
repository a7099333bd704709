namespace NetStackSim.Wfp;

/// <summary>Which changes a subscription hears of (<c>FWPM_FILTER_SUBSCRIPTION0</c> and its kin).</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Additions (<c>FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_ADD</c>).</summary>
    public bool NotifiesOnAdd { get; init; } = true;

    /// <summary>Deletions (<c>FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_DELETE</c>).</summary>
    public bool NotifiesOnDelete { get; init; } = true;

    /// <summary>Only objects of this provider; null for any.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>Only filters or callouts at this layer; null for any.</summary>
    public Guid? LayerKey { get; init; }

    /// <summary>Only filters that this template takes; null for any. For subscriptions to filters.</summary>
    public FilterTemplate? Filters { get; init; }

    internal bool Wants(PolicyChangeType type) => type == PolicyChangeType.Add ? NotifiesOnAdd : NotifiesOnDelete;

    internal bool Includes(object value) => value switch
    {
        RuntimeFilter filter => Is(ProviderKey, filter.Definition.ProviderKey) && Is(LayerKey, filter.Definition.LayerKey) && Filters?.Includes(filter) != false,
        Callout callout => Is(ProviderKey, callout.ProviderKey) && Is(LayerKey, callout.ApplicableLayer),
        ProviderContext context => Is(ProviderKey, context.ProviderKey),
        SubLayer subLayer => Is(ProviderKey, subLayer.ProviderKey),
        _ => true,
    };

    private static bool Is(Guid? wanted, Guid? actual) => wanted is null || wanted == actual;
}
