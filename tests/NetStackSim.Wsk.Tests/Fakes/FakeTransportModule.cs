using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests;

/// <summary>Offers a transport through the network module registrar, as the stack does.</summary>
internal sealed class FakeTransportModule(string name, ITransportProvider provider) : INmrProvider
{
    private static readonly Guid Module = new("00000000-0000-0000-0000-00000000fa4e");

    private NmrRegistration? _registration;

    public NpiRegistration Registration { get; } = new(name, TransportNpi.Id, new NpiModuleId(Module), TransportNpi.TcpIpNumber);

    public void Register(NetworkModuleRegistrar registrar) => _registration = registrar.RegisterProvider(this);

    public async ValueTask DeregisterAsync()
    {
        _registration!.Deregister();
        await _registration.WaitForDeregisterComplete();
    }

    public NtStatus AttachClient(
        NmrBinding binding, NpiRegistration client, object? clientBindingContext, object? clientDispatch, out object? providerBindingContext, out object? providerDispatch)
    {
        providerBindingContext = this;
        providerDispatch = provider;
        return NtStatus.Success;
    }

    public NtStatus DetachClient(object? providerBindingContext) => NtStatus.Success;
}
