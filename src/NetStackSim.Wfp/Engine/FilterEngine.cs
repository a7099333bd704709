using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// The Windows Filtering Platform of one host: a store of policy that sessions change in transactions, and layers that enforce it.
/// </summary>
public sealed partial class FilterEngine : IHostPhaseObserver, IProcessObserver
{
    private readonly EngineLayer[] _layers;
    private readonly List<EngineSession> _sessions = [];
    private readonly SortedDictionary<ushort, LayerChange> _changed = [];

    /// <summary>Makes an engine with the built-in sublayers and providers and no filter.</summary>
    /// <param name="kernel">The host; null for an engine that only explains policy and runs on no host.</param>
    /// <param name="semantics">Choices where Windows is silent; null for the defaults.</param>
    /// <param name="catalog">The layers; null for those of current Windows builds.</param>
    public FilterEngine(SimKernel? kernel = null, WfpSemantics? semantics = null, LayerCatalog? catalog = null)
    {
        Kernel = kernel;
        StoreLock = new StoreLock(kernel);
        Changes = new ChangePublisher(this);
        Semantics = semantics ?? WfpSemantics.Default;
        NetEvents = new NetEventLog(kernel, Semantics);
        Catalog = catalog ?? LayerCatalog.Current;
        Store = new PolicyStore(Catalog, Semantics.FirstFilterId);
        Contracts = new CalloutVerifier(this);
        Completions = new DeferredCompletions(kernel, Contracts);
        CalloutCaller caller = new(kernel, Contracts);
        Callouts = new CalloutRegistry(this);
        Redirection = new ConnectionRedirection(this);
        ClassifyOptions = new ClassifyOptions(this);
        Streams = kernel is null ? null : new StreamEngine(this, kernel, caller);
        Injection = kernel is null ? null : new PacketInjection(this, kernel);
        CalloutInvoker invoker = new(caller, Semantics, Contracts, Flows) { Injection = Injection };
        _invoker = invoker;
        _layers = new EngineLayer[Catalog.IdLimit];
        for (ushort id = 0; id < _layers.Length; id++)
        {
            LayerSchema schema = Catalog.Find(id) ?? new LayerSchema(id, Guid.Empty, "NONE", LayerFlags.None, Guid.Empty, []);
            _layers[id] = new EngineLayer(schema, invoker);
        }

        if (kernel is not null)
        {
            Boot(kernel);
        }
    }

    /// <summary>Choices where Windows is silent.</summary>
    public WfpSemantics Semantics { get; }

    /// <summary>The layers that exist.</summary>
    public LayerCatalog Catalog { get; }

    /// <summary>What drivers registered.</summary>
    public CalloutRegistry Callouts { get; }

    /// <summary>The flows of the host.</summary>
    public FlowTable Flows { get; } = new();

    /// <summary>The stream layer; null for an engine that runs on no host.</summary>
    public StreamEngine? Streams { get; }

    /// <summary>Packets of drivers on their way into the stack; null for an engine that runs on no host.</summary>
    public PacketInjection? Injection { get; }

    /// <summary>False on a host without the filter driver that shows frames to the link layers: they take no filters then.</summary>
    public bool IsLinkLayerReady { get; set; } = true;

    /// <summary>Tuning of flows by callouts.</summary>
    public ClassifyOptions ClassifyOptions { get; }

    /// <summary>Redirection, and classifications that are answered later.</summary>
    public ConnectionRedirection Redirection { get; }

    /// <summary>Calls of the engine's functions that are to fail.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Watches what callouts do.</summary>
    public CalloutVerifier Contracts { get; }

    /// <summary>The newest blocks, ready to be explained.</summary>
    public DropLog Drops { get; } = new();

    /// <summary>What was dropped and, on demand, allowed.</summary>
    public NetEventLog NetEvents { get; }

    /// <summary>Hears of layers that a commit changed; null for nobody.</summary>
    public ILayerObserver? Observer { get; set; }

    /// <summary>Number of commits that changed what a layer enforces.</summary>
    public ulong Commits { get; private set; }

    /// <summary>Open sessions.</summary>
    public IReadOnlyList<EngineSession> Sessions => _sessions;

    /// <summary>Number of filters.</summary>
    public int FilterCount => Store.Filters.Count;

    internal PolicyStore Store { get; }

    internal SimKernel? Kernel { get; }

    /// <summary>Completions that wait for the end of a call.</summary>
    internal DeferredCompletions Completions { get; }

    /// <summary>Who may touch the store.</summary>
    internal StoreLock StoreLock { get; }

    /// <summary>Tells subscribers what commits changed.</summary>
    internal ChangePublisher Changes { get; }

    /// <summary>What survives a reboot; null for an engine without a host.</summary>
    internal PersistentStore? Persistence { get; private set; }

    /// <summary>Who may do what.</summary>
    internal EngineSecurity Security { get; } = new();

    /// <summary>A layer by its id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The layer.</returns>
    public EngineLayer Layer(LayerId id) => _layers[(ushort)id];

    /// <summary>A layer by its run-time id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The layer.</returns>
    public EngineLayer Layer(ushort id) => _layers[id];

    /// <summary>Opens a session. IRQL Passive.</summary>
    /// <param name="options">What kind of session; null for a static one of a kernel-mode client.</param>
    /// <returns>The session, open until <see cref="EngineSession.Close"/>.</returns>
    /// <exception cref="InvalidOperationException">The client may not open the engine, or the service does not run; <see cref="TryOpen"/> returns these as a status.</exception>
    [RequiresIrql(Max = Irql.Passive)]
    public EngineSession Open(SessionOptions? options = null)
    {
        NtStatus status = TryOpen(options, out EngineSession? session);
        return session ?? throw new InvalidOperationException($"The filter engine cannot be opened: {status}.");
    }

    /// <summary>Opens a session. IRQL Passive.</summary>
    /// <param name="options">What kind of session; null for a static one of a kernel-mode client.</param>
    /// <param name="session">The session, open until <see cref="EngineSession.Close"/>; null on error.</param>
    /// <returns>Success; AccessDenied; AlreadyExists for a session key in use; <see cref="FwpStatus.SessionAborted"/> while the service does not run.</returns>
    [WindowsDdi("FwpmEngineOpen0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TryOpen(SessionOptions? options, out EngineSession? session)
    {
        session = null;
        if (Refuses("FwpmEngineOpen0", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        options ??= new SessionOptions();
        if (State != FilterServiceState.Running)
        {
            return FwpStatus.SessionAborted;
        }

        NtStatus status = Security.Check(options.CheckedToken, PolicyObjectKind.Engine, null, EngineAccess.Open);
        if (status.IsError)
        {
            return status;
        }

        if (options.Key != Guid.Empty && _sessions.Exists(other => other.Options.Key == options.Key))
        {
            return FwpStatus.AlreadyExists;
        }

        session = new EngineSession(this, options.Key == Guid.Empty ? options with { Key = Store.NextKey() } : options);
        _sessions.Add(session);
        return NtStatus.Success;
    }

    /// <summary>Finds a filter by run-time id.</summary>
    /// <param name="filterId">The id.</param>
    /// <returns>The filter as it runs, or null.</returns>
    public RuntimeFilter? FindFilter(ulong filterId) => Store.FindFilter(filterId)?.Value;

    /// <summary>Adds a callout that cannot be deleted, and its functions.</summary>
    internal void AddBuiltIn(Guid key, string name, LayerId layer, ICallout functions)
    {
        Callouts.Register(key, functions, CalloutFlags.None, out uint id);
        Callout callout = new() { Key = key, Name = name, Id = id, ApplicableLayer = Catalog.Get(layer).Key };
        Store.Callouts.Add(new StoredObject<Callout>(key, callout, ObjectLifetime.BuiltIn, null, Store.NextSequence()), new UndoLog());
    }

    /// <summary>The first check of every function: its IRQL, and whether this call is to fail.</summary>
    /// <param name="function">Windows' name.</param>
    /// <param name="max">The highest legal level.</param>
    /// <param name="status">What the function returns when it is refused.</param>
    /// <returns>True when the function has to return <paramref name="status"/> at once.</returns>
    internal bool Refuses(string function, Irql max, out NtStatus status)
    {
        AssertIrqlAtMost(max, function);
        return Faults.TryFail(function, out status);
    }

    internal void AssertPassive(string operation) => AssertIrqlAtMost(Irql.Passive, operation);

    internal void AssertIrqlAtMost(Irql max, string operation)
    {
        if (Kernel is { } kernel && kernel.CurrentProcessor.Irql > max)
        {
            Contracts.Report(ContractRule.CalledAboveIrql, $"{operation} was called at {kernel.CurrentProcessor.Irql}; {max} is the highest level");
            kernel.CurrentProcessor.AssertIrqlAtMost(max, operation);
        }
    }

    internal void Forget(EngineSession session) => _sessions.Remove(session);

    /// <summary>The next commit compiles a layer as a whole.</summary>
    internal void MarkChanged(LayerSchema layer) => ChangeOf(layer).MakeWhole();

    /// <summary>The next commit enforces a filter that was added to the store.</summary>
    internal void MarkAdded(RuntimeFilter filter) => ChangeOf(filter.Layer).Add(filter);

    /// <summary>The next commit no longer enforces a filter that was removed from the store.</summary>
    internal void MarkRemoved(RuntimeFilter filter) => ChangeOf(filter.Layer).Remove(filter);

    internal void ForgetChanges() => _changed.Clear();

    /// <summary>Compiles the changed layers and swaps what they enforce.</summary>
    internal void Enforce()
    {
        if (_changed.Count == 0)
        {
            return;
        }

        KeyValuePair<ushort, LayerChange>[] changed = [.. _changed];
        _changed.Clear();
        Commits++;
        foreach ((ushort id, LayerChange change) in changed)
        {
            EngineLayer layer = _layers[id];
            int before = layer.FilterCount;
            change.Added.RemoveAll(f => !IsEnforced(f));
            change.Removed.RemoveAll(f => !IsEnforced(f));
            layer.Swap(layer.Snapshot.With(change) ?? LayerSnapshot.Compile(layer.Schema, EnforcedFilters(id), SubLayerOrder, Semantics));
            change.Added.ForEach(Stamp);
            TellSwitchFilters(layer, before);
        }

        foreach ((ushort id, _) in changed)
        {
            if (_layers[id].Schema.IsStream)
            {
                Streams?.CheckRemoved();
            }

            Observer?.OnLayerChanged(_layers[id]);
        }
    }

    private List<RuntimeFilter> EnforcedFilters(ushort layerId)
    {
        List<RuntimeFilter> filters = [];
        foreach (StoredObject<RuntimeFilter> stored in Store.FiltersOf(layerId))
        {
            if (IsEnforced(stored.Value))
            {
                Stamp(stored.Value);
                filters.Add(stored.Value);
            }
        }

        return filters;
    }

    private void Stamp(RuntimeFilter filter) => filter.Commit = filter.Commit == 0 ? Commits : filter.Commit;

    private LayerChange ChangeOf(LayerSchema layer)
    {
        if (!_changed.TryGetValue(layer.Id, out LayerChange? change))
        {
            _changed.Add(layer.Id, change = new LayerChange());
        }

        return change;
    }

    private ulong SubLayerOrder(Guid key) => Store.SubLayers.Find(key)?.Sequence ?? ulong.MaxValue;
}
