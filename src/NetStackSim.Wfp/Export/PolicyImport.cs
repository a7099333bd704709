using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Puts the objects of exports into an engine's store, with the ids and weights that they had.</summary>
internal sealed class PolicyImport
{
    private readonly FilterEngine _engine;
    private readonly ImportOptions _options;
    private readonly UndoLog _undo = new();

    internal PolicyImport(FilterEngine engine, ImportOptions options)
    {
        _engine = engine;
        _options = options;
    }

    private PolicyStore Store => _engine.Store;

    /// <summary>Adds providers, sublayers and callouts.</summary>
    internal void AddObjects(WfpExport export, IReadOnlyList<WfpExport> states)
    {
        foreach (WfpExport source in states.Prepend(export))
        {
            foreach (Provider provider in source.Providers)
            {
                AddNew(Store.Providers, provider.Key, provider);
            }

            foreach (SubLayer subLayer in source.SubLayers)
            {
                AddNew(Store.SubLayers, subLayer.Key, subLayer);
            }

            foreach (Callout callout in source.Callouts)
            {
                AddNew(Store.Callouts, callout.Key, callout);
            }
        }

        foreach (SubLayer guessed in SubLayerOrder.Guess(export, key => Store.SubLayers.Find(key)?.Value))
        {
            AddNew(Store.SubLayers, guessed.Key, guessed);
        }
    }

    /// <summary>Adds a filter.</summary>
    /// <returns>Null when it is enforced, else why not.</returns>
    internal string? Add(ExportedFilter exported, WfpExport source)
    {
        Filter filter = exported.Filter;
        if (exported.Unknown is { } unknown)
        {
            return unknown;
        }

        if (_engine.Catalog.Find(filter.LayerKey) is not { } layer)
        {
            return "the layer is unknown";
        }

        if (Store.Filters.Find(filter.Key) is not null || Store.FindFilter(filter.Id) is not null)
        {
            return "a filter with this key or id is there already";
        }

        foreach (FilterCondition condition in filter.Conditions)
        {
            NtStatus status = ConditionValidator.Check(layer, condition);
            if (status.IsError)
            {
                string field = WellKnownNames.Strip(source.ConditionSymbol(condition.FieldKey), "FWPM_CONDITION_");
                return $"{field} {condition.Match} {FwpText.Of(field, condition.Value)}: {FwpStatusText.Of(status)}";
            }
        }

        if (!EffectiveWeight.IsValid(filter.Weight))
        {
            return "the weight is invalid";
        }

        Insert(exported, layer);
        return WhyDormant(filter.Flags);
    }

    /// <summary>Makes everything effective.</summary>
    internal void Finish() => _engine.Enforce();

    private static string? WhyDormant(FilterFlags flags)
    {
        if ((flags & FilterFlags.BootTime) != 0)
        {
            return "boot-time: enforced only until the engine's service runs";
        }

        return (flags & FilterFlags.Disabled) != 0 ? "disabled: its provider's service does not run" : null;
    }

    private void Insert(ExportedFilter exported, LayerSchema layer)
    {
        Filter filter = exported.Filter;
        bool compute = _options.ComputeWeights || !exported.HasEffectiveWeight;
        Filter definition = compute
            ? filter with { EffectiveWeight = EffectiveWeight.Of(layer, filter.Weight, filter.Conditions, _engine.Semantics.AutoWeight) }
            : filter;
        RuntimeCallout? callout = filter.Action.IsCallout() ? CalloutOf(filter) : null;
        SubLayer subLayer = Store.SubLayers.Find(filter.SubLayerKey)!.Value;
        RuntimeFilter runtime = new(definition, layer, subLayer, callout, Store.NextSequence());
        ObjectLifetime lifetime = (filter.Flags & FilterFlags.Persistent) != 0 ? ObjectLifetime.Persistent : ObjectLifetime.Static;
        Store.AddFilter(new StoredObject<RuntimeFilter>(filter.Key, runtime, lifetime, null, Store.NextSequence()), _undo);
        Store.ReserveFilterId(filter.Id);
        _engine.MarkChanged(layer);
    }

    private RuntimeCallout CalloutOf(Filter filter)
    {
        if (Store.Callouts.Find(filter.CalloutKey) is null)
        {
            Callout unknown = new() { Key = filter.CalloutKey, Name = WellKnownNames.Callout(filter.CalloutKey), ApplicableLayer = filter.LayerKey };
            AddNew(Store.Callouts, unknown.Key, unknown);
        }

        RuntimeCallout callout = _engine.Callouts.Entry(filter.CalloutKey);
        callout.LetsPass = _options.Callouts == CalloutAssumption.Continue;
        return callout;
    }

    private void AddNew<T>(ObjectContainer<T> container, Guid key, T value)
        where T : class
    {
        if (container.Find(key) is null)
        {
            container.Add(new StoredObject<T>(key, value, ObjectLifetime.Static, null, Store.NextSequence()), _undo);
        }
    }
}
