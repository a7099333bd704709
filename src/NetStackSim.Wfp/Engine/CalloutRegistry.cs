using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>The run-time half of callouts: what drivers registered.</summary>
public sealed class CalloutRegistry
{
    /// <summary>Windows' limit of registered callouts.</summary>
    public const int MaxCallouts = 100_000;

    private readonly FilterEngine _engine;
    private readonly Dictionary<Guid, RuntimeCallout> _byKey = [];
    private readonly List<RuntimeCallout> _byId = [];
    private int _registered;

    internal CalloutRegistry(FilterEngine engine) => _engine = engine;

    /// <summary>Number of callouts that are registered.</summary>
    public int RegisteredCount => _registered;

    /// <summary>
    /// Registers a driver's functions for a key, independently of whether management added the callout. IRQL Passive.
    /// </summary>
    /// <param name="key">The callout's key.</param>
    /// <param name="callout">The functions; the registry keeps the object until it is unregistered.</param>
    /// <param name="flags">Flags.</param>
    /// <param name="calloutId">The run-time id, the same for the key in the whole run.</param>
    /// <returns>Success, <see cref="FwpStatus.AlreadyExists"/> or <see cref="FwpStatus.TooManyCallouts"/>.</returns>
    [WindowsDdi("FwpsCalloutRegister1")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus Register(Guid key, ICallout callout, CalloutFlags flags, out uint calloutId)
    {
        ArgumentNullException.ThrowIfNull(callout);
        RuntimeCallout entry = Entry(key);
        calloutId = entry.Id;
        if (_engine.Refuses("FwpsCalloutRegister1", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        if (entry.IsRegistered)
        {
            return FwpStatus.AlreadyExists;
        }

        if (_registered >= MaxCallouts)
        {
            return FwpStatus.TooManyCallouts;
        }

        entry.Implementation = callout;
        entry.Flags = flags;
        _registered++;
        return NtStatus.Success;
    }

    /// <summary>
    /// Takes a driver's functions away. Filters with the callout stay and follow the rule for callouts that are not registered. IRQL Passive.
    /// </summary>
    /// <param name="key">The callout's key.</param>
    /// <returns>Success, <see cref="FwpStatus.CalloutNotFound"/>, or device busy while flows hold contexts of the callout.</returns>
    [WindowsDdi("FwpsCalloutUnregisterByKey0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus Unregister(Guid key)
    {
        if (_engine.Refuses("FwpsCalloutUnregisterByKey0", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        return _byKey.TryGetValue(key, out RuntimeCallout? entry) && entry.IsRegistered ? TakeAway(entry) : FwpStatus.CalloutNotFound;
    }

    /// <summary>Takes a driver's functions away by run-time id.</summary>
    /// <param name="calloutId">The id.</param>
    /// <returns>As <see cref="Unregister"/>.</returns>
    [WindowsDdi("FwpsCalloutUnregisterById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus UnregisterById(uint calloutId)
    {
        if (_engine.Refuses("FwpsCalloutUnregisterById0", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        return TryFind(calloutId, out RuntimeCallout? entry) && entry.IsRegistered ? TakeAway(entry) : FwpStatus.CalloutNotFound;
    }

    /// <summary>Leaves a context of a callout on a flow for a layer. IRQL at most Dispatch.</summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="layerId">The layer at which the callout will get the context.</param>
    /// <param name="calloutId">The callout, which must implement <see cref="IFlowCallout"/>.</param>
    /// <param name="context">The context, not 0.</param>
    /// <returns>Success, invalid parameter, or object name exists when there is one already.</returns>
    [WindowsDdi("FwpsFlowAssociateContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus FlowAssociateContext(ulong flowId, ushort layerId, uint calloutId, ulong context)
    {
        if (_engine.Refuses("FwpsFlowAssociateContext0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        TryFind(calloutId, out RuntimeCallout? entry);
        return _engine.Flows.Associate(flowId, layerId, entry, context);
    }

    /// <summary>Takes a context off a flow; the callout gets it back before the call returns. IRQL at most Dispatch.</summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="layerId">The layer.</param>
    /// <param name="calloutId">The callout.</param>
    /// <returns>Success: it went back; pending: it goes back when the calls end that are running; unsuccessful when there is none.</returns>
    [WindowsDdi("FwpsFlowRemoveContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus FlowRemoveContext(ulong flowId, ushort layerId, uint calloutId) =>
        _engine.Refuses("FwpsFlowRemoveContext0", Irql.Dispatch, out NtStatus failed) ? failed : _engine.Flows.Remove(flowId, layerId, calloutId);

    /// <summary>Ends a flow: a connection is reset, another flow is forgotten. IRQL at most Dispatch.</summary>
    /// <param name="flowId">The flow.</param>
    /// <returns>Success, or not found.</returns>
    [WindowsDdi("FwpsFlowAbort0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus FlowAbort(ulong flowId)
    {
        if (_engine.Refuses("FwpsFlowAbort0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (_engine.Flows.Find(flowId) is not { } flow)
        {
            return NtStatus.NotFound;
        }

        flow.State?.Owner?.AbortFlow();
        flow.End();
        return NtStatus.Success;
    }

    /// <summary>Finds a callout by key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The callout, or null when nobody added or registered it.</returns>
    public RuntimeCallout? Find(Guid key) => _byKey.GetValueOrDefault(key);

    /// <summary>The key of a callout; all zero for an unknown id.</summary>
    internal Guid KeyOf(uint calloutId) => TryFind(calloutId, out RuntimeCallout? entry) ? entry.Key : Guid.Empty;

    internal RuntimeCallout Entry(Guid key)
    {
        if (!_byKey.TryGetValue(key, out RuntimeCallout? entry))
        {
            entry = new RuntimeCallout(key, (uint)_byId.Count + 1);
            _byKey.Add(key, entry);
            _byId.Add(entry);
        }

        return entry;
    }

    private NtStatus TakeAway(RuntimeCallout entry)
    {
        if (entry.FlowContexts > 0 || entry.Active > 0)
        {
            CheckContexts(entry);
            return NtStatus.DeviceBusy;
        }

        CheckWhatIsLeft(entry);
        entry.Implementation = null;
        entry.Flags = CalloutFlags.None;
        entry.ContextsAtRefusal = 0;
        _registered--;
        return NtStatus.Success;
    }

    // The first refusal tells the driver to take its contexts off the flows; a second one finds that it did not.
    private void CheckContexts(RuntimeCallout entry)
    {
        if (entry.FlowContexts > 0 && entry.FlowContexts == entry.ContextsAtRefusal)
        {
            Report(ContractRule.LeakedFlowContext, entry, $"{entry.FlowContexts} contexts are still on flows and none was removed since unregistering was refused");
        }

        entry.ContextsAtRefusal = entry.FlowContexts;
    }

    private void CheckWhatIsLeft(RuntimeCallout entry)
    {
        if (entry.Pended > 0)
        {
            Report(ContractRule.PendNotCompleted, entry, $"{entry.Pended} operations that the callout holds are not complete");
        }

        if (entry.KeptLists > 0)
        {
            Report(ContractRule.ListNotFreed, entry, $"{entry.KeptLists} lists or references of the callout are not given back");
        }

        if (entry.ClassifyHandles > 0)
        {
            Report(ContractRule.ClassifyHandleUnbalanced, entry, $"{entry.ClassifyHandles} classify handles of the callout are not released");
        }
    }

    private void Report(ContractRule rule, RuntimeCallout entry, string message)
    {
        string layer = entry.LastFilter?.Layer.Name ?? string.Empty;
        _engine.Contracts.Report(rule, layer, entry.Key, entry.LastFilter?.Id ?? 0, message);
    }

    private bool TryFind(uint calloutId, [NotNullWhen(true)] out RuntimeCallout? entry)
    {
        entry = calloutId >= 1 && calloutId <= (uint)_byId.Count ? _byId[(int)calloutId - 1] : null;
        return entry is not null;
    }
}
