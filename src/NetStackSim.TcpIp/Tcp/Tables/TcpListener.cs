using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A passive endpoint: answers connection requests and hands finished connections to its client.</summary>
internal sealed class TcpListener : IListener, IBindable, IPendedStepOwner
{
    private readonly EndpointOptions _options;
    private readonly List<(TransportOption Option, long Value)> _inherited = [];
    private PortBinding? _binding;
    private BindSequence? _bind;
    private PendedStep? _step;
    private int _wantedBacklog;
    private bool _closed;

    /// <summary>True for an IPv6 listener that IPv4 peers reach, too.</summary>
    internal bool IsDualMode => _binding is { DualMode: true };

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
    EndpointOptions IInspectedEndpoint.Options => _options;

    /// <inheritdoc/>
    ulong IInspectedEndpoint.Handle => Id;

    /// <inheritdoc/>
    InspectionFlags IInspectedEndpoint.EndpointFlags => InspectionFlags.None;

    /// <inheritdoc/>
    public uint FirewallProperty { get; private set; }

    /// <inheritdoc/>
    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing) =>
        _closed || _binding is not null || _bind is not null
            ? NtStatus.InvalidDeviceState
            : BindSequence.Run(Tcp.Endpoints, this, local, sharing, out _bind);

    /// <inheritdoc/>
    public NtStatus Listen(int backlog, bool conditional)
    {
        if (_closed || _binding is null || _bind is not null || IsListening || _step is not null)
        {
            return NtStatus.InvalidDeviceState;
        }

        _wantedBacklog = backlog;
        IsConditional = conditional;
        return AuthoriseListen(InspectionFlags.None);
    }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict)
    {
        _step = null;
        if (_closed)
        {
            FinishClose();
        }
        else if (verdict.IsPermit)
        {
            Start();
            Client.OnListening(NtStatus.Success);
        }
        else
        {
            Tcp.Endpoints.Refused(InspectionLayer.Listen, this, Local, verdict);
            Client.OnListening(NtStatus.AccessDenied);
        }

        Tcp.Settle();
    }

    /// <inheritdoc/>
    public void AskAgain()
    {
        _step = null;
        if (_closed)
        {
            ShowClosure();
        }
        else if (AuthoriseListen(InspectionFlags.Reclassify) is var status && status != NtStatus.Pending)
        {
            Client.OnListening(status);
        }

        Tcp.Settle();
    }

    /// <inheritdoc/>
    NtStatus IBindable.ClaimBind(in IpEndpoint wanted, AddressSharing sharing, out IpEndpoint claimed)
    {
        NtStatus status = Tcp.ClaimPort(_options, wanted, sharing, out _binding);
        claimed = _binding?.Endpoint ?? default;
        return status;
    }

    /// <inheritdoc/>
    void IBindable.ConfirmBind()
    {
        _binding!.Listener = this;
        Local = _binding.Endpoint;
        Tcp.AddListener(this);
    }

    /// <inheritdoc/>
    void IBindable.UnclaimBind()
    {
        Tcp.Ports.Release(_binding!);
        _binding = null;
    }

    /// <inheritdoc/>
    void IBindable.OnBindDecided(NtStatus status)
    {
        _bind = null;
        Client.OnBound(status);
    }

    /// <inheritdoc/>
    public void Accepted() => Waiting = Math.Max(0, Waiting - 1);

    /// <inheritdoc/>
    public NtStatus CompleteRequest(ulong requestId, ConnectionRequestAction action) => Tcp.Requests.Complete(this, requestId, action);

    /// <inheritdoc/>
    public NtStatus SetOption(TransportOption option, long value)
    {
        if (option == TransportOption.FirewallProperty)
        {
            return SetFirewallProperty(value);
        }

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
        _bind?.Abandon();
        _step?.Abandon();
        Tcp.Requests.Abandon(this);
        if (wasListening)
        {
            ShowClosure();
        }
        else
        {
            FinishClose();
        }

        Tcp.Settle();
    }

    private NtStatus SetFirewallProperty(long value)
    {
        uint before = FirewallProperty;
        if (value is < 0 or > uint.MaxValue)
        {
            return NtStatus.InvalidParameter;
        }

        FirewallProperty = (uint)value;
        NtStatus status = before == FirewallProperty || _binding is null || _bind is not null
            ? NtStatus.Success
            : Tcp.Endpoints.Reclassify(this, Local, IsListening);
        if (status.IsError)
        {
            FirewallProperty = before;
        }

        return status;
    }

    private NtStatus AuthoriseListen(InspectionFlags flags)
    {
        PendedStep step = new();
        NtStatus status = Tcp.Endpoints.AuthoriseListen(this, Local, flags, step);
        if (status == NtStatus.Success)
        {
            Start();
        }
        else if (status == NtStatus.Pending)
        {
            _step = step;
            step.Wait(this);
        }

        return status;
    }

    private void Start()
    {
        Backlog = _wantedBacklog > 0 ? _wantedBacklog : Tcp.Profile.TcpDefaultBacklog;
        IsListening = true;
    }

    // A filter may hold the closure; the port stays taken until it lets go.
    private void ShowClosure()
    {
        if (!Tcp.Endpoints.Holds(this, Local, this))
        {
            FinishClose();
        }
    }

    private void FinishClose()
    {
        if (_binding is { } binding)
        {
            _binding = null;
            Tcp.RemoveListener(this);
            Tcp.Ports.Release(binding);
            Tcp.Endpoints.Release(this, Local);
        }

        Client.OnClosed();
    }
}
