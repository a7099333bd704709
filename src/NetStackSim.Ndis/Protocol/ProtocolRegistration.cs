namespace NetStackSim.Ndis;

/// <summary>A registered protocol driver. Dispose to deregister (NdisDeregisterProtocolDriver): its bindings are closed on all adapters.</summary>
public sealed class ProtocolRegistration : IDisposable
{
    private readonly NdisRuntime _runtime;
    private bool _isDisposed;

    internal ProtocolRegistration(NdisRuntime runtime, IProtocolDriver driver, ProtocolOptions options)
    {
        _runtime = runtime;
        Driver = driver;
        Options = options;
    }

    /// <summary>The driver.</summary>
    public IProtocolDriver Driver { get; }

    /// <summary>What it said about itself.</summary>
    public ProtocolOptions Options { get; }

    /// <summary>Name.</summary>
    public string Name => Options.Name;

    /// <summary>Unbinds everywhere and deregisters.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _runtime.Deregister(this);
        Driver.Uninstall();
    }
}
