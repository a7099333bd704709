using NetStackSim.Kernel;

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
        ObjectNumber = runtime.NextObjectNumber();
    }

    /// <summary>The driver.</summary>
    public IProtocolDriver Driver { get; }

    /// <summary>What it said about itself.</summary>
    public ProtocolOptions Options { get; }

    /// <summary>Name.</summary>
    public string Name => Options.Name;

    /// <summary>Bind and unbind handlers of the driver that are running.</summary>
    internal int HandlerDepth { get; set; }

    /// <summary>
    /// Asks for the protocol to be bound wherever it is not, also where it left on its own account or failed before. Not from a bind or unbind handler. IRQL: Passive.
    /// </summary>
    [WindowsDdi("NdisReEnumerateProtocolBindings")]
    public void ReEnumerateBindings()
    {
        NdisDdi.ReEnumerateProtocolBindings.Check(_runtime.Kernel);
        if (HandlerDepth > 0)
        {
            _runtime.Ownership?.Violation(
                NdisVerifierRules.ReEnumerateProtocolBindings, Name, $"NdisReEnumerateProtocolBindings of '{Name}' inside its bind or unbind handler: NDIS waits for the handler");
        }

        _runtime.BindEverywhere(this, static (stack, protocol) => stack.BindAgain(protocol));
    }

    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    /// <summary>Unbinds everywhere and deregisters; the driver is uninstalled when the last unbind is done.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        NdisDdi.DeregisterProtocolDriver.Check(_runtime.Kernel);
        _isDisposed = true;
        _runtime.Deregister(this);
    }
}
