using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Enumeration: snapshots at the moment of the call. Objects that the client may not read are left out.</content>
public sealed partial class EngineSession
{
    /// <summary>All providers as they are now, in order of addition. IRQL Passive.</summary>
    /// <returns>A snapshot; empty when the client may not enumerate.</returns>
    public IReadOnlyList<Provider> Providers() => Snapshot(Store.Providers, static i => i.Value);

    /// <summary>All provider contexts as they are now, in order of addition. IRQL Passive.</summary>
    /// <returns>A snapshot; empty when the client may not enumerate.</returns>
    public IReadOnlyList<ProviderContext> ProviderContexts() => Snapshot(Store.ProviderContexts, static i => i.Value);

    /// <summary>All sublayers as they are now, in order of addition. IRQL Passive.</summary>
    /// <returns>A snapshot; empty when the client may not enumerate.</returns>
    public IReadOnlyList<SubLayer> SubLayers() => Snapshot(Store.SubLayers, static i => i.Value);

    /// <summary>All callouts as they are now, in order of addition. IRQL Passive.</summary>
    /// <returns>A snapshot; empty when the client may not enumerate.</returns>
    public IReadOnlyList<Callout> CalloutsAdded() =>
        Snapshot(Store.Callouts, i => i.Value with { IsRegistered = _engine.Callouts.Entry(i.Key).IsRegistered });

    /// <summary>Filters as they are now. IRQL Passive.</summary>
    /// <param name="template">Which; null for all that are neither boot-time nor disabled.</param>
    /// <returns>A snapshot; empty for a template that cannot be used (<see cref="FilterCreateEnumHandle"/> says why).</returns>
    public IReadOnlyList<Filter> Filters(FilterTemplate? template = null) =>
        FilterCreateEnumHandle(template, out PolicyEnumeration<Filter>? handle).IsSuccess ? handle!.Next(handle.Remaining) : [];

    /// <summary>Begins an enumeration of filters. IRQL Passive.</summary>
    /// <param name="template">Which; null for all that are neither boot-time nor disabled.</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>
    /// Success; <see cref="FwpStatus.DuplicateCondition"/>, <see cref="FwpStatus.NeverMatch"/>, <see cref="FwpStatus.LayerNotFound"/> or an error of a
    /// condition for a template that cannot be used; AccessDenied.
    /// </returns>
    [WindowsDdi("FwpmFilterCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus FilterCreateEnumHandle(FilterTemplate? template, out PolicyEnumeration<Filter>? handle)
    {
        handle = null;
        template ??= new FilterTemplate();
        NtStatus status = CanEnumerate("FwpmFilterCreateEnumHandle0", PolicyObjectKind.Filter);
        status = status.IsError ? status : template.Check(_engine.Catalog);
        if (status.IsError)
        {
            return status;
        }

        List<RuntimeFilter> found = [];
        foreach (StoredObject<RuntimeFilter> stored in Store.Filters.Items)
        {
            if (template.Includes(stored.Value) && MayRead(PolicyObjectKind.Filter, stored))
            {
                found.Add(stored.Value);
            }
        }

        if (template.IsSorted || template.IsBestTerminatingMatch)
        {
            found.Sort((left, right) => LayerSnapshot.Compare(left, right, _engine.Semantics));
        }

        if (template.IsBestTerminatingMatch)
        {
            found = [.. found.Where(static f => f.Action != FilterActionType.CalloutInspection).Take(1)];
        }

        handle = new PolicyEnumeration<Filter>([.. found.Select(static f => f.Current)], _engine, PolicyObjectKind.Filter);
        return NtStatus.Success;
    }

    /// <summary>Begins an enumeration of providers. IRQL Passive.</summary>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmProviderCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ProviderCreateEnumHandle(out PolicyEnumeration<Provider>? handle) =>
        CreateEnumHandle("FwpmProviderCreateEnumHandle0", PolicyObjectKind.Provider, Providers, out handle);

    /// <summary>Begins an enumeration of provider contexts. IRQL Passive.</summary>
    /// <param name="providerKey">Only those of this provider; null for any.</param>
    /// <param name="type">Only those of this type; null for any.</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmProviderContextCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ProviderContextCreateEnumHandle(Guid? providerKey, ProviderContextType? type, out PolicyEnumeration<ProviderContext>? handle) => CreateEnumHandle(
        "FwpmProviderContextCreateEnumHandle0",
        PolicyObjectKind.ProviderContext,
        () => [.. ProviderContexts().Where(c => (providerKey is null || c.ProviderKey == providerKey) && (type is null || c.Type == type))],
        out handle);

    /// <summary>Begins an enumeration of sublayers. IRQL Passive.</summary>
    /// <param name="providerKey">Only those of this provider; null for any.</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmSubLayerCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SubLayerCreateEnumHandle(Guid? providerKey, out PolicyEnumeration<SubLayer>? handle) => CreateEnumHandle(
        "FwpmSubLayerCreateEnumHandle0",
        PolicyObjectKind.SubLayer,
        () => [.. SubLayers().Where(s => providerKey is null || s.ProviderKey == providerKey)],
        out handle);

    /// <summary>Begins an enumeration of callouts. IRQL Passive.</summary>
    /// <param name="providerKey">Only those of this provider; null for any.</param>
    /// <param name="layerKey">Only those for this layer; null for any.</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmCalloutCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus CalloutCreateEnumHandle(Guid? providerKey, Guid? layerKey, out PolicyEnumeration<Callout>? handle) => CreateEnumHandle(
        "FwpmCalloutCreateEnumHandle0",
        PolicyObjectKind.Callout,
        () => [.. CalloutsAdded().Where(c => (providerKey is null || c.ProviderKey == providerKey) && (layerKey is null || c.ApplicableLayer == layerKey))],
        out handle);

    /// <summary>Begins an enumeration of layers. IRQL Passive.</summary>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmLayerCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus LayerCreateEnumHandle(out PolicyEnumeration<LayerSchema>? handle) =>
        CreateEnumHandle("FwpmLayerCreateEnumHandle0", PolicyObjectKind.Layer, () => [.. _engine.Catalog.Layers], out handle);

    /// <summary>Gets a layer with its fields. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="layer">The layer; null on error.</param>
    /// <returns>Success, AccessDenied or <see cref="FwpStatus.LayerNotFound"/>.</returns>
    [WindowsDdi("FwpmLayerGetByKey0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus LayerGet(Guid key, out LayerSchema? layer) => GetLayer("FwpmLayerGetByKey0", _engine.Catalog.Find(key), out layer);

    /// <summary>Gets a layer with its fields by run-time id. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="layer">The layer; null on error.</param>
    /// <returns>Success, AccessDenied or <see cref="FwpStatus.LayerNotFound"/>.</returns>
    [WindowsDdi("FwpmLayerGetById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus LayerGetById(ushort id, out LayerSchema? layer) => GetLayer("FwpmLayerGetById0", _engine.Catalog.Find(id), out layer);

    /// <summary>Begins an enumeration of sessions. IRQL Passive.</summary>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmSessionCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SessionCreateEnumHandle(out PolicyEnumeration<SessionOptions>? handle) =>
        CreateEnumHandle("FwpmSessionCreateEnumHandle0", PolicyObjectKind.Session, () => [.. _engine.Sessions.Select(static s => s.Options)], out handle);

    private NtStatus GetLayer(string operation, LayerSchema? found, out LayerSchema? layer)
    {
        NtStatus status = CanRead(operation);
        status = status.IsSuccess && found is null ? FwpStatus.LayerNotFound : status;
        status = status.IsError ? status : Check(PolicyObjectKind.Layer, null, EngineAccess.Read);
        layer = status.IsSuccess ? found : null;
        return status;
    }

    private NtStatus CreateEnumHandle<T>(string operation, PolicyObjectKind kind, Func<IReadOnlyList<T>> items, out PolicyEnumeration<T>? handle)
    {
        NtStatus status = CanEnumerate(operation, kind);
        handle = status.IsSuccess ? new PolicyEnumeration<T>(items(), _engine, kind) : null;
        return status;
    }

    private NtStatus CanEnumerate(string operation, PolicyObjectKind kind)
    {
        NtStatus status = CanRead(operation);
        return status.IsError ? status : Check(kind, null, EngineAccess.Enum);
    }

    private bool MayRead<T>(PolicyObjectKind kind, StoredObject<T> stored)
        where T : class =>
        Check(kind, stored.Descriptor, EngineAccess.Read).IsSuccess;

    private List<T> Snapshot<T>(ObjectContainer<T> container, Func<StoredObject<T>, T> value)
        where T : class
    {
        List<T> items = [];
        if (CanEnumerate("enumeration", container.Kind).IsError)
        {
            return items;
        }

        foreach (StoredObject<T> stored in container.Items)
        {
            if (MayRead(container.Kind, stored))
            {
                items.Add(value(stored));
            }
        }

        return items;
    }
}
