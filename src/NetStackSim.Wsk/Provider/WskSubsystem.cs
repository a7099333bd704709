using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// Winsock Kernel of one host: a client of the transports and the provider of WSK, both through the network module registrar. Clients reach
/// it with a <see cref="WskRegistration"/>.
/// </summary>
public sealed class WskSubsystem : INmrClient, INmrProvider, IStallReporter
{
    private static readonly Guid ModuleGuid = new("5b1f6a52-6f0e-4d0d-9d3c-6e7473740002");

    private readonly NpiRegistration _asClient = new("WSK", TransportNpi.Id, new NpiModuleId(ModuleGuid), TransportNpi.TcpIpNumber);
    private readonly NpiRegistration _asProvider = new("WSK", WskNpi.Id, new NpiModuleId(ModuleGuid));
    private readonly List<WskProvider> _attached = [];
    private NmrRegistration? _clientRegistration;
    private NmrRegistration? _providerRegistration;
    private WskSocket? _firstSocket;

    /// <summary>Makes the driver of a host; <see cref="Start"/> registers it.</summary>
    /// <param name="kernel">The host.</param>
    public WskSubsystem(SimKernel kernel)
    {
        Kernel = kernel;
        Pools = new WskPools(kernel);
        kernel.Io.LoadDriver("WSK", static _ => NtStatus.Success, out DriverObject? driver);
        kernel.Io.CreateDevice(driver!, null, DeviceType.Network, out DeviceObject? device);
        Device = device!;
        kernel.Loop.AddStallReporter(this);
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The device that stands for WSK in stack locations.</summary>
    public DeviceObject Device { get; }

    internal WskPools Pools { get; }

    internal ITransportProvider? Transport { get; private set; }

    NpiRegistration INmrClient.Registration => _asClient;

    NpiRegistration INmrProvider.Registration => _asProvider;

    /// <summary>Registers with the registrar: attaches to the transport that is there or comes later, and lets WSK clients in.</summary>
    [RequiresIrql(Max = Irql.Passive)]
    public void Start()
    {
        _clientRegistration = Kernel.Nmr.RegisterClient(this);
        _providerRegistration = Kernel.Nmr.RegisterProvider(this);
    }

    /// <summary>Deregisters both sides and waits until every client is gone.</summary>
    /// <returns>Ends when the last binding is cleaned up.</returns>
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask StopAsync()
    {
        _providerRegistration?.Deregister();
        _clientRegistration?.Deregister();
        if (_providerRegistration is { } provider)
        {
            await provider.WaitForDeregisterComplete();
        }

        if (_clientRegistration is { } client)
        {
            await client.WaitForDeregisterComplete();
        }
    }

    NtStatus INmrClient.AttachProvider(NmrBinding binding, NpiRegistration provider)
    {
        NtStatus status = binding.AttachProvider(this, null, out _, out object? dispatch);
        if (status.IsSuccess)
        {
            Transport = (ITransportProvider)dispatch!;
            foreach (WskProvider client in _attached)
            {
                client.Registration.OnAvailable();
            }
        }

        return status;
    }

    NtStatus INmrClient.DetachProvider(object? clientBindingContext)
    {
        Transport = null;
        return NtStatus.Success;
    }

    NtStatus INmrProvider.AttachClient(
        NmrBinding binding, NpiRegistration client, object? clientBindingContext, object? clientDispatch, out object? providerBindingContext, out object? providerDispatch)
    {
        var provider = new WskProvider(this, (WskRegistration)clientDispatch!, binding);
        _attached.Add(provider);
        providerBindingContext = provider;
        providerDispatch = provider;
        return NtStatus.Success;
    }

    NtStatus INmrProvider.DetachClient(object? providerBindingContext) => ((WskProvider)providerBindingContext!).BeginDetach();

    void INmrProvider.CleanupBindingContext(object? providerBindingContext) => _attached.Remove((WskProvider)providerBindingContext!);

    void IStallReporter.ReportPending(StallReport report)
    {
        for (WskSocket? socket = _firstSocket; socket is not null; socket = socket.RegistryNext)
        {
            report.Add("socket", $"{Kernel.Name}: {socket}");
        }
    }

    internal void Add(WskSocket socket)
    {
        socket.RegistryNext = _firstSocket;
        if (_firstSocket is not null)
        {
            _firstSocket.RegistryPrevious = socket;
        }

        _firstSocket = socket;
    }

    internal void Remove(WskSocket socket)
    {
        if (socket.RegistryPrevious is { } previous)
        {
            previous.RegistryNext = socket.RegistryNext;
        }
        else
        {
            _firstSocket = socket.RegistryNext;
        }

        if (socket.RegistryNext is { } next)
        {
            next.RegistryPrevious = socket.RegistryPrevious;
        }

        socket.RegistryNext = null;
        socket.RegistryPrevious = null;
    }
}
