using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Devices: they come and go, stop and start, sleep and wake.</content>
public sealed partial class NdisRuntime
{
    private int _adapterCount;

    /// <summary>
    /// A device arrives: initialise the adapter, attach filters from the miniport up, bind protocols, restart. When every driver completes at once the adapter is
    /// Running when this returns; <see cref="MiniportAdapter.LastOperation"/> tells. IRQL: Passive.
    /// </summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public MiniportAdapter AddAdapter(MiniportRegistration driver, AdapterOptions options)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(options);
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

    /// <summary>Asks everybody above whether the device may be removed, and the miniport; a refusal is the result, and is taken back with CancelRemoveDevice. IRQL: Passive.</summary>
    public StackOperation QueryRemoveAdapter(MiniportAdapter adapter) => adapter.Stack.QueryRemove();

    /// <summary>A removal that was asked for with <see cref="QueryRemoveAdapter"/> is called off. IRQL: Passive.</summary>
    public StackOperation CancelRemoveAdapter(MiniportAdapter adapter) => adapter.Stack.CancelRemove();

    /// <summary>
    /// A device leaves in an orderly way: everybody is asked, then pause, unbind protocols, detach filters from the top down, halt. Somebody who refuses keeps the
    /// adapter running, and his answer is the result. IRQL: Passive.
    /// </summary>
    public StackOperation RemoveAdapter(MiniportAdapter adapter) => adapter.Stack.TakeDown(HaltAction.DeviceDisabled);

    /// <summary>A device is gone: the miniport is told first and must not touch it any more, sends fail, then as <see cref="RemoveAdapter"/>. IRQL: Passive.</summary>
    public StackOperation SurpriseRemoveAdapter(MiniportAdapter adapter) => adapter.Stack.TakeDown(HaltAction.DeviceSurpriseRemoved);

    /// <summary>The resources of a device are reassigned: it is taken down as for a removal and halted (DeviceStopped), but stays. IRQL: Passive.</summary>
    public StackOperation StopAdapter(MiniportAdapter adapter) => adapter.Stack.Stop();

    /// <summary>A device that was stopped starts again, with new options or the old ones. IRQL: Passive.</summary>
    /// <exception cref="ArgumentException">The options are those of another adapter.</exception>
    public StackOperation StartAdapter(MiniportAdapter adapter, AdapterOptions? options = null) => adapter.Stack.Resume(Same(adapter, options));

    /// <summary>
    /// A property of the Advanced tab changed: protocols are unbound, filters detached, the adapter is halted and initialised anew, and everything is built up again. An
    /// adapter that does not come up again stays halted; it can be configured once more. IRQL: Passive.
    /// </summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="options">New options, whose keywords are written to the registry; null to start with what the registry holds.</param>
    /// <exception cref="ArgumentException">The options are those of another adapter.</exception>
    public StackOperation ReconfigureAdapter(MiniportAdapter adapter, AdapterOptions? options = null) => adapter.Stack.Reconfigure(Same(adapter, options));

    /// <summary>Pauses the driver stack above and with an adapter: protocols, filters from the top down, miniport. IRQL: Passive.</summary>
    public StackOperation PauseStack(MiniportAdapter adapter, PauseReason reason = PauseReason.NdisInternal) => adapter.Stack.Pause(reason);

    /// <summary>Restarts a paused driver stack: miniport, filters from the bottom up, protocols. IRQL: Passive.</summary>
    public StackOperation RestartStack(MiniportAdapter adapter) => adapter.Stack.Restart();

    /// <summary>Sends an event up the stack of an adapter, through the filters to all bindings; the first refusal is the result. IRQL: Passive.</summary>
    /// <remarks>Pause and Restart are steps of <see cref="PauseStack"/> and <see cref="RestartStack"/>; sent by themselves they are bug check 0x7C/0x22.</remarks>
    public StackOperation Notify(MiniportAdapter adapter, NetPnPEvent netPnPEvent) => adapter.Stack.Notify(netPnPEvent);

    /// <summary>Asks everybody above an adapter whether it may go to a power state. IRQL: Passive.</summary>
    public StackOperation QueryPower(MiniportAdapter adapter, DevicePowerState state) => adapter.Stack.QueryPower(state);

    /// <summary>
    /// Takes an adapter to a power state. Down: everybody above is told, the stack is paused (unless the miniport says NO_PAUSE_ON_SUSPEND and all drivers know 6.30), the
    /// device is told, or halted when its driver has no power support (<see cref="MiniportAttributeFlags.NoHaltOnSuspend"/>). Sends then fail with LowPowerState. Up: the
    /// same backwards. A driver that does not finish is bug check 0x9F, one that refuses 0x7C/0x1C. IRQL: Passive.
    /// </summary>
    public StackOperation SetPower(MiniportAdapter adapter, DevicePowerState state) => adapter.Stack.SetPower(state);

    /// <summary>Takes all adapters to a power state: the system sleeps or wakes. IRQL: Passive.</summary>
    /// <returns>One operation for each adapter.</returns>
    public IReadOnlyList<StackOperation> SetPower(DevicePowerState state)
    {
        List<StackOperation> operations = [];
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            operations.Add(adapter.Stack.SetPower(state));
        }

        return operations;
    }

    /// <summary>Mains or battery: every driver on the way down and every miniport is told. IRQL: Passive.</summary>
    public void SetPowerProfile(PowerProfile profile)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "SetPowerProfile");
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            adapter.PowerProfile = profile;
            adapter.Stack.EventDown(adapter.Filters.Count, DevicePnPEvent.PowerProfileChanged);
        }
    }

    /// <summary>The system goes down: every miniport stops its hardware; nothing is freed and no driver is called afterwards. IRQL: Passive, or any at a bug check.</summary>
    public void Shutdown(ShutdownAction action)
    {
        foreach (MiniportAdapter adapter in _adapters)
        {
            adapter.Shutdown(action);
        }
    }

    internal void Removed(MiniportAdapter adapter)
    {
        _adapters.Remove(adapter);
        adapter.Driver.AdapterCount--;
        StartWaitingInstance(adapter.Name);
    }

    private static AdapterOptions? Same(MiniportAdapter adapter, AdapterOptions? options) =>
        options is null || options.Name == adapter.Name ? options
            : throw new ArgumentException($"The options are for '{options.Name}', not for '{adapter.Name}'.", nameof(options));
}
