namespace NetStackSim.Ndis;

/// <summary>A registered filter driver. Dispose to deregister (NdisFDeregisterFilterDriver): its modules are detached from all stacks.</summary>
public sealed class FilterRegistration : IDisposable
{
    private readonly NdisRuntime _runtime;
    private bool _isDisposed;

    internal FilterRegistration(NdisRuntime runtime, IFilterDriver driver, FilterOptions options, int age)
    {
        _runtime = runtime;
        Driver = driver;
        Options = options;
        ObjectNumber = runtime.NextObjectNumber();
        Age = age;
        byte revision = RegistrationRules.EffectiveRevision(options.Version, options.Revision);
        TakesDirectOids = RegistrationRules.TakesDirectOids(revision);
        TakesSynchronousOids = RegistrationRules.TakesSynchronousOids(revision);
    }

    /// <summary>The driver.</summary>
    public IFilterDriver Driver { get; }

    /// <summary>What it and its INF file said.</summary>
    public FilterOptions Options { get; }

    /// <summary>Service name.</summary>
    public string Name => Options.Name;

    /// <summary>True when the driver's version and revision know direct requests (6.1).</summary>
    public bool TakesDirectOids { get; }

    /// <summary>True when the driver's version and revision know synchronous requests (6.80).</summary>
    public bool TakesSynchronousOids { get; }

    /// <summary>Order of registration.</summary>
    internal int Age { get; }

    /// <summary>Handlers of the driver's modules that are running: attach, restart, pause, detach.</summary>
    internal int HandlerDepth { get; set; }

    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    /// <summary>Detaches everywhere and deregisters.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            NdisDdi.FDeregisterFilterDriver.Check(_runtime.Kernel);
            if (HandlerDepth > 0)
            {
                _runtime.Ownership?.Violation(
                    NdisVerifierRules.DeregisterFilterDriver, Name, $"NdisFDeregisterFilterDriver of '{Name}' inside one of its own handlers: it waits for them; call it from the unload routine");
            }

            _isDisposed = true;
            _runtime.Deregister(this);
        }
    }
}
