using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A passive endpoint: answers connection requests and hands finished connections to its client.</summary>
internal sealed class TcpListener : IListener
{
    private readonly EndpointOptions _options;
    private readonly List<(TransportOption Option, long Value)> _inherited = [];
    private PortBinding? _binding;
    private bool _closed;

    /// <summary>Makes an unbound listener.</summary>
    public TcpListener(TcpProtocol tcp, in EndpointOptions options, IListenerClient client)
    {
        Tcp = tcp;
        Client = client;
        _options = options;
        Id = tcp.NextId();
    }

    /// <inheritdoc/>
    public IpEndpoint Local { get; private set; }

    /// <summary>TCP of the host.</summary>
    internal TcpProtocol Tcp { get; }

    /// <summary>Who gets the connections.</summary>
    internal IListenerClient Client { get; }

    /// <summary>The owner.</summary>
    internal SimProcess? Process => _options.Process;

    /// <summary>The routing compartment.</summary>
    internal uint Compartment => _options.Compartment;

    /// <summary>When it was made, for listings.</summary>
    internal ulong Id { get; }

    /// <summary>Requests are answered.</summary>
    internal bool IsListening { get; private set; }

    /// <summary>Requests are shown to the client before they are answered.</summary>
    internal bool IsConditional { get; private set; }

    /// <summary>Connections that may wait for the client.</summary>
    internal int Backlog { get; private set; }

    /// <summary>Connections that wait for the client.</summary>
    internal int Waiting { get; set; }

    /// <summary>Options that accepted connections take over.</summary>
    internal List<(TransportOption Option, long Value)> InheritedOptions => _inherited;

    /// <inheritdoc/>
    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing)
    {
        if (_closed || _binding is not null)
        {
            return NtStatus.InvalidDeviceState;
        }

        NtStatus status = Tcp.Bind(_options, Id, local, sharing, out _binding);
        if (status.IsSuccess)
        {
            _binding!.Listener = this;
            Local = _binding.Endpoint;
            Tcp.AddListener(this);
        }

        return status;
    }

    /// <inheritdoc/>
    public NtStatus Listen(int backlog, bool conditional)
    {
        if (_closed || _binding is null || IsListening)
        {
            return NtStatus.InvalidDeviceState;
        }

        NtStatus status = Tcp.Inspector.AuthoriseListen(this);
        if (!status.IsSuccess)
        {
            return status;
        }

        Backlog = backlog > 0 ? backlog : Tcp.Profile.TcpDefaultBacklog;
        IsConditional = conditional;
        IsListening = true;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public void Accepted() => Waiting = Math.Max(0, Waiting - 1);

    /// <inheritdoc/>
    public NtStatus CompleteRequest(ulong requestId, ConnectionRequestAction action) => Tcp.Requests.Complete(this, requestId, action);

    /// <inheritdoc/>
    public NtStatus SetOption(TransportOption option, long value)
    {
        // The first connection would reject what the option does not allow; a blank one says so now.
        NtStatus status = Tcp.CheckOption(option, value);
        if (!status.IsSuccess)
        {
            return status;
        }

        _inherited.RemoveAll(entry => entry.Option == option);
        _inherited.Add((option, value));
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        bool wasListening = IsListening;
        IsListening = false;
        Tcp.Requests.Abandon(this);
        if (_binding is { } binding)
        {
            Tcp.Inspector.OnListenerClosed(this, wasListening);
            Tcp.RemoveListener(this);
            Tcp.Ports.Release(binding);
            _binding = null;
        }

        Tcp.Settle();
    }
}
