using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The NDIS side of a filter module: one filter driver in one driver stack (NdisF...).</summary>
public sealed partial class FilterModule : IOidSubmitter
{
    private readonly DriverStack _stack;
    private IFilter? _filter;

    internal FilterModule(DriverStack stack, FilterRegistration driver, int instance, FilterRegistration? below)
    {
        _stack = stack;
        Driver = driver;
        Instance = instance;
        Below = below;
        ObjectNumber = stack.Runtime.NextObjectNumber();
        Name = $"{stack.Adapter.Name}-{driver.Name}-{instance:D4}";
        Interface = stack.Runtime.Interfaces.RegisterOwn(Name, ifType: 6);
        string shortName = instance == 0 ? driver.Name : $"{driver.Name}-{instance:D4}";
        Node = stack.AddNode("filter:" + shortName, Name, this);
        Node.IsRunning = () => State == FilterModuleState.Running;
        Station = new FilterOidStation(this);
        Resources = new DriverResources(stack.Runtime, Name, null);
        DirectStation = new FilterDirectOidStation(this);
    }

    /// <summary>Name: adapter, filter driver, instance from the miniport up.</summary>
    public string Name { get; }

    /// <summary>Number of the instance: more than 0 only for monitoring filters.</summary>
    public int Instance { get; }

    /// <summary>The driver.</summary>
    public FilterRegistration Driver { get; }

    /// <summary>The modifying filter that this instance of a monitoring one stands on; null above the miniport, and for modifying filters.</summary>
    internal FilterRegistration? Below { get; }

    /// <summary>Where the module is in its life.</summary>
    public FilterModuleState State { get; private set; }

    /// <summary>The adapter below.</summary>
    public MiniportAdapter Adapter => _stack.Adapter;

    /// <summary>What is known of the adapter.</summary>
    public AdapterAttributes Attributes => _stack.Adapter.Attributes;

    /// <summary>The driver's side of the module; null while it is detached.</summary>
    public IFilter? Filter => _filter;

    /// <summary>The data handlers that NDIS calls since the last restart; the others are gone past.</summary>
    public FilterHandlers Handlers { get; private set; }

    /// <summary>Memory, timers, work items that the module claims from NDIS; what is left after <see cref="IFilter.Detach"/> is reported.</summary>
    public DriverResources Resources { get; }

    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    /// <summary>The module's own interface.</summary>
    internal AdapterAttributes Interface { get; }

    internal PathNode Node { get; }

    internal FilterOidStation Station { get; }

    internal FilterDirectOidStation DirectStation { get; }

    internal IFilterOid? OidHandler { get; private set; }

    internal IFilterDirectOid? DirectOidHandler { get; private set; }

    internal IFilterSynchronousOid? SynchronousOidHandler { get; private set; }

    internal IFilterStatus? StatusHandler { get; private set; }

    internal IFilterNetPnP? NetPnPHandler { get; private set; }

    internal IFilterDevicePnP? DevicePnPHandler { get; private set; }

    /// <summary>
    /// Says which of the implemented data handlers NDIS is to call from the coming restart on. Legal in <see cref="IFilter.SetModuleOptions"/> and
    /// <see cref="IFilterDriver.Attach"/> only. IRQL: Passive.
    /// </summary>
    /// <returns>Success; InvalidState at another time; NotSupported when a handler is asked for that the object does not implement.</returns>
    [WindowsDdi("NdisSetOptionalHandlers")]
    public NtStatus SetOptionalHandlers(FilterHandlers handlers)
    {
        NdisDdi.SetOptionalHandlers.Check(Adapter.Kernel);
        if (!_mayChangeHandlers)
        {
            return NdisStatus.InvalidState;
        }

        if (_filter is not null && (handlers & ~Implemented(_filter)) != 0)
        {
            return NdisStatus.NotSupported;
        }

        _wantedHandlers = handlers;
        return NtStatus.Success;
    }

    /// <summary>Asks for a pause and restart of the driver stack, so that changed options take effect. Asynchronous. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFRestartFilter")]
    public NtStatus RestartFilter()
    {
        NdisDdi.FRestartFilter.Check(Adapter.Kernel);
        _stack.RequestRestart();
        return NtStatus.Success;
    }

    /// <summary>Passes a network plug and play event on to the drivers above. IRQL: Passive.</summary>
    /// <returns>The answer of the protocols: what the handler of the module returns. Pending when one answers later.</returns>
    [WindowsDdi("NdisFNetPnPEvent")]
    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        ArgumentNullException.ThrowIfNull(netPnPEvent);
        Adapter.Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "NdisFNetPnPEvent");
        bool isLate = netPnPEvent.Step is { IsPending: true };
        NtStatus status = _stack.EventUp(_stack.IndexOf(this) + 1, netPnPEvent);
        if (isLate && status != NtStatus.Pending)
        {
            netPnPEvent.Step!.Complete(status);
        }

        return status;
    }

    /// <summary>Passes a device plug and play event on to the drivers below. IRQL: Passive.</summary>
    [WindowsDdi("NdisFDevicePnPEventNotify")]
    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent)
    {
        Adapter.Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "NdisFDevicePnPEventNotify");
        _stack.EventDown(_stack.IndexOf(this), devicePnPEvent);
    }

    /// <summary>Passes a status indication on to the drivers above, or originates one. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFIndicateStatus")]
    public void IndicateStatus(in StatusIndication indication)
    {
        NdisDdi.FIndicateStatus.Check(Adapter.Kernel);
        _stack.StatusUp(_stack.IndexOf(this) + 1, indication);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({State})";
}
