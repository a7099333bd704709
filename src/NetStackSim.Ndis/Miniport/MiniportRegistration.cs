namespace NetStackSim.Ndis;

/// <summary>A registered miniport driver. Dispose to deregister (NdisMDeregisterMiniportDriver), after its adapters are removed.</summary>
public sealed class MiniportRegistration : IDisposable
{
    private readonly NdisRuntime _runtime;

    internal MiniportRegistration(NdisRuntime runtime, IMiniportDriver driver, MiniportOptions options)
    {
        _runtime = runtime;
        Driver = driver;
        Options = options;
        ObjectNumber = runtime.NextObjectNumber();
        byte revision = RegistrationRules.EffectiveRevision(options.Version, options.Revision);
        TakesDirectOids = RegistrationRules.TakesDirectOids(revision);
        TakesSynchronousOids = RegistrationRules.TakesSynchronousOids(revision);
    }

    /// <summary>The driver.</summary>
    public IMiniportDriver Driver { get; }

    /// <summary>What it said about itself.</summary>
    public MiniportOptions Options { get; }

    /// <summary>Service name.</summary>
    public string Name => Options.Name;

    /// <summary>The protocol half of an intermediate driver; null for all others.</summary>
    public ProtocolRegistration? AssociatedProtocol { get; internal set; }

    /// <summary>True when the driver's version and revision know direct requests (6.1).</summary>
    public bool TakesDirectOids { get; }

    /// <summary>True when the driver's version and revision know synchronous requests (6.80).</summary>
    public bool TakesSynchronousOids { get; }

    internal int AdapterCount { get; set; }

    internal bool IsDeregistered { get; private set; }

    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    /// <summary>Deregisters and unloads the driver.</summary>
    /// <exception cref="Kernel.BugCheckException">Adapters of the driver are left (0x7C/0x0A).</exception>
    public void Dispose()
    {
        if (IsDeregistered)
        {
            return;
        }

        NdisDdi.MDeregisterMiniportDriver.Check(_runtime.Kernel);
        IsDeregistered = true;
        if (AdapterCount != 0)
        {
            NdisBugCheck.Raise(_runtime.Kernel, NdisBugCheckCode.UnexpectedDriverUnload, Name, $"deregistered with {AdapterCount} adapters left", 0, 0, (ulong)AdapterCount);
        }

        _runtime.Deregister(this);
        Driver.Unload();
    }
}
