using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Filters.</content>
public sealed partial class EngineSession
{
    /// <summary>Adds a filter; it is enforced from the commit on. IRQL Passive.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="id">Its run-time id.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>; checks run in Windows' order.</returns>
    [WindowsDdi("FwpmFilterAdd0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus FilterAdd(Filter filter, out ulong id)
    {
        ulong made = 0;
        NtStatus status = Write("FwpmFilterAdd0", () => AddFilter(filter, out made));
        id = made;
        return status;
    }

    /// <summary>Deletes a filter by key. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmFilterDeleteByKey0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus FilterDelete(Guid key) => Write("FwpmFilterDeleteByKey0", () => Delete(key));

    /// <summary>Deletes a filter by run-time id. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmFilterDeleteById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus FilterDeleteById(ulong id) => Write(
        "FwpmFilterDeleteById0", () => Store.FindFilter(id) is { } filter ? Delete(filter.Key) : FwpStatus.FilterNotFound);

    /// <summary>Gets a filter with its id and effective weight. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="filter">The filter; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmFilterGetByKey0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus FilterGet(Guid key, out Filter? filter)
    {
        NtStatus status = Get("FwpmFilterGetByKey0", Store.Filters, key, FwpStatus.FilterNotFound, out RuntimeFilter? runtime);
        filter = runtime?.Current;
        return status;
    }

    /// <summary>Gets a filter by run-time id. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="filter">The filter; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmFilterGetById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus FilterGetById(ulong id, out Filter? filter)
    {
        Guid key = Store.FindFilter(id)?.Key ?? Guid.Empty;
        NtStatus status = Get("FwpmFilterGetById0", Store.Filters, key, FwpStatus.FilterNotFound, out RuntimeFilter? runtime);
        filter = runtime?.Current;
        return status;
    }

    private NtStatus Delete(Guid key)
    {
        NtStatus status = Store.Filters.CanDelete(key, this, out StoredObject<RuntimeFilter>? filter);
        status = status.IsError ? status : Check(PolicyObjectKind.Filter, filter!.Descriptor, EngineAccess.Delete);
        if (status.IsSuccess)
        {
            Remove(filter!);
        }

        return status;
    }

    private NtStatus AddFilter(Filter filter, out ulong id)
    {
        id = 0;
        ObjectLifetime lifetime = (filter.Flags & FilterFlags.BootTime) != 0
            ? ObjectLifetime.BootTime
            : LifetimeOf((filter.Flags & FilterFlags.Persistent) != 0);
        NtStatus status = new FilterValidator(_engine, Options.IsDynamic).Check(filter, out LayerSchema? layer);
        status = status.IsError ? status : Check(PolicyObjectKind.Filter, null, EngineAccess.Add);
        status = status.IsError ? status : Check(PolicyObjectKind.Layer, null, EngineAccess.AddLink);
        if (status.IsError)
        {
            return status;
        }

        Guid subLayerKey = filter.SubLayerKey == Guid.Empty ? layer!.DefaultSubLayer : filter.SubLayerKey;
        status = CheckLifetimes(filter, subLayerKey, lifetime);
        if (status.IsError)
        {
            return status;
        }

        Guid key = filter.Key == Guid.Empty ? Store.NextKey() : filter.Key;
        if (Store.Filters.Find(key) is not null)
        {
            return FwpStatus.AlreadyExists;
        }

        RuntimeFilter runtime = Make(filter, key, layer!, subLayerKey);
        if (runtime.Callout?.Implementation?.Notify(CalloutNotification.AddFilter, key, runtime) is { IsError: true })
        {
            return FwpStatus.CalloutNotificationFailed;
        }

        EngineSession? owner = lifetime == ObjectLifetime.Dynamic ? this : null;
        StoredObject<RuntimeFilter> stored = new(key, runtime, lifetime, owner, Store.NextSequence());
        Store.AddFilter(stored, _undo);
        Note(PolicyObjectKind.Filter, PolicyChangeType.Add, stored);
        _added.Add(runtime);
        _engine.MarkAdded(runtime);
        id = runtime.Id;
        return NtStatus.Success;
    }

    private RuntimeFilter Make(Filter filter, Guid key, LayerSchema layer, Guid subLayerKey)
    {
        bool hasContext = (filter.Flags & FilterFlags.HasProviderContext) != 0;
        ProviderContext? context = hasContext ? Store.ProviderContexts.Find(filter.ProviderContextKey)?.Value : null;
        Filter definition = filter with
        {
            Key = key,
            SubLayerKey = subLayerKey,
            Id = Store.NextFilterId(),
            EffectiveWeight = EffectiveWeight.Of(layer, filter.Weight, filter.Conditions, _engine.Semantics.AutoWeight),
        };
        RuntimeCallout? callout = filter.Action.IsCallout() ? _engine.Callouts.Entry(filter.CalloutKey) : null;
        RuntimeFilter runtime = new(definition, layer, Store.SubLayers.Find(subLayerKey)!.Value, callout, Store.NextSequence())
        {
            ProviderContext = context,
        };
        if (context is not null)
        {
            runtime.Context = context.Id;
        }

        return runtime;
    }

    private NtStatus CheckLifetimes(Filter filter, Guid subLayerKey, ObjectLifetime lifetime)
    {
        NtStatus status = CheckReference(PolicyObjectKind.SubLayer, Store.SubLayers.Find(subLayerKey)!, lifetime);
        status = status.IsError ? status : CheckProvider(filter.ProviderKey, lifetime);
        if (status.IsSuccess && filter.Action.IsCallout())
        {
            status = CheckReference(PolicyObjectKind.Callout, Store.Callouts.Find(filter.CalloutKey)!, lifetime);
        }

        if (status.IsSuccess && (filter.Flags & FilterFlags.HasProviderContext) != 0)
        {
            status = CheckReference(PolicyObjectKind.ProviderContext, Store.ProviderContexts.Find(filter.ProviderContextKey)!, lifetime);
        }

        return status;
    }

    private void Remove(StoredObject<RuntimeFilter> filter)
    {
        RuntimeFilter runtime = filter.Value;
        Store.RemoveFilter(filter, _undo);
        Note(PolicyObjectKind.Filter, PolicyChangeType.Delete, filter);
        _added.Remove(runtime);
        _engine.MarkRemoved(runtime);
        runtime.Callout?.Implementation?.Notify(CalloutNotification.DeleteFilter, Guid.Empty, runtime);
    }
}
