using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>The two sides of WSK in the network module registrar: client of the transports, provider for its clients.</content>
public sealed partial class WskSubsystem : INmrClient, INmrProvider
{
    private static readonly Guid ModuleGuid = new("5b1f6a52-6f0e-4d0d-9d3c-6e7473740002");

    private readonly NpiRegistration _asClient = new("WSK", TransportNpi.Id, new NpiModuleId(ModuleGuid), TransportNpi.TcpIpNumber);
    private readonly NpiRegistration _asProvider = new("WSK", WskNpi.Id, new NpiModuleId(ModuleGuid));
    private readonly List<WskProvider> _attached = [];
    private NmrRegistration? _clientRegistration;
    private NmrRegistration? _providerRegistration;
    private NmrBinding? _transportBinding;
    private int _socketsToRelease;
    private bool _detachIsPending;

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

    /// <summary>Deregisters both sides: sockets that are still open lose their transport; waits until every client has closed them.</summary>
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
        if (Transport is not null)
        {
            // One stack serves all sockets; a second one has nobody to serve.
            return NtStatus.NoInterface;
        }

        NtStatus status = binding.AttachProvider(this, null, out _, out object? dispatch);
        if (status.IsSuccess)
        {
            Transport = (ITransportProvider)dispatch!;
            _transportBinding = binding;
            TellTransportsChanged();
        }

        return status;
    }

    NtStatus INmrClient.DetachProvider(object? clientBindingContext)
    {
        Transport = null;
        WskSocket[] sockets = SocketsToRelease();
        _socketsToRelease = sockets.Length;
        foreach (WskSocket socket in sockets)
        {
            // Callbacks close sockets, also others than their own.
            if (socket.UsesTransport)
            {
                socket.OnTransportRemoved();
            }
        }

        TellTransportsChanged();
        _detachIsPending = _socketsToRelease > 0;
        return _detachIsPending ? NtStatus.Pending : NtStatus.Success;
    }

    void INmrClient.CleanupBindingContext(object? clientBindingContext) => _transportBinding = null;

    NtStatus INmrProvider.AttachClient(
        NmrBinding binding, NpiRegistration client, object? clientBindingContext, object? clientDispatch, out object? providerBindingContext, out object? providerDispatch)
    {
        var provider = new WskProvider(this, (WskRegistration)clientDispatch!, binding);
        _attached.Add(provider);
        providerBindingContext = provider;
        providerDispatch = provider;
        return NtStatus.Success;
    }

    NtStatus INmrProvider.DetachClient(object? providerBindingContext)
    {
        var provider = (WskProvider)providerBindingContext!;
        provider.CancelNotifications();
        return provider.BeginDetach();
    }

    void INmrProvider.CleanupBindingContext(object? providerBindingContext) => _attached.Remove((WskProvider)providerBindingContext!);

    /// <summary>A socket gave the transport everything back. The last one lets a transport go that waits.</summary>
    internal void OnTransportReleased(WskSocket socket)
    {
        if (!socket.HoldsDetach)
        {
            return;
        }

        socket.HoldsDetach = false;
        if (--_socketsToRelease == 0 && _detachIsPending)
        {
            _detachIsPending = false;
            _transportBinding!.ClientDetachComplete();
        }
    }

    private WskSocket[] SocketsToRelease()
    {
        var sockets = new List<WskSocket>();
        for (WskSocket? socket = _firstSocket; socket is not null; socket = socket.RegistryNext)
        {
            if (socket.UsesTransport)
            {
                socket.HoldsDetach = true;
                sockets.Add(socket);
            }
        }

        return [.. sockets];
    }

    private void TellTransportsChanged()
    {
        foreach (WskProvider client in _attached.ToArray())
        {
            client.OnTransportsChanged();
            client.Registration.OnTransportsChanged();
        }
    }
}
