using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Drivers come and go.</content>
public sealed partial class NdisRuntime
{
    private int _filterCount;

    /// <summary>Registers a miniport driver. Adapters come with <see cref="AddAdapter"/>. IRQL: Passive.</summary>
    /// <returns>The registration; dispose it, after its adapters are removed, to unload the driver.</returns>
    /// <exception cref="NdisRegistrationException">NDIS refuses the driver.</exception>
    public MiniportRegistration RegisterMiniport(IMiniportDriver driver, MiniportOptions options)
    {
        NtStatus status = TryRegisterMiniport(driver, options, out MiniportRegistration? registration);
        return registration ?? throw new NdisRegistrationException(options.Name, status);
    }

    /// <summary>Registers a miniport driver. IRQL: Passive.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="options">Its characteristics.</param>
    /// <param name="registration">The registration; null when the result is an error.</param>
    /// <returns>
    /// Success; BadVersion for a contract that the host does not have; BadCharacteristics for a name, revision or set of flags that cannot be; UnsupportedRevision for
    /// characteristics that are too new; or what <see cref="IMiniportDriver.SetOptions"/> returned.
    /// </returns>
    [WindowsDdi("NdisMRegisterMiniportDriver")]
    public NtStatus TryRegisterMiniport(IMiniportDriver driver, MiniportOptions options, out MiniportRegistration? registration)
    {
        NdisDdi.MRegisterMiniportDriver.Check(Kernel);
        NdisArgument.NotNull(driver, Kernel, "NdisMRegisterMiniportDriver");
        ArgumentNullException.ThrowIfNull(options);
        registration = null;
        NtStatus status = RegistrationRules.Check(options, Version);
        if (!status.IsSuccess)
        {
            return status;
        }

        MiniportRegistration made = new(this, driver, options);
        status = driver.SetOptions(made);
        if (status.IsSuccess)
        {
            registration = made;
            _miniports.Add(made);
        }

        return status;
    }

    /// <summary>Registers a filter driver and attaches it to all adapters: a running stack is paused, changed and restarted under its protocols. IRQL: Passive.</summary>
    /// <returns>The registration; dispose it to detach everywhere.</returns>
    /// <exception cref="NdisRegistrationException">NDIS refuses the driver.</exception>
    public FilterRegistration RegisterFilter(IFilterDriver driver, FilterOptions options)
    {
        NtStatus status = TryRegisterFilter(driver, options, out FilterRegistration? registration);
        return registration ?? throw new NdisRegistrationException(options.Name, status);
    }

    /// <summary>Registers a filter driver as <see cref="RegisterFilter"/> does; handlers may be called before this returns. IRQL: Passive.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="options">Its characteristics.</param>
    /// <param name="registration">The registration; null when the result is an error.</param>
    /// <returns>Success or an error as for <see cref="TryRegisterMiniport"/>; BadCharacteristics too for roles that do not go together.</returns>
    [WindowsDdi("NdisFRegisterFilterDriver")]
    public NtStatus TryRegisterFilter(IFilterDriver driver, FilterOptions options, out FilterRegistration? registration)
    {
        NdisDdi.FRegisterFilterDriver.Check(Kernel);
        NdisArgument.NotNull(driver, Kernel, "NdisFRegisterFilterDriver");
        ArgumentNullException.ThrowIfNull(options);
        registration = null;
        NtStatus status = RegistrationRules.Check(options, Version);
        if (!status.IsSuccess)
        {
            return status;
        }

        FilterRegistration made = new(this, driver, options, _filterCount++);
        status = driver.SetOptions(made);
        if (!status.IsSuccess)
        {
            return status;
        }

        registration = made;
        _filters.Add(made);
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            adapter.Stack.InsertFilter(made);
        }

        return status;
    }

    /// <summary>Registers a protocol driver and binds it to all adapters. IRQL: Passive.</summary>
    /// <returns>The registration; dispose it to unbind everywhere.</returns>
    /// <exception cref="NdisRegistrationException">NDIS refuses the driver.</exception>
    public ProtocolRegistration RegisterProtocol(IProtocolDriver driver, ProtocolOptions options)
    {
        NtStatus status = TryRegisterProtocol(driver, options, out ProtocolRegistration? registration);
        return registration ?? throw new NdisRegistrationException(options.Name, status);
    }

    /// <summary>
    /// Registers a protocol driver as <see cref="RegisterProtocol"/> does. When all binds are done, the driver gets <see cref="NetPnPEventCode.BindsComplete"/>.
    /// IRQL: Passive.
    /// </summary>
    /// <param name="driver">The driver.</param>
    /// <param name="options">Its characteristics.</param>
    /// <param name="registration">The registration; null when the result is an error.</param>
    /// <returns>Success or an error as for <see cref="TryRegisterMiniport"/>.</returns>
    [WindowsDdi("NdisRegisterProtocolDriver")]
    public NtStatus TryRegisterProtocol(IProtocolDriver driver, ProtocolOptions options, out ProtocolRegistration? registration)
    {
        NdisDdi.RegisterProtocolDriver.Check(Kernel);
        NdisArgument.NotNull(driver, Kernel, "NdisRegisterProtocolDriver");
        ArgumentNullException.ThrowIfNull(options);
        registration = null;
        NtStatus status = RegistrationRules.Check(options, Version);
        if (!status.IsSuccess)
        {
            return status;
        }

        ProtocolRegistration made = new(this, driver, options);
        status = driver.SetOptions(made);
        if (!status.IsSuccess)
        {
            return status;
        }

        registration = made;
        _protocols.Add(made);
        BindEverywhere(made, static (stack, protocol) => stack.BindProtocol(protocol));
        return status;
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
        OnAllStacks(stack => stack.UnbindProtocol(registration), registration.Driver.Uninstall);
    }

    /// <summary>Binds on all adapters, then tells the driver that this is done.</summary>
    internal void BindEverywhere(ProtocolRegistration protocol, Func<DriverStack, ProtocolRegistration, StackOperation> bind) =>
        OnAllStacks(stack => bind(stack, protocol), () =>
        {
            if (_protocols.Contains(protocol))
            {
                _ = protocol.Driver.NetPnPEvent(new NetPnPEvent(NetPnPEventCode.BindsComplete));
            }
        });

    // The end counts as one of the operations, so that it does not come before the last one was started.
    private void OnAllStacks(Func<DriverStack, StackOperation> operation, Action ended)
    {
        int due = 1;
        foreach (MiniportAdapter adapter in _adapters.ToArray())
        {
            due++;
            operation(adapter.Stack).WhenEnded(OneDone);
        }

        OneDone();

        void OneDone()
        {
            if (--due == 0)
            {
                ended();
            }
        }
    }
}
