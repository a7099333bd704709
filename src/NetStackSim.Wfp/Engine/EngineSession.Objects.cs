using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Providers, provider contexts, sublayers and callouts.</content>
public sealed partial class EngineSession
{
    private const int MaxSubLayers = 65_536;

    private PolicyStore Store => _engine.Store;

    /// <summary>Adds a provider. IRQL Passive.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderAdd0")]
    public NtStatus ProviderAdd(Provider provider, out Guid key)
    {
        Guid made = provider.Key;
        NtStatus status = Write("FwpmProviderAdd0", () => AddObject(
            Store.Providers, provider.Key, provider.Name, provider.IsPersistent, null, k => provider with { Key = k }, out made));
        key = made;
        return status;
    }

    /// <summary>Deletes a provider that nothing refers to. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderDeleteByKey0")]
    public NtStatus ProviderDelete(Guid key) => Write("FwpmProviderDeleteByKey0", () => DeleteObject(Store.Providers, key, null));

    /// <summary>Gets a provider. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="provider">The provider; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderGetByKey0")]
    public NtStatus ProviderGet(Guid key, out Provider? provider) => Get("FwpmProviderGetByKey0", Store.Providers, key, FwpStatus.ProviderNotFound, out provider);

    /// <summary>Adds a provider context. IRQL Passive.</summary>
    /// <param name="context">The context.</param>
    /// <param name="id">Its run-time id.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderContextAdd0")]
    public NtStatus ProviderContextAdd(ProviderContext context, out ulong id)
    {
        ulong made = 0;
        NtStatus status = Write("FwpmProviderContextAdd0", () =>
        {
            made = Store.NextContextId();
            return AddObject(
                Store.ProviderContexts,
                context.Key,
                context.Name,
                context.IsPersistent,
                context.ProviderKey,
                k => context with { Key = k, Id = made },
                out _);
        });
        id = status.IsSuccess ? made : 0;
        return status;
    }

    /// <summary>Deletes a provider context that no filter refers to. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderContextDeleteByKey0")]
    public NtStatus ProviderContextDelete(Guid key) => Write(
        "FwpmProviderContextDeleteByKey0", () => DeleteObject(Store.ProviderContexts, key, Store.ProviderContexts.Find(key)?.Value.ProviderKey));

    /// <summary>Gets a provider context. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="context">The context; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderContextGetByKey0")]
    public NtStatus ProviderContextGet(Guid key, out ProviderContext? context) =>
        Get("FwpmProviderContextGetByKey0", Store.ProviderContexts, key, FwpStatus.ProviderContextNotFound, out context);

    /// <summary>Deletes a provider context that no filter refers to, by run-time id. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderContextDeleteById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ProviderContextDeleteById(ulong id) => Write("FwpmProviderContextDeleteById0", () =>
        Store.FindContext(id) is { } context
            ? DeleteObject(Store.ProviderContexts, context.Key, context.Value.ProviderKey)
            : FwpStatus.ProviderContextNotFound);

    /// <summary>Gets a provider context by run-time id. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="context">The context; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmProviderContextGetById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ProviderContextGetById(ulong id, out ProviderContext? context)
    {
        Guid key = Store.FindContext(id)?.Key ?? Guid.Empty;
        return Get("FwpmProviderContextGetById0", Store.ProviderContexts, key, FwpStatus.ProviderContextNotFound, out context);
    }

    /// <summary>Adds a sublayer; every layer gets it. IRQL Passive.</summary>
    /// <param name="subLayer">The sublayer.</param>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmSubLayerAdd0")]
    public NtStatus SubLayerAdd(SubLayer subLayer, out Guid key)
    {
        Guid made = subLayer.Key;
        NtStatus status = Write("FwpmSubLayerAdd0", () => Store.SubLayers.Count >= MaxSubLayers
            ? FwpStatus.TooManySubLayers
            : AddObject(
                Store.SubLayers,
                subLayer.Key,
                subLayer.Name,
                subLayer.IsPersistent,
                subLayer.ProviderKey,
                k => subLayer with { Key = k },
                out made));
        key = made;
        return status;
    }

    /// <summary>Deletes a sublayer that holds no filter. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmSubLayerDeleteByKey0")]
    public NtStatus SubLayerDelete(Guid key) => Write(
        "FwpmSubLayerDeleteByKey0", () => DeleteObject(Store.SubLayers, key, Store.SubLayers.Find(key)?.Value.ProviderKey));

    /// <summary>Gets a sublayer. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="subLayer">The sublayer; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmSubLayerGetByKey0")]
    public NtStatus SubLayerGet(Guid key, out SubLayer? subLayer) =>
        Get("FwpmSubLayerGetByKey0", Store.SubLayers, key, FwpStatus.SubLayerNotFound, out subLayer);

    /// <summary>Adds a callout, so that filters may refer to it. IRQL Passive.</summary>
    /// <param name="callout">The callout.</param>
    /// <param name="id">Its run-time id.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmCalloutAdd0")]
    public NtStatus CalloutAdd(Callout callout, out uint id)
    {
        uint made = 0;
        NtStatus status = Write("FwpmCalloutAdd0", () => _engine.Catalog.Find(callout.ApplicableLayer) is null
            ? FwpStatus.LayerNotFound
            : AddObject(
                Store.Callouts,
                callout.Key,
                callout.Name,
                callout.IsPersistent,
                callout.ProviderKey,
                k => callout with { Key = k, Id = made = _engine.Callouts.Entry(k).Id },
                out _));
        id = status.IsSuccess ? made : 0;
        return status;
    }

    /// <summary>Deletes a callout that no filter refers to. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmCalloutDeleteByKey0")]
    public NtStatus CalloutDelete(Guid key) => Write(
        "FwpmCalloutDeleteByKey0", () => DeleteObject(Store.Callouts, key, Store.Callouts.Find(key)?.Value.ProviderKey));

    /// <summary>Gets a callout, with whether it is registered. IRQL Passive.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="callout">The callout; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmCalloutGetByKey0")]
    public NtStatus CalloutGet(Guid key, out Callout? callout) => GetCallout("FwpmCalloutGetByKey0", key, out callout);

    /// <summary>Deletes a callout that no filter refers to, by run-time id. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmCalloutDeleteById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus CalloutDeleteById(uint id) => Write("FwpmCalloutDeleteById0", () =>
    {
        Guid key = _engine.Callouts.KeyOf(id);
        return DeleteObject(Store.Callouts, key, Store.Callouts.Find(key)?.Value.ProviderKey);
    });

    /// <summary>Gets a callout by run-time id, with whether it is registered. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="callout">The callout; null on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>; an id that was registered but not added is not found.</returns>
    [WindowsDdi("FwpmCalloutGetById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus CalloutGetById(uint id, out Callout? callout) => GetCallout("FwpmCalloutGetById0", _engine.Callouts.KeyOf(id), out callout);

    private NtStatus GetCallout(string operation, Guid key, out Callout? callout)
    {
        NtStatus status = Get(operation, Store.Callouts, key, FwpStatus.CalloutNotFound, out callout);
        callout = callout is null ? null : callout with { IsRegistered = _engine.Callouts.Entry(key).IsRegistered };
        return status;
    }

    private NtStatus AddObject<T>(
        ObjectContainer<T> container,
        Guid key,
        string name,
        bool persistent,
        Guid? provider,
        Func<Guid, T> withKey,
        out Guid made)
        where T : class
    {
        made = key == Guid.Empty ? Store.NextKey() : key;
        if (string.IsNullOrEmpty(name))
        {
            return FwpStatus.NullDisplayName;
        }

        if (persistent && Options.IsDynamic)
        {
            return FwpStatus.DynamicSessionInProgress;
        }

        ObjectLifetime lifetime = LifetimeOf(persistent);
        NtStatus status = Check(container.Kind, null, EngineAccess.Add);
        status = status.IsError ? status : CheckProvider(provider, lifetime);
        if (status.IsError)
        {
            return status;
        }

        if (container.Find(made) is not null)
        {
            return FwpStatus.AlreadyExists;
        }

        EngineSession? owner = lifetime == ObjectLifetime.Dynamic ? this : null;
        StoredObject<T> stored = new(made, withKey(made), lifetime, owner, Store.NextSequence());
        container.Add(stored, _undo);
        Store.ReferProvider(provider, 1, _undo);
        Note(container.Kind, PolicyChangeType.Add, stored);
        return NtStatus.Success;
    }

    private NtStatus DeleteObject<T>(ObjectContainer<T> container, Guid key, Guid? provider)
        where T : class
    {
        NtStatus status = container.CanDelete(key, this, out StoredObject<T>? item);
        status = status.IsError ? status : Check(container.Kind, item!.Descriptor, EngineAccess.Delete);
        if (status.IsError)
        {
            return status;
        }

        container.Remove(item!, _undo);
        Store.ReferProvider(provider, -1, _undo);
        Note(container.Kind, PolicyChangeType.Delete, item!);
        return NtStatus.Success;
    }

    private NtStatus Get<T>(string operation, ObjectContainer<T> container, Guid key, NtStatus notFound, out T? value)
        where T : class
    {
        value = null;
        NtStatus status = CanRead(operation);
        if (status.IsError)
        {
            return status;
        }

        if (container.Find(key) is not { } stored)
        {
            return notFound;
        }

        status = Check(container.Kind, stored.Descriptor, EngineAccess.Read);
        value = status.IsSuccess ? stored.Value : null;
        return status;
    }

    private ObjectLifetime LifetimeOf(bool persistent) => persistent
        ? ObjectLifetime.Persistent
        : Options.IsDynamic ? ObjectLifetime.Dynamic : ObjectLifetime.Static;

    private NtStatus CheckProvider(Guid? key, ObjectLifetime lifetime)
    {
        if (key is not { } provider)
        {
            return NtStatus.Success;
        }

        return Store.Providers.Find(provider) is { } stored ? CheckReference(PolicyObjectKind.Provider, stored, lifetime) : FwpStatus.ProviderNotFound;
    }

    /// <summary>An object may not refer to one that can die earlier.</summary>
    private NtStatus CheckReference<T>(PolicyObjectKind kind, StoredObject<T> target, ObjectLifetime lifetime)
        where T : class
    {
        NtStatus status = Check(kind, target.Descriptor, EngineAccess.AddLink);
        if (status.IsError)
        {
            return status;
        }

        if (target.Lifetime == ObjectLifetime.Dynamic && target.Owner != this)
        {
            return FwpStatus.WrongSession;
        }

        bool lives = lifetime == ObjectLifetime.BootTime ? target.Lifetime == ObjectLifetime.BuiltIn : target.Lifetime <= lifetime;
        return lives ? NtStatus.Success : FwpStatus.LifetimeMismatch;
    }

    private void DeleteOwnObjects()
    {
        Write("session end", () =>
        {
            foreach (StoredObject<RuntimeFilter> filter in Own(Store.Filters))
            {
                Remove(filter);
            }

            DeleteOwn(Store.Callouts, static c => c.ProviderKey);
            DeleteOwn(Store.ProviderContexts, static c => c.ProviderKey);
            DeleteOwn(Store.SubLayers, static s => s.ProviderKey);
            DeleteOwn(Store.Providers, static _ => null);
            return NtStatus.Success;
        });
    }

    private List<StoredObject<T>> Own<T>(ObjectContainer<T> container)
        where T : class => [.. container.Items.Where(i => i.Owner == this)];

    private void DeleteOwn<T>(ObjectContainer<T> container, Func<T, Guid?> provider)
        where T : class
    {
        foreach (StoredObject<T> item in Own(container))
        {
            DeleteObject(container, item.Key, provider(item.Value));
        }
    }

    /// <summary>Notes a change for the commit; what is added and deleted in one transaction never was.</summary>
    private void Note<T>(PolicyObjectKind kind, PolicyChangeType type, StoredObject<T> stored)
        where T : class
    {
        if (type == PolicyChangeType.Delete && _new.Remove((kind, stored.Key)))
        {
            _changes.RemoveAll(c => c.Change.Kind == kind && c.Change.Key == stored.Key);
            return;
        }

        if (type == PolicyChangeType.Add)
        {
            _new.Add((kind, stored.Key));
        }

        ulong id = stored.Value switch
        {
            RuntimeFilter filter => filter.Id,
            Callout callout => callout.Id,
            ProviderContext context => context.Id,
            _ => 0,
        };
        _changes.Add(new PendingChange(new PolicyChange(kind, type, stored.Key, id), stored.Value, stored.Lifetime, stored.Descriptor));
    }
}
