using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>NDIS of one host: the registered drivers, the adapters with their driver stacks, interfaces and capture points.</summary>
/// <remarks>
/// Loop thread only; registration and adapter calls at Passive. Registering a filter or protocol puts it onto every adapter there is and every one that comes;
/// disposing the registration takes it off again.
/// </remarks>
public sealed partial class NdisRuntime : IStallReporter, ILeakSource
{
    private readonly List<MiniportAdapter> _adapters = [];
    private readonly List<FilterRegistration> _filters = [];
    private readonly List<ProtocolRegistration> _protocols = [];
    private readonly List<MiniportRegistration> _miniports = [];
    private uint _objectCount;
    private int _adapterCount;
    private int _filterCount;

    /// <summary>Makes NDIS for a host.</summary>
    public NdisRuntime(SimKernel kernel)
    {
        Kernel = kernel;
        Ownership = kernel.Verifier is { } verifier ? new OwnershipVerifier(this, verifier) : null;
        SharedReceives = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "ndis/shared-receive" });
        Bindings = new BindingPaths(this);
        kernel.Loop.AddStallReporter(this);
        kernel.AddLeakSource(this);
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The adapters, in the order in which they came.</summary>
    public IReadOnlyList<MiniportAdapter> Adapters => _adapters;

    /// <summary>All capture points of the host; layers above NDIS add theirs.</summary>
    public CapturePointRegistry CapturePoints { get; } = new();

    /// <summary>Interface indexes and identifiers; IP and others register theirs here.</summary>
    public NdisInterfaceTable Interfaces { get; } = new();

    /// <summary>How long drivers may take.</summary>
    public NdisTimeouts Timeouts { get; } = new();

    /// <summary>
    /// Verifier: received lists must come back to the miniport with the very data start they were indicated with. Off by default: MDL chain and data end are checked
    /// anyway, and the miniport sets the start anew. Switch it on where filters with return handlers look at returned frames.
    /// </summary>
    public bool ChecksReturnedDataStart { get; set; }

    /// <summary>The last hand-overs of all lists of the host (cf. <c>!ndiskd.nbllog</c>); null while the verifier is off.</summary>
    public OwnershipLog? ListLog => Ownership?.Log;

    internal OwnershipVerifier? Ownership { get; }

    internal LoanStack Loans { get; } = new();

    /// <summary>Derived lists for further receivers of one received list.</summary>
    internal NetBufferListPool SharedReceives { get; }

    internal IReadOnlyList<MiniportRegistration> Miniports => _miniports;

    internal IReadOnlyList<FilterRegistration> Filters => _filters;

    internal IReadOnlyList<ProtocolRegistration> Protocols => _protocols;

    /// <summary>Registers a miniport driver. Adapters come with <see cref="AddAdapter"/>. IRQL: Passive.</summary>
    /// <returns>The registration; dispose it, after its adapters are removed, to unload the driver.</returns>
    [WindowsDdi("NdisMRegisterMiniportDriver")]
    public MiniportRegistration RegisterMiniport(IMiniportDriver driver, MiniportOptions options)
    {
        NdisDdi.MRegisterMiniportDriver.Check(Kernel);
        NdisArgument.NotNull(driver, Kernel, "NdisMRegisterMiniportDriver");
        MiniportRegistration registration = new(this, driver, options);
        _miniports.Add(registration);
        return registration;
    }

    /// <summary>Registers a filter driver and attaches it to all adapters: a running stack is paused, changed and restarted under its protocols. IRQL: Passive.</summary>
    /// <returns>The registration; dispose it to detach everywhere.</returns>
    [WindowsDdi("NdisFRegisterFilterDriver")]
    public FilterRegistration RegisterFilter(IFilterDriver driver, FilterOptions options)
    {
        NdisDdi.FRegisterFilterDriver.Check(Kernel);
        NdisArgument.NotNull(driver, Kernel, "NdisFRegisterFilterDriver");
        FilterRegistration registration = new(this, driver, options, _filterCount++);
        _filters.Add(registration);
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            adapter.Stack.InsertFilter(registration);
        }

        return registration;
    }

    /// <summary>Registers a protocol driver and binds it to all adapters. IRQL: Passive.</summary>
    /// <returns>The registration; dispose it to unbind everywhere.</returns>
    [WindowsDdi("NdisRegisterProtocolDriver")]
    public ProtocolRegistration RegisterProtocol(IProtocolDriver driver, ProtocolOptions options)
    {
        NdisDdi.RegisterProtocolDriver.Check(Kernel);
        NdisArgument.NotNull(driver, Kernel, "NdisRegisterProtocolDriver");
        ProtocolRegistration registration = new(this, driver, options);
        _protocols.Add(registration);
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            adapter.Stack.BindProtocol(registration);
        }

        return registration;
    }

    /// <summary>
    /// A device arrives: initialise the adapter, attach filters from the miniport up, bind protocols, restart. When every driver completes at once the adapter is
    /// Running when this returns; <see cref="MiniportAdapter.LastOperation"/> tells. IRQL: Passive.
    /// </summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    [WindowsDdi("MiniportAddDevice")]
    public MiniportAdapter AddAdapter(MiniportRegistration driver, AdapterOptions options)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "MiniportAddDevice");
        if (driver.IsDeregistered)
        {
            NdisBugCheck.Raise(Kernel, NdisBugCheckCode.UnloadInvalidParameter, driver.Name, $"a device was added for driver '{driver.Name}', which is not registered any more");
        }

        if (_adapters.Exists(adapter => adapter.Name == options.Name))
        {
            throw new ArgumentException($"There is an adapter '{options.Name}' already.", nameof(options));
        }

        MiniportAdapter added = new(this, driver, options, _adapterCount++);
        _adapters.Add(added);
        driver.AdapterCount++;
        added.Stack.BringUp();
        return added;
    }

    /// <summary>A device leaves in an orderly way: pause, unbind protocols, detach filters from the top down, halt. IRQL: Passive.</summary>
    public StackOperation RemoveAdapter(MiniportAdapter adapter) => adapter.Stack.TakeDown(HaltAction.DeviceDisabled);

    /// <summary>A device is gone: the miniport is told first and must not touch it any more, sends fail, then as <see cref="RemoveAdapter"/>. IRQL: Passive.</summary>
    public StackOperation SurpriseRemoveAdapter(MiniportAdapter adapter) => adapter.Stack.TakeDown(HaltAction.DeviceSurpriseRemoved);

    /// <summary>Pauses the driver stack above and with an adapter: protocols, filters from the top down, miniport. IRQL: Passive.</summary>
    public StackOperation PauseStack(MiniportAdapter adapter, PauseReason reason = PauseReason.NdisInternal) => adapter.Stack.Pause(reason);

    /// <summary>Restarts a paused driver stack: miniport, filters from the bottom up, protocols. IRQL: Passive.</summary>
    public StackOperation RestartStack(MiniportAdapter adapter) => adapter.Stack.Restart();

    /// <summary>The system goes down: every miniport stops its hardware; nothing is freed and no driver is called afterwards. IRQL: Passive, or any at a bug check.</summary>
    [WindowsDdi("MiniportShutdownEx")]
    public void Shutdown(ShutdownAction action)
    {
        foreach (MiniportAdapter adapter in _adapters)
        {
            adapter.Shutdown(action);
        }
    }

    /// <summary>
    /// The lists that are out (cf. <c>!ndiskd.pendingnbls</c>): for every place on every path what it has of others, longest first. Empty while the verifier is off.
    /// </summary>
    public IReadOnlyList<PendingNetBufferList> FindPendingLists() => Ownership?.Pending() ?? [];

    /// <summary>The last hand-overs of one list, oldest first; empty while the verifier is off.</summary>
    public static IReadOnlyList<OwnershipRecord> TrailOf(NetBufferList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Trail?.Records ?? [];
    }

    /// <inheritdoc/>
    void IStallReporter.ReportPending(StallReport report)
    {
        foreach (MiniportAdapter adapter in _adapters)
        {
            if (!adapter.LastOperation.IsCompleted)
            {
                report.Add("ndis", $"{Kernel.Name}: {adapter.LastOperation}");
            }

            foreach (OidRequest request in adapter.PendingOidRequests)
            {
                report.Add("oid", $"{Kernel.Name}: {request} waits for {request.PendingAt}");
            }
        }
    }

    /// <inheritdoc/>
    void ILeakSource.ReportLeaks(LeakReport report)
    {
        foreach (MiniportAdapter adapter in _adapters)
        {
            foreach (OidRequest request in adapter.PendingOidRequests)
            {
                report.Add("oid", $"{request} at {request.PendingAt}", 1);
            }
        }
    }

    /// <summary>Numbers drivers, adapters, modules and bindings in the order in which they come; the inspector makes handles of them.</summary>
    internal uint NextObjectNumber() => ++_objectCount;

    internal void Deregister(MiniportRegistration registration) => _miniports.Remove(registration);

    internal void Removed(MiniportAdapter adapter)
    {
        _adapters.Remove(adapter);
        adapter.Driver.AdapterCount--;
        StartWaitingInstance(adapter.Name);
    }

    internal void Deregister(FilterRegistration registration)
    {
        _filters.Remove(registration);
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            adapter.Stack.RemoveFilter(registration);
        }
    }

    internal void Deregister(ProtocolRegistration registration)
    {
        _protocols.Remove(registration);
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            adapter.Stack.UnbindProtocol(registration);
        }
    }
}
