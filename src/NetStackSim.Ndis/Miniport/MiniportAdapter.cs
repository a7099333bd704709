using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The NDIS side of a miniport adapter: what the miniport calls (NdisM...), and the bottom of the driver stack above it.</summary>
/// <remarks>Made by <see cref="NdisRuntime.AddAdapter"/>. Data calls are legal up to Dispatch, everything else as its DDI says.</remarks>
public sealed partial class MiniportAdapter
{
    private AdapterOptions _options;
    private readonly DriverStack _stack;
    private MiniportGeneralAttributes? _general;
    private IMiniport? _miniport;

    internal MiniportAdapter(NdisRuntime runtime, MiniportRegistration driver, AdapterOptions options, int index)
    {
        _options = options;
        Driver = driver;
        ObjectNumber = runtime.NextObjectNumber();
        Kernel = runtime.Kernel;
        Attributes = runtime.Interfaces.RegisterOwn(options.Name, ifType: 6);
        Settings = AdapterSettings.Install(Kernel, driver.Name, options);
        _stack = new DriverStack(runtime, this, index);
        Node = _stack.AddNode("miniport", options.Name + "/miniport", this);
        Node.SendPoint = _stack.AddCapturePoint("miniport.tx");
        Node.ReceivePoint = _stack.AddCapturePoint("miniport.rx");
        Station = new MiniportOidStation(this);
        Resources = new DriverResources(runtime, options.Name, this);
        DirectStation = new MiniportDirectOidStation(this);
    }

    /// <summary>Connection name.</summary>
    public string Name => _options.Name;

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The driver of the adapter.</summary>
    public MiniportRegistration Driver { get; }

    /// <summary>The adapter's keywords in the registry.</summary>
    public AdapterSettings Settings { get; private set; }

    /// <summary>The Advanced tab: which keywords the adapter has, with their limits and defaults.</summary>
    public AdapterKeywords Keywords => _options.Device is IKeywordDevice device ? device.Keywords : Driver.Options.Keywords;

    /// <summary>Where the adapter is in its life.</summary>
    public AdapterState State { get; private set; }

    /// <summary>The power state of the device.</summary>
    public DevicePowerState PowerState { get; private set; } = DevicePowerState.D0;

    /// <summary>What the system runs on, as the adapter was told last.</summary>
    public PowerProfile PowerProfile { get; internal set; } = PowerProfile.AcOnLine;

    /// <summary>Resets so far (OID_GEN_RESET_COUNTS).</summary>
    public int ResetCount { get; internal set; }

    /// <summary>The device and its configuration, as of the last start.</summary>
    public AdapterOptions Options => _options;

    /// <summary>What upper drivers know of the adapter.</summary>
    public AdapterAttributes Attributes { get; }

    /// <summary>Memory, timers, work items, mappings that the miniport claims from NDIS; what is left after <see cref="IMiniport.Halt"/> is reported.</summary>
    public DriverResources Resources { get; }

    /// <summary>The driver's side of the adapter; null while it is halted.</summary>
    public IMiniport? Miniport => _miniport;

    /// <summary>The filter modules above the adapter, from the miniport up.</summary>
    public IReadOnlyList<FilterModule> Filters => _stack.Filters;

    /// <summary>The protocols bound to the adapter, in the order in which they were bound.</summary>
    public IReadOnlyList<ProtocolBinding> Bindings => _stack.Bindings;

    /// <summary>The last operation on the driver stack (bring-up, bind, pause, ...): its result, and whether it still waits for a driver.</summary>
    public StackOperation LastOperation => _stack.LastOperation;

    /// <summary>Requests that are pending or wait for their turn somewhere in the driver stack, from the top down, clones included.</summary>
    public IReadOnlyList<OidRequest> PendingOidRequests
    {
        get
        {
            List<OidRequest> pending = [];
            foreach (OidStation station in _stack.Stations)
            {
                station.AddPending(pending);
            }

            return pending;
        }
    }

    /// <summary>The driver stack as text, top first, with states, paths and the reason for what is missing.</summary>
    public string DescribeStack() => StackReport.Text(_stack);

    /// <summary>Words by which protocols are found bindable: see <see cref="AdapterOptions.UpperRange"/>.</summary>
    public IReadOnlyList<string> UpperRange => _options.UpperRange;

    /// <summary>The context that an intermediate driver gave its virtual miniport; null for every other adapter. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisIMGetDeviceContext")]
    public object? ImDeviceContext => _options.ImDeviceInstanceContext;


    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    /// <summary>The device that the adapter drives.</summary>
    internal object? Device => _options.Device;

    /// <summary>The place on the data path.</summary>
    internal PathNode Node { get; }

    /// <summary>Where requests to the miniport wait.</summary>
    internal MiniportOidStation Station { get; }

    /// <summary>Direct requests that the miniport has.</summary>
    internal MiniportDirectOidStation DirectStation { get; }

    /// <summary>The stack above.</summary>
    internal DriverStack Stack => _stack;

    /// <summary>The general attributes as the miniport set them.</summary>
    internal MiniportGeneralAttributes General => _general ??= new MiniportGeneralAttributes();

    /// <summary>The first attributes, set before anything else in Initialize. IRQL: Passive.</summary>
    [WindowsDdi("NdisMSetMiniportAttributes")]
    public NtStatus SetAttributes(MiniportRegistrationAttributes attributes)
    {
        NdisDdi.MSetMiniportAttributes.Check(Kernel);
        RegistrationAttributes = attributes;
        if ((attributes.Flags & MiniportAttributeFlags.ControlsDefaultPort) != 0)
        {
            PortTable.Default.IsActive = false;
        }

        return NtStatus.Success;
    }

    /// <summary>What the adapter is, set right after the registration attributes. IRQL: Passive.</summary>
    /// <returns>Success, or InvalidParameter for values that cannot be.</returns>
    [WindowsDdi("NdisMSetMiniportAttributes")]
    public NtStatus SetAttributes(MiniportGeneralAttributes attributes)
    {
        NdisDdi.MSetMiniportAttributes.Check(Kernel);
        if (attributes.MtuSize <= 0 || attributes.MaxMulticastListSize < 0 || attributes.CurrentMacAddress.IsMulticast)
        {
            return NdisStatus.InvalidParameter;
        }

        _general = attributes;
        Attributes.Apply(attributes);
        return NtStatus.Success;
    }

    /// <summary>Offloads, set during Initialize after the general attributes. IRQL: Passive.</summary>
    [WindowsDdi("NdisMSetMiniportAttributes")]
    public NtStatus SetAttributes(MiniportOffloadAttributes attributes)
    {
        NdisDdi.MSetMiniportAttributes.Check(Kernel);
        CurrentOffloads = attributes.DefaultConfiguration;
        Attributes.Offloads = attributes.DefaultConfiguration;
        Attributes.HardwareOffloads = attributes.HardwareCapabilities;
        return NtStatus.Success;
    }

    /// <summary>The miniport completes a request that it had left pending. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisMOidRequestComplete")]
    public void OidRequestComplete(OidRequest request, NtStatus status)
    {
        NdisDdi.MOidRequestComplete.Check(Kernel);
        NdisArgument.NotNull(request, Kernel, "NdisMOidRequestComplete");
        Station.Complete(request, status);
    }

    /// <summary>The miniport completes a direct request that it had left pending. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisMDirectOidRequestComplete")]
    public void DirectOidRequestComplete(OidRequest request, NtStatus status)
    {
        NdisDdi.MDirectOidRequestComplete.Check(Kernel);
        NdisArgument.NotNull(request, Kernel, "NdisMDirectOidRequestComplete");
        DirectStation.Complete(request, status);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({State})";

    /// <summary>The registration attributes, once set.</summary>
    internal MiniportRegistrationAttributes? RegistrationAttributes { get; private set; }

    /// <summary>Offloads that the miniport has on.</summary>
    internal OffloadCapabilities CurrentOffloads { get; private set; } = OffloadCapabilities.None;

    /// <summary>The device is gone: sends fail from here on.</summary>
    internal bool IsRemoved { get; private set; }

    /// <summary>How TCP/IP frames its packets, as it said last.</summary>
    internal OffloadEncapsulation Encapsulation { get; set; } = new();

    /// <summary>What the hardware is doing, as far as NDIS knows.</summary>
    internal HardwareStatus HardwareStatus => State switch
    {
        AdapterState.Initializing => HardwareStatus.Initializing,
        AdapterState.Halted or AdapterState.Shutdown => HardwareStatus.NotReady,
        _ => HardwareStatus.Ready,
    };

    /// <summary>The adapter is being taken down, orderly or not.</summary>
    internal bool IsLeaving { get; set; }

    /// <summary>The device is in a low-power state, or was halted for one: sends fail.</summary>
    internal bool IsLowPower => PowerState > DevicePowerState.D0;

    /// <summary>Check-for-hang and reset; null for a miniport without that role, and while it is halted.</summary>
    internal AdapterReset? Reset { get; private set; }
}
