using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Checks a filter in the order in which Windows reports errors, up to its conditions; lifetimes and the key come after it.</summary>
internal sealed class FilterValidator
{
    private const FilterFlags Accepted = FilterFlags.Persistent | FilterFlags.BootTime | FilterFlags.HasProviderContext
        | FilterFlags.ClearActionRight | FilterFlags.PermitIfCalloutUnregistered | FilterFlags.Indexed
        | FilterFlags.HasSecurityRealmProviderContext | FilterFlags.SystemOsOnly | FilterFlags.GameOsOnly | FilterFlags.SilentMode
        | FilterFlags.IpsecNoAcquireInitiate;

    private readonly FilterEngine _engine;
    private readonly bool _isDynamicSession;

    internal FilterValidator(FilterEngine engine, bool isDynamicSession)
    {
        _engine = engine;
        _isDynamicSession = isDynamicSession;
    }

    /// <summary>Checks everything that does not depend on lifetimes and keys.</summary>
    internal NtStatus Check(Filter filter, out LayerSchema? layer)
    {
        layer = null;
        if (string.IsNullOrEmpty(filter.Name))
        {
            return FwpStatus.NullDisplayName;
        }

        NtStatus status = CheckFlags(filter);
        if (status.IsError)
        {
            return status;
        }

        layer = _engine.Catalog.Find(filter.LayerKey);
        if (layer is null)
        {
            return FwpStatus.LayerNotFound;
        }

        status = CheckPlace(filter, layer);
        status = status.IsError ? status : CheckAction(filter, layer);
        status = status.IsError ? status : CheckContext(filter);
        if (status.IsSuccess && !EffectiveWeight.IsValid(filter.Weight))
        {
            return FwpStatus.InvalidWeight;
        }

        for (int i = 0; i < filter.Conditions.Count && status.IsSuccess; i++)
        {
            status = ConditionValidator.Check(layer, filter.Conditions[i]);
        }

        return status;
    }

    private NtStatus CheckFlags(Filter filter)
    {
        FilterFlags both = FilterFlags.Persistent | FilterFlags.BootTime;
        bool unregisteredFlag = (filter.Flags & FilterFlags.PermitIfCalloutUnregistered) != 0;
        bool decidingCallout = filter.Action is FilterActionType.CalloutTerminating or FilterActionType.CalloutUnknown;
        if ((filter.Flags & ~Accepted) != 0 || (filter.Flags & both) == both || (unregisteredFlag && !decidingCallout))
        {
            return FwpStatus.InvalidFlags;
        }

        return _isDynamicSession && (filter.Flags & both) != 0 ? FwpStatus.DynamicSessionInProgress : NtStatus.Success;
    }

    private NtStatus CheckPlace(Filter filter, LayerSchema layer)
    {
        if ((filter.Flags & FilterFlags.BootTime) != 0 && !layer.IsKernel)
        {
            return FwpStatus.IncompatibleLayer;
        }

        if (layer.IsMacFrame && !_engine.IsLinkLayerReady)
        {
            return FwpStatus.L2DriverNotReady;
        }

        if (filter.SubLayerKey != Guid.Empty && _engine.Store.SubLayers.Find(filter.SubLayerKey) is null)
        {
            return FwpStatus.SubLayerNotFound;
        }

        return filter.ProviderKey is { } provider && _engine.Store.Providers.Find(provider) is null
            ? FwpStatus.ProviderNotFound
            : NtStatus.Success;
    }

    private NtStatus CheckAction(Filter filter, LayerSchema layer)
    {
        switch (filter.Action)
        {
            case FilterActionType.Permit or FilterActionType.Block:
                if (filter.SubLayerKey == SubLayerKeys.Inspection)
                {
                    return FwpStatus.ActionIncompatibleWithSubLayer;
                }

                // The fast gates ask callouts only.
                return layer.Name.EndsWith("_FAST", StringComparison.Ordinal) ? FwpStatus.IncompatibleLayer : NtStatus.Success;

            case FilterActionType.CalloutTerminating or FilterActionType.CalloutUnknown or FilterActionType.CalloutInspection:
                if (_engine.Store.Callouts.Find(filter.CalloutKey) is not { } callout)
                {
                    return FwpStatus.CalloutNotFound;
                }

                return callout.Value.ApplicableLayer == layer.Key ? NtStatus.Success : FwpStatus.IncompatibleLayer;

            default:
                return FwpStatus.InvalidActionType;
        }
    }

    private NtStatus CheckContext(Filter filter)
    {
        bool hasContext = (filter.Flags & FilterFlags.HasProviderContext) != 0;
        if (hasContext && _engine.Store.ProviderContexts.Find(filter.ProviderContextKey) is null)
        {
            return FwpStatus.ProviderContextNotFound;
        }

        bool needsContext = filter.Action.IsCallout() && _engine.Store.Callouts.Find(filter.CalloutKey)!.Value.UsesProviderContext;
        return needsContext && !hasContext ? FwpStatus.ContextIncompatibleWithCallout : NtStatus.Success;
    }
}
