using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Intermediate (MUX) drivers: virtual miniports above, a protocol below, tied together (ndis, intermediate drivers).</content>
/// <remarks>
/// An intermediate driver registers a miniport driver with <see cref="MiniportOptions.IsIntermediate"/> and a protocol driver, associates the two, and asks for virtual
/// miniports when its protocol half is bound.
/// </remarks>
public sealed partial class NdisRuntime
{
    private readonly List<(MiniportRegistration Driver, DeviceInstanceOptions Options)> _waitingInstances = [];

    /// <summary>Which protocol is bound to which adapter.</summary>
    public BindingPaths Bindings { get; }

    /// <summary>Finds an adapter by its connection name.</summary>
    /// <returns>The adapter, or null.</returns>
    public MiniportAdapter? FindAdapter(string name) => _adapters.Find(adapter => adapter.Name == name);

    /// <summary>
    /// Ties the two halves of an intermediate driver: NDIS then never binds the protocol half to virtual miniports of the miniport half, and lets virtual miniports be
    /// initialised. IRQL: Passive.
    /// </summary>
    /// <returns>Success, or InvalidParameter when the miniport driver did not register as an intermediate one.</returns>
    [WindowsDdi("NdisIMAssociateMiniport")]
    public NtStatus AssociateMiniport(MiniportRegistration miniport, ProtocolRegistration protocol)
    {
        NdisDdi.IMAssociateMiniport.Check(Kernel);
        if (!miniport.Options.IsIntermediate)
        {
            return NdisStatus.InvalidParameter;
        }

        miniport.AssociatedProtocol = protocol;
        return NtStatus.Success;
    }

    /// <summary>
    /// Asks for a virtual miniport: NDIS calls <see cref="IMiniportDriver.Initialize"/> of the miniport half with the context of the options, attaches filters and binds
    /// protocols as to any adapter. Legal inside the bind handler of the protocol half. IRQL: Passive.
    /// </summary>
    /// <returns>
    /// Success; the status with which Initialize failed; Pending when an adapter of that name is still going away (Initialize is called when it is gone; until then
    /// <see cref="CancelInitializeDeviceInstance"/> takes the request back); InvalidParameter when the driver is not associated or the name is taken.
    /// </returns>
    [WindowsDdi("NdisIMInitializeDeviceInstanceEx")]
    public NtStatus InitializeDeviceInstance(MiniportRegistration driver, DeviceInstanceOptions options)
    {
        NdisDdi.IMInitializeDeviceInstanceEx.Check(Kernel);
        if (driver.AssociatedProtocol is null || _waitingInstances.Exists(waiting => waiting.Options.Name == options.Name))
        {
            return NdisStatus.InvalidParameter;
        }

        if (FindAdapter(options.Name) is not { } taken)
        {
            return StartInstance(driver, options);
        }

        if (!taken.IsLeaving)
        {
            return NdisStatus.InvalidParameter;
        }

        _waitingInstances.Add((driver, options));
        return NtStatus.Pending;
    }

    /// <summary>Takes back a request for a virtual miniport that NDIS has not initialised yet. IRQL: Passive.</summary>
    /// <returns>Success, or Failure when there is no such request: it is initialised and must be deinitialised.</returns>
    [WindowsDdi("NdisIMCancelInitializeDeviceInstance")]
    public NtStatus CancelInitializeDeviceInstance(MiniportRegistration driver, string name)
    {
        NdisDdi.IMCancelInitializeDeviceInstance.Check(Kernel);
        int count = _waitingInstances.RemoveAll(waiting => waiting.Driver == driver && waiting.Options.Name == name);
        return count > 0 ? NtStatus.Success : NdisStatus.Failure;
    }

    /// <summary>
    /// Gives a virtual miniport up: its stack is paused, protocols are unbound, filters detached, and <see cref="IMiniport.Halt"/> is called with
    /// <see cref="HaltAction.DeviceInstanceDeInitialized"/>; possibly after this returns. IRQL: Passive.
    /// </summary>
    /// <returns>Success, Pending while drivers above are not done, or InvalidParameter for an adapter that is not a virtual miniport or is going away already.</returns>
    [WindowsDdi("NdisIMDeInitializeDeviceInstance")]
    public NtStatus DeinitializeDeviceInstance(MiniportAdapter adapter)
    {
        NdisDdi.IMDeInitializeDeviceInstance.Check(Kernel);
        if (adapter.Driver.AssociatedProtocol is null || adapter.IsLeaving)
        {
            return NdisStatus.InvalidParameter;
        }

        return adapter.Stack.TakeDown(HaltAction.DeviceInstanceDeInitialized).IsCompleted ? NtStatus.Success : NtStatus.Pending;
    }

    /// <summary>Says that one interface runs on top of another: an intermediate driver does so for each virtual miniport and each adapter under it. IRQL: Passive.</summary>
    /// <exception cref="BugCheckException">The rows would form a circle (0x7C/0x1B).</exception>
    [WindowsDdi("NdisIfAddIfStackEntry")]
    public void AddInterfaceStackEntry(uint higherIfIndex, uint lowerIfIndex)
    {
        NdisDdi.IfAddIfStackEntry.Check(Kernel);
        if (!Interfaces.TryAddStackEntry(new InterfaceStackEntry(higherIfIndex, lowerIfIndex)))
        {
            NdisBugCheck.Raise(
                Kernel, NdisBugCheckCode.IfStackTableLoop, "NDIS", $"interface {higherIfIndex} cannot be over interface {lowerIfIndex}, which is over it already");
        }
    }

    /// <summary>Takes a row of the ifStackTable away. IRQL: Passive.</summary>
    /// <returns>Success, or InterfaceNotFound.</returns>
    [WindowsDdi("NdisIfDeleteIfStackEntry")]
    public NtStatus DeleteInterfaceStackEntry(uint higherIfIndex, uint lowerIfIndex)
    {
        NdisDdi.IfDeleteIfStackEntry.Check(Kernel);
        return Interfaces.RemoveStackEntry(new InterfaceStackEntry(higherIfIndex, lowerIfIndex)) ? NtStatus.Success : NdisStatus.InterfaceNotFound;
    }

    internal ProtocolRegistration? FindProtocol(string name) => _protocols.Find(protocol => protocol.Name == name);

    private NtStatus StartInstance(MiniportRegistration driver, DeviceInstanceOptions options)
    {
        MiniportAdapter adapter = AddAdapter(driver, new AdapterOptions
        {
            Name = options.Name,
            Keywords = options.Keywords,
            UpperRange = options.UpperRange,
            ImDeviceInstanceContext = options.Context,
        });
        return adapter.State == AdapterState.Halted && adapter.LastOperation.IsCompleted ? adapter.LastOperation.Status : NtStatus.Success;
    }

    // The name is free: a virtual miniport that waited for it comes up.
    private void StartWaitingInstance(string name)
    {
        int index = _waitingInstances.FindIndex(waiting => waiting.Options.Name == name);
        if (index >= 0)
        {
            (MiniportRegistration driver, DeviceInstanceOptions options) = _waitingInstances[index];
            _waitingInstances.RemoveAt(index);
            StartInstance(driver, options);
        }
    }
}
