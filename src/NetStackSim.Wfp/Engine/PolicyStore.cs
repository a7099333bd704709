using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Everything that management added: the other half of the engine, which classification never touches.</summary>
internal sealed class PolicyStore
{
    private readonly SortedDictionary<ulong, StoredObject<RuntimeFilter>>[] _filtersByLayer;
    private readonly Dictionary<ulong, StoredObject<RuntimeFilter>> _filtersById = [];
    private ulong _lastSequence;
    private ulong _lastKey;
    private ulong _nextFilterId;
    private ulong _nextContextId = 1;

    internal PolicyStore(LayerCatalog catalog, ulong firstFilterId)
    {
        _nextFilterId = firstFilterId;
        _filtersByLayer = new SortedDictionary<ulong, StoredObject<RuntimeFilter>>[catalog.IdLimit];
        for (int i = 0; i < _filtersByLayer.Length; i++)
        {
            _filtersByLayer[i] = [];
        }

        AddBuiltIn();
    }

    internal ObjectContainer<Provider> Providers { get; } = new(PolicyObjectKind.Provider, FwpStatus.ProviderNotFound);

    internal ObjectContainer<ProviderContext> ProviderContexts { get; } = new(PolicyObjectKind.ProviderContext, FwpStatus.ProviderContextNotFound);

    internal ObjectContainer<SubLayer> SubLayers { get; } = new(PolicyObjectKind.SubLayer, FwpStatus.SubLayerNotFound);

    internal ObjectContainer<Callout> Callouts { get; } = new(PolicyObjectKind.Callout, FwpStatus.CalloutNotFound);

    internal ObjectContainer<RuntimeFilter> Filters { get; } = new(PolicyObjectKind.Filter, FwpStatus.FilterNotFound);

    /// <summary>The next number in the order of addition.</summary>
    internal ulong NextSequence() => ++_lastSequence;

    /// <summary>A run-time id for a filter.</summary>
    internal ulong NextFilterId() => _nextFilterId++;

    /// <summary>A run-time id for a provider context.</summary>
    internal ulong NextContextId() => _nextContextId++;

    /// <summary>Makes sure that later filters get larger ids than one that an import brought along.</summary>
    internal void ReserveFilterId(ulong id) => _nextFilterId = Math.Max(_nextFilterId, id + 1);

    /// <summary>A key for an object that came without one; the same sequence of keys in every run.</summary>
    internal Guid NextKey()
    {
        Span<byte> bytes = stackalloc byte[16];
        ulong number = ++_lastKey;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, StableHash.Avalanche(number ^ 0x5746504B45590000));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], StableHash.Avalanche(number ^ 0x6F626A6563740000));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The filters of a layer in the order of their ids.</summary>
    internal IEnumerable<StoredObject<RuntimeFilter>> FiltersOf(ushort layerId) => _filtersByLayer[layerId].Values;

    /// <summary>Finds a filter by run-time id.</summary>
    internal StoredObject<RuntimeFilter>? FindFilter(ulong id) => _filtersById.GetValueOrDefault(id);

    /// <summary>Finds a provider context by run-time id.</summary>
    internal StoredObject<ProviderContext>? FindContext(ulong id) => ProviderContexts.Items.FirstOrDefault(context => context.Value.Id == id);

    /// <summary>Adds a filter.</summary>
    internal void AddFilter(StoredObject<RuntimeFilter> filter, UndoLog undo)
    {
        Filters.Add(filter, undo);
        Link(filter);
        undo.Add(() => Unlink(filter));
        References(filter, 1);
        undo.Add(() => References(filter, -1));
    }

    /// <summary>Removes a filter.</summary>
    internal void RemoveFilter(StoredObject<RuntimeFilter> filter, UndoLog undo)
    {
        Filters.Remove(filter, undo);
        Unlink(filter);
        undo.Add(() => Link(filter));
        References(filter, -1);
        undo.Add(() => References(filter, 1));
    }

    /// <summary>Changes how many objects refer to a provider.</summary>
    internal void ReferProvider(Guid? key, int change, UndoLog undo)
    {
        if (key is { } provider && Providers.Find(provider) is { } stored)
        {
            stored.References += change;
            undo.Add(() => stored.References -= change);
        }
    }

    private void References(StoredObject<RuntimeFilter> filter, int change)
    {
        Filter definition = filter.Value.Definition;
        Refer(SubLayers, definition.SubLayerKey, change);
        if (definition.ProviderKey is { } provider)
        {
            Refer(Providers, provider, change);
        }

        if (definition.Action.IsCallout())
        {
            Refer(Callouts, definition.CalloutKey, change);
        }

        if ((definition.Flags & FilterFlags.HasProviderContext) != 0)
        {
            Refer(ProviderContexts, definition.ProviderContextKey, change);
        }
    }

    private static void Refer<T>(ObjectContainer<T> container, Guid key, int change)
        where T : class
    {
        if (container.Find(key) is { } stored)
        {
            stored.References += change;
        }
    }

    private void Link(StoredObject<RuntimeFilter> filter)
    {
        _filtersById.Add(filter.Value.Id, filter);
        _filtersByLayer[filter.Value.Layer.Id].Add(filter.Value.Id, filter);
    }

    private void Unlink(StoredObject<RuntimeFilter> filter)
    {
        _filtersById.Remove(filter.Value.Id);
        _filtersByLayer[filter.Value.Layer.Id].Remove(filter.Value.Id);
    }

    private void AddBuiltIn()
    {
        UndoLog discarded = new();
        foreach ((Guid key, string name, ushort weight) in WellKnownNames.BuiltInSubLayers)
        {
            SubLayer subLayer = new() { Key = key, Name = "FWPM_SUBLAYER_" + name, Weight = weight };
            SubLayers.Add(new StoredObject<SubLayer>(key, subLayer, ObjectLifetime.BuiltIn, null, NextSequence()), discarded);
        }

        foreach ((Guid key, string name) in WellKnownNames.BuiltInProviders)
        {
            Provider provider = new() { Key = key, Name = "FWPM_PROVIDER_" + name };
            Providers.Add(new StoredObject<Provider>(key, provider, ObjectLifetime.BuiltIn, null, NextSequence()), discarded);
        }
    }
}
