using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The stack as a provider module: WSK, TDI and Winsock attach here and get an <see cref="ITransportProvider"/> as dispatch table.</summary>
internal sealed class TransportModule(ITransportProvider transport) : INmrProvider
{
    private static readonly NpiModuleId Module = new(new Guid("5b1f6a52-6f0e-4d0d-9d3c-6e7473740003"));

    /// <inheritdoc/>
    public NpiRegistration Registration { get; } = new("TCPIP", TransportNpi.Id, Module, TransportNpi.TcpIpNumber);

    /// <inheritdoc/>
    public NtStatus AttachClient(
        NmrBinding binding,
        NpiRegistration client,
        object? clientBindingContext,
        object? clientDispatch,
        out object? providerBindingContext,
        out object? providerDispatch)
    {
        providerBindingContext = null;
        providerDispatch = transport;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing of a client runs inside the stack between calls: endpoints keep their own upcalls until they are closed.</remarks>
    public NtStatus DetachClient(object? providerBindingContext) => NtStatus.Success;
}
