using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// What a filter may hold: bind, redirection of the connect, the connect itself, the closure.
internal sealed partial class TcpConnection : IBindable, IPendedStepOwner
{
    private BindSequence? _bind;
    private PendedStep? _step;
    private PendedStage _stage;

    private enum PendedStage : byte
    {
        None,
        ConnectRedirect,
        Connect,
        Closure,
    }

    /// <summary>True while the filter engine has not decided about the connect.</summary>
    internal bool IsConnectPended => _stage is PendedStage.ConnectRedirect or PendedStage.Connect;

    /// <inheritdoc/>
    EndpointOptions IInspectedEndpoint.Options => new(Family, Tcp.Protocol, Process, Compartment, DualMode);

    /// <inheritdoc/>
    ulong IInspectedEndpoint.Handle => Id;

    /// <inheritdoc/>
    InspectionFlags IInspectedEndpoint.EndpointFlags => InspectionFlags.None;

    /// <inheritdoc/>
    public uint FirewallProperty { get; private set; }

    /// <summary>Why the flow has to be authorised again, beside a new policy.</summary>
    internal ReauthorizationReasons Reauthorization { get; set; }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict)
    {
        PendedStage stage = TakeStage();
        if (stage == PendedStage.Closure)
        {
            Touch();
        }
        else if (!verdict.IsPermit)
        {
            Tcp.Inspector.Refused(this, stage == PendedStage.Connect ? InspectionLayer.Connect : InspectionLayer.ConnectRedirect, verdict);
            FailConnect(NtStatus.AccessDenied);
        }
        else
        {
            FailConnect(stage == PendedStage.Connect ? StartConnecting() : Authorise(TcpInspection.TakeRedirect(this, Redirect!)));
        }

        Tcp.Settle();
    }

    /// <inheritdoc/>
    public void AskAgain()
    {
        switch (TakeStage())
        {
            case PendedStage.ConnectRedirect:
                FailConnect(RedirectConnect(Redirect!));
                break;
            case PendedStage.Connect:
                FailConnect(AskConnect(ReauthorizationReasons.ClassifyCompletion));
                break;
            case PendedStage.Closure:
                ShowClosure();
                Touch();
                break;
        }

        Tcp.Settle();
    }

    /// <inheritdoc/>
    NtStatus IBindable.ClaimBind(in IpEndpoint wanted, AddressSharing sharing, out IpEndpoint claimed)
    {
        NtStatus status = Tcp.ClaimPort(((IInspectedEndpoint)this).Options, wanted, sharing, out Binding);
        claimed = Binding?.Endpoint ?? default;
        return status;
    }

    /// <inheritdoc/>
    void IBindable.ConfirmBind() => LocalEndpoint = Binding!.Endpoint;

    /// <inheritdoc/>
    void IBindable.UnclaimBind()
    {
        Tcp.Ports.Release(Binding!);
        Binding = null;
    }

    /// <inheritdoc/>
    void IBindable.OnBindDecided(NtStatus status)
    {
        _bind = null;
        Client?.OnBound(status);
    }

    /// <summary>Tells the filter engine that the connection is gone; while it holds the closure the client is not told.</summary>
    internal void ShowClosure()
    {
        if (Tcp.Inspector.OnClosure(this) is { } step)
        {
            Hold(PendedStage.Closure, step);
        }
    }

    /// <summary>The flow is authorised again at the next segment.</summary>
    internal void MustReauthorise(ReauthorizationReasons reason)
    {
        Reauthorization |= reason;
        PolicyEpoch = 0;
    }

    private NtStatus SetFirewallProperty(long value)
    {
        if (value is < 0 or > uint.MaxValue)
        {
            return NtStatus.InvalidParameter;
        }

        uint before = FirewallProperty;
        FirewallProperty = (uint)value;
        if (before == FirewallProperty || Binding is null)
        {
            return NtStatus.Success;
        }

        NtStatus status = Tcp.Endpoints.Reclassify(this, LocalEndpoint, isListening: false);
        if (status.IsError)
        {
            FirewallProperty = before;
        }
        else if (IsSynchronized)
        {
            MustReauthorise(ReauthorizationReasons.SocketPropertyChanged);
        }

        return status;
    }

    private NtStatus RedirectConnect(RedirectRequest request)
    {
        PendedStep step = new();
        NtStatus status = Tcp.Inspector.RedirectConnect(this, request, step);
        if (status != NtStatus.Pending)
        {
            return status.IsSuccess ? Authorise(TcpInspection.TakeRedirect(this, request)) : status;
        }

        Redirect = request;
        Hold(PendedStage.ConnectRedirect, step);
        return status;
    }

    private NtStatus AskConnect(ReauthorizationReasons reasons)
    {
        PendedStep step = new();
        NtStatus status = Tcp.Inspector.AuthoriseConnect(this, reasons, step);
        if (status == NtStatus.Pending)
        {
            Hold(PendedStage.Connect, step);
        }

        return status == NtStatus.Success ? StartConnecting() : status;
    }

    private void Hold(PendedStage stage, PendedStep step)
    {
        _stage = stage;
        _step = step;
        step.Wait(this);
    }

    private PendedStage TakeStage()
    {
        PendedStage stage = _stage;
        _stage = PendedStage.None;
        _step = null;
        return stage;
    }

    // Connecting after a wait: what the call would have returned comes as the end of the attempt.
    private void FailConnect(NtStatus status)
    {
        if (status.IsError)
        {
            _connectStatus = status;
            _endStatus = status;
            _events |= ConnectionEvents.Connected;
            Touch();
        }
    }

    // The client closes: a bind or connect that a filter holds is given up.
    private void GiveUpWaiting()
    {
        _bind?.Abandon();
        _bind = null;
        if (IsConnectPended)
        {
            _step?.Abandon();
            TakeStage();
        }
    }

    private void BlankPending()
    {
        _bind = null;
        _step = null;
        _stage = PendedStage.None;
        FirewallProperty = 0;
        Reauthorization = ReauthorizationReasons.None;
    }
}
