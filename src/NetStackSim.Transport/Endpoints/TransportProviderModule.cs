using NetStackSim.Kernel;

namespace NetStackSim.Transport;

/// <summary>Offers a transport provider to the clients of a host through the network module registrar.</summary>
public sealed class TransportProviderModule : INmrProvider
{
    private static readonly Guid ModuleGuid = new("5b1f6a52-6f0e-4d0d-9d3c-6e7473740003");

    private readonly ITransportProvider _provider;
    private NmrRegistration? _registration;

    /// <summary>Describes the provider; <see cref="Register"/> makes it visible.</summary>
    /// <param name="name">Name in reports.</param>
    /// <param name="provider">The transport.</param>
    public TransportProviderModule(string name, ITransportProvider provider)
    {
        _provider = provider;
        Registration = new NpiRegistration(name, TransportNpi.Id, new NpiModuleId(ModuleGuid), TransportNpi.TcpIpNumber);
    }

    /// <inheritdoc/>
    public NpiRegistration Registration { get; }

    /// <summary>Registers; clients that wait attach at once.</summary>
    /// <param name="registrar">The host's registrar.</param>
    [RequiresIrql(Max = Irql.Passive)]
    public void Register(NetworkModuleRegistrar registrar)
    {
        ArgumentNullException.ThrowIfNull(registrar);
        _registration = registrar.RegisterProvider(this);
    }

    /// <summary>Deregisters and waits until every client has detached.</summary>
    /// <returns>Ends when the transport may go.</returns>
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask DeregisterAsync()
    {
        if (_registration is { } registration)
        {
            registration.Deregister();
            await registration.WaitForDeregisterComplete();
        }
    }

    /// <inheritdoc/>
    public NtStatus AttachClient(
        NmrBinding binding, NpiRegistration client, object? clientBindingContext, object? clientDispatch, out object? providerBindingContext, out object? providerDispatch)
    {
        providerBindingContext = this;
        providerDispatch = _provider;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public NtStatus DetachClient(object? providerBindingContext) => NtStatus.Success;
}
