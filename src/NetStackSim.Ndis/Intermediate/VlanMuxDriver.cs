using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>
/// An intermediate driver that makes several virtual miniports of one adapter, one for each VLAN: it tags what goes down (beside the frame in slot 4 when the adapter
/// inserts tags, in the frame otherwise) and sorts what comes up by tag and address.
/// </summary>
/// <remarks>
/// Data is never copied: clones share the memory of their parents. Priority stays in slot 4; the identifier is taken off on the way up. The virtual miniports have the MTU and
/// offloads of the adapter; when it does not insert tags, four bytes less and no offloads, because it was told of headers without tags. IRQL of all public members: Passive.
/// </remarks>
public sealed class VlanMuxDriver : IMiniportDriver, IProtocolDriver, IDisposable
{
    /// <summary>The name that both halves register under unless told otherwise.</summary>
    public const string ServiceName = "vlanmux";

    private const int LargestVlan = 4094;

    private readonly List<VlanPlan> _plans = [];
    private readonly List<VlanLowerEdge> _edges = [];
    private readonly IntermediateDriver _driver;

    /// <summary>Installs the driver on a host. Nothing is bound before the first <see cref="AddVlan"/>.</summary>
    /// <param name="runtime">NDIS of the host.</param>
    /// <param name="name">Its name. A driver is never bound to virtual miniports of its own: VLANs inside VLANs take a second driver with another name.</param>
    public VlanMuxDriver(NdisRuntime runtime, string name = ServiceName)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        _driver = new IntermediateDriver(runtime, name, this, this);
    }

    internal NdisRuntime Runtime => _driver.Runtime;

    internal IntermediateBuffers Buffers => _driver.Buffers;

    /// <summary>Adds a VLAN over an adapter: binds to it when this is the first one. An adapter that is not there yet gets its VLANs when it comes.</summary>
    /// <param name="adapter">Connection name of the adapter.</param>
    /// <param name="options">The VLAN.</param>
    /// <returns>
    /// Success or Pending; InvalidParameter for an identifier out of range, a name that is taken, or an adapter that is a VLAN of this driver; what Initialize failed with.
    /// </returns>
    public NtStatus AddVlan(string adapter, VlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(options);
        VlanPlan plan = new(adapter, options.Name ?? $"{adapter}.{options.VlanId}", options);
        if (options.VlanId is < 0 or > LargestVlan || options.MacAddress.IsMulticast || _plans.Exists(other => other.Name == plan.Name || other.Name == adapter))
        {
            return NdisStatus.InvalidParameter;
        }

        // The binding may be on its way out with the VLAN that was removed last: with the first one it is asked for anew.
        bool isFirst = !_plans.Exists(other => other.Adapter == adapter);
        _plans.Add(plan);
        return isFirst ? _driver.Bind(adapter)
            : _edges.Find(edge => edge.Binding.Adapter.Name == adapter) is { } bound ? Initialize(bound, plan)
            : NtStatus.Success;
    }

    /// <summary>Removes a VLAN; with the last one of an adapter the binding goes too.</summary>
    /// <param name="name">Connection name of the virtual miniport.</param>
    /// <returns>Success, Pending while drivers above are not done, or AdapterNotFound.</returns>
    public NtStatus RemoveVlan(string name)
    {
        if (_plans.Find(plan => plan.Name == name) is not { } removed)
        {
            return NdisStatus.AdapterNotFound;
        }

        _plans.Remove(removed);
        if (!_plans.Exists(plan => plan.Adapter == removed.Adapter))
        {
            return _driver.Unbind(removed.Adapter);
        }

        if (_driver.Cancel(name) || Runtime.FindAdapter(name) is not { } adapter)
        {
            return NtStatus.Success;
        }

        return Runtime.DeinitializeDeviceInstance(adapter);
    }

    /// <inheritdoc/>
    NtStatus IProtocolDriver.BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        NtStatus status = binding.Open(new OpenParameters());
        if (!status.IsSuccess)
        {
            protocol = null;
            return status;
        }

        VlanLowerEdge edge = new(this, binding);
        _edges.Add(edge);
        foreach (VlanPlan plan in _plans.FindAll(plan => plan.Adapter == parameters.AdapterName))
        {
            Initialize(edge, plan);
        }

        protocol = edge;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    NtStatus IMiniportDriver.Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        miniport = null;
        if (parameters.ImDeviceInstanceContext is not VlanContext context || !_edges.Contains(context.Edge))
        {
            return NdisStatus.NotAccepted;
        }

        VlanMiniport made = new(adapter, context.Edge, context.Plan.Options);
        made.SetAttributes();
        context.Edge.Attach(made);
        miniport = made;
        return NtStatus.Success;
    }

    /// <summary>Removes all VLANs and the driver: when this returns, or later when drivers above are not done at once.</summary>
    public void Dispose()
    {
        _plans.Clear();
        _driver.Uninstall();
    }

    /// <summary>A virtual miniport that was disabled comes back.</summary>
    internal NtStatus ReEnable(VlanLowerEdge edge, string name) =>
        _plans.Find(plan => plan.Name == name && plan.Adapter == edge.Binding.Adapter.Name) is { } plan ? Initialize(edge, plan) : NtStatus.Success;

    /// <summary>A virtual miniport was halted.</summary>
    internal void OnHalted() => _driver.OnHalted();

    /// <summary>The adapter below is unbound: what still waits to be initialised over it never will.</summary>
    internal void Remove(VlanLowerEdge edge)
    {
        _edges.Remove(edge);
        foreach (VlanPlan plan in _plans)
        {
            if (plan.Adapter == edge.Binding.Adapter.Name)
            {
                _driver.Cancel(plan.Name);
            }
        }
    }

    private NtStatus Initialize(VlanLowerEdge edge, VlanPlan plan) => _driver.Initialize(plan.Name, new VlanContext(edge, plan));

    private sealed record VlanPlan(string Adapter, string Name, VlanOptions Options);

    private sealed record VlanContext(VlanLowerEdge Edge, VlanPlan Plan);
}
