using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A filter driver whose modules log their life; what is on the data path is chosen by the class of the module.</summary>
internal class TestFilterDriver(List<string> log, string name, Func<TestFilterDriver, FilterModule, IFilter> make) : IFilterDriver
{
    public List<string> Log => log;

    public string Name => name;

    public NtStatus AttachResult { get; set; } = NtStatus.Success;

    public List<IFilter> Made { get; } = [];

    public FilterRegistration Registration { get; private set; } = null!;

    public static TestFilterDriver Register(
        NdisRuntime runtime, List<string> log, string name, Func<TestFilterDriver, FilterModule, IFilter> make, Action<TestFilterDriver>? configure = null,
        FilterOptions? options = null)
    {
        TestFilterDriver driver = new(log, name, make);
        configure?.Invoke(driver);
        driver.Registration = runtime.RegisterFilter(driver, options ?? new FilterOptions { Name = name });
        return driver;
    }

    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        log.Add($"{name} attach");
        filter = AttachResult == NtStatus.Success ? make(this, module) : null;
        if (filter is not null)
        {
            Made.Add(filter);
        }

        return AttachResult;
    }
}

/// <summary>A module that is on no path.</summary>
internal class IdleFilter(TestFilterDriver driver, FilterModule module) : IFilter
{
    public FilterModule Module => module;

    public TestFilterDriver Driver => driver;

    public NtStatus PauseResult { get; set; } = NtStatus.Success;

    public NtStatus RestartResult { get; set; } = NtStatus.Success;

    public Action<RestartAttributes>? OnRestart { get; set; }

    public Action? OnPause { get; set; }

    public void Detach() => driver.Log.Add($"{driver.Name} detach");

    public NtStatus Pause(PauseReason reason)
    {
        driver.Log.Add($"{driver.Name} pause");
        OnPause?.Invoke();
        return PauseResult;
    }

    public NtStatus Restart(RestartAttributes attributes)
    {
        driver.Log.Add($"{driver.Name} restart");
        OnRestart?.Invoke(attributes);
        return RestartResult;
    }
}

/// <summary>Passes everything on, on all paths.</summary>
internal class PassThroughFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterSend, IFilterReceive, IFilterStatus
{
    public int Sends { get; private set; }

    public int Receives { get; private set; }

    public List<NdisStatusCode> Statuses { get; } = [];

    public virtual void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        Sends += chain.Count;
        Module.Send(ref chain, port, flags);
    }

    public virtual void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => Module.CompleteSend(ref chain, flags);

    public virtual void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        Receives += chain.Count;
        Module.IndicateReceive(ref chain, port, flags);
    }

    public virtual void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => Module.ReturnReceived(ref chain, flags);

    public virtual void Status(in StatusIndication indication)
    {
        Statuses.Add(indication.StatusCode);
        Module.IndicateStatus(indication);
    }
}

/// <summary>On the send path only.</summary>
internal sealed class SendOnlyFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterSend
{
    public int Sends { get; private set; }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        Sends += chain.Count;
        Module.Send(ref chain, port, flags);
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => Module.CompleteSend(ref chain, flags);
}
