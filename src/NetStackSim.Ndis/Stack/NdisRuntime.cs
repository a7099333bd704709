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

    /// <summary>Makes NDIS for a host.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="version">The version of NDIS that the host has; drivers for newer ones are refused. Null for the newest.</param>
    public NdisRuntime(SimKernel kernel, NdisVersion? version = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Kernel = kernel;
        Version = version ?? NdisVersion.Newest;
        Ownership = kernel.Verifier is { } verifier ? new OwnershipVerifier(this, verifier) : null;
        SharedReceives = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "ndis/shared-receive" });
        Bindings = new BindingPaths(this);
        kernel.Loop.AddStallReporter(this);
        kernel.AddLeakSource(this);
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The version of NDIS that the host has.</summary>
    public NdisVersion Version { get; }

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

    /// <summary>Opens and closes are answered later, through the completion handlers of protocols, as Windows may do at any time. Off by default.</summary>
    public bool PendsOpens { get; set; }

    /// <summary>Is told of every change of state; null when nobody looks.</summary>
    public INdisLifeCycleObserver? LifeCycleObserver { get; set; }

    internal OwnershipVerifier? Ownership { get; }

    /// <summary>Where memory lies for devices.</summary>
    internal PhysicalMemory PhysicalMemory { get; } = new();

    internal LoanStack Loans { get; } = new();

    /// <summary>Derived lists for further receivers of one received list.</summary>
    internal NetBufferListPool SharedReceives { get; }

    internal IReadOnlyList<MiniportRegistration> Miniports => _miniports;

    internal IReadOnlyList<FilterRegistration> Filters => _filters;

    internal IReadOnlyList<ProtocolRegistration> Protocols => _protocols;

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
}
