using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>
/// The base filtering engine as a service of its host: persistent and boot-time objects stay in the store across a reboot, everything
/// else goes when the service stops.
/// </content>
public sealed partial class FilterEngine
{
    private const string ServicesKey = @"HKLM\SYSTEM\CurrentControlSet\Services\";
    private const uint AutoStart = 2;
    private const uint ManualStart = 3;

    private readonly List<Action<FilterServiceState>> _stateSubscribers = [];
    private readonly List<PolicyError> _loadErrors = [];
    private bool _hasRun;

    /// <summary>
    /// Where the service is. It follows the phases of its host: an engine that is made while its host boots starts with boot-time policy alone; one that
    /// is made later, or without a host, starts with its service running.
    /// </summary>
    [WindowsDdi("FwpmBfeStateGet0")]
    public FilterServiceState State { get; private set; } = FilterServiceState.Running;

    /// <summary>Persistent objects that could not be loaded, and why.</summary>
    public IReadOnlyList<PolicyError> LoadErrors => _loadErrors;

    /// <summary>Hears of every change of <see cref="State"/>, after it took effect. IRQL Passive.</summary>
    /// <param name="changed">Called at Passive with the new state; throws nothing.</param>
    /// <returns>Dispose it to hear no more.</returns>
    [WindowsDdi("FwpmBfeStateSubscribeChanges0")]
    public IDisposable SubscribeState(Action<FilterServiceState> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        AssertPassive("FwpmBfeStateSubscribeChanges0");
        _stateSubscribers.Add(changed);
        return new Unsubscriber(() => _stateSubscribers.Remove(changed));
    }

    /// <summary>
    /// Starts the service: in one step boot-time filters end and the persistent ones take over, except those of providers whose service does not
    /// start by itself. Does nothing when it runs. IRQL Passive.
    /// </summary>
    [RequiresIrql(Max = Irql.Passive)]
    public void StartService()
    {
        AssertPassive("BFE start");
        if (State != FilterServiceState.Stopped)
        {
            return;
        }

        Change(FilterServiceState.StartPending);
        DecideDisabled();
        _hasRun = true;
        State = FilterServiceState.Running;
        EnforceAll();
        AuditStart();
        Tell();
    }

    /// <summary>
    /// Stops the service: sessions are aborted, dynamic and static objects deleted, and boot-time filters enforced again
    /// (<see cref="WfpSemantics.BootTimeFiltersReturn"/>). Does nothing when it does not run. IRQL Passive.
    /// </summary>
    [RequiresIrql(Max = Irql.Passive)]
    public void StopService()
    {
        AssertPassive("BFE stop");
        if (State != FilterServiceState.Running)
        {
            return;
        }

        Change(FilterServiceState.StopPending);
        StoreLock.EndWaits(null);
        foreach (EngineSession session in _sessions.ToArray())
        {
            session.Abort();
        }

        Drop(ObjectLifetime.Dynamic);
        Drop(ObjectLifetime.Static);
        NetEvents.Clear();
        State = FilterServiceState.Stopped;
        EnforceAll();
        Tell();
    }

    /// <inheritdoc/>
    void IHostPhaseObserver.OnPhaseChanged(SimKernel kernel, HostPhase before)
    {
        // The stack below needs the policy until the host is off; the next start begins with boot-time policy.
        if (kernel.Phase == HostPhase.Off)
        {
            StopService();
        }
        else if (kernel.Phase == HostPhase.Running)
        {
            StartService();
        }
    }

    /// <inheritdoc/>
    void IProcessObserver.OnProcessExiting(SimProcess process)
    {
        foreach (EngineSession session in _sessions.FindAll(s => s.Options.Process == process))
        {
            session.Close();
        }
    }

    private void Boot(SimKernel kernel)
    {
        Persistence = new PersistentStore(kernel.Registry);
        PersistentStore persistence = Persistence;
        Persistence = null;
        using (EngineSession loader = new(this, new SessionOptions { Name = "BFE" }))
        {
            // What is loaded need not be written back.
            loader.TransactionBegin();
            persistence.Load(loader, _loadErrors);
            bool boots = kernel.Phase == HostPhase.BootTime;
            State = boots ? FilterServiceState.Stopped : FilterServiceState.Running;
            _hasRun = !boots;
            loader.TransactionCommit();
        }

        Persistence = persistence;
        if (_hasRun)
        {
            DecideDisabled();
            EnforceAll();
        }

        kernel.AddPhaseObserver(this);
        kernel.Processes.AddObserver(this);
    }

    /// <summary>Persistent objects of a provider whose service does not start by itself are not loaded: kept, but not enforced.</summary>
    private void DecideDisabled()
    {
        foreach (StoredObject<Provider> provider in Store.Providers.Items)
        {
            provider.Value = provider.Value with { IsDisabled = provider.Lifetime == ObjectLifetime.Persistent && !StartsByItself(provider.Value.ServiceName) };
        }

        foreach (StoredObject<RuntimeFilter> filter in Store.Filters.Items)
        {
            if (filter.Lifetime == ObjectLifetime.Persistent)
            {
                Guid? provider = filter.Value.Definition.ProviderKey;
                filter.Value.IsDisabled = provider is { } key && Store.Providers.Find(key) is { Value.IsDisabled: true };
            }
        }
    }

    private bool StartsByItself(string service) =>
        service.Length == 0 || Kernel is null || Kernel.Registry.Open(ServicesKey + service)?.GetDword("Start", ManualStart) <= AutoStart;

    private void Drop(ObjectLifetime lifetime)
    {
        UndoLog discarded = new();
        foreach (StoredObject<RuntimeFilter> filter in Store.Filters.Of(lifetime))
        {
            Store.RemoveFilter(filter, discarded);
            filter.Value.Callout?.Implementation?.Notify(CalloutNotification.DeleteFilter, Guid.Empty, filter.Value);
        }

        Drop(Store.Callouts, lifetime, static c => c.ProviderKey, discarded);
        Drop(Store.ProviderContexts, lifetime, static c => c.ProviderKey, discarded);
        Drop(Store.SubLayers, lifetime, static s => s.ProviderKey, discarded);
        Drop(Store.Providers, lifetime, static _ => null, discarded);
    }

    private void Drop<T>(ObjectContainer<T> container, ObjectLifetime lifetime, Func<T, Guid?> provider, UndoLog discarded)
        where T : class
    {
        foreach (StoredObject<T> item in container.Of(lifetime))
        {
            container.Remove(item, discarded);
            Store.ReferProvider(provider(item.Value), -1, discarded);
        }
    }

    private bool IsEnforced(RuntimeFilter filter)
    {
        bool isBootTime = (filter.Definition.Flags & FilterFlags.BootTime) != 0;
        if (filter.IsDisabled)
        {
            return false;
        }

        return State == FilterServiceState.Running ? !isBootTime : isBootTime && (!_hasRun || Semantics.BootTimeFiltersReturn);
    }

    private void Change(FilterServiceState state)
    {
        State = state;
        Tell();
    }

    private void Tell()
    {
        foreach (Action<FilterServiceState> subscriber in _stateSubscribers.ToArray())
        {
            subscriber(State);
        }
    }

    private void EnforceAll()
    {
        foreach (LayerSchema layer in Catalog.Layers)
        {
            MarkChanged(layer);
        }

        Enforce();
    }
}
