using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// Where datagrams to a peer go, as the redirect layer decided when the first of them was sent; lives as long as their flow. While a filter holds the question
/// the datagrams wait here, up to a limit.
/// </summary>
internal sealed class DatagramRedirect : IPendedStepOwner
{
    private readonly TcpIpStack _stack;
    private readonly DatagramEndpoint _endpoint;
    private readonly DatagramSender _sender;
    private readonly IpEndpoint _peer;
    private readonly RedirectRequest _request;
    private PendedStep? _step;
    private DatagramSend? _first;
    private DatagramSend? _last;
    private int _held;
    private bool _connects;

    private DatagramRedirect(TcpIpStack stack, DatagramEndpoint endpoint, DatagramSender sender, in IpEndpoint peer)
    {
        _stack = stack;
        _endpoint = endpoint;
        _sender = sender;
        _peer = peer;
        _request = new RedirectRequest { Local = endpoint.Local, Remote = peer };
    }

    /// <summary>Where they go.</summary>
    internal IpEndpoint Target => _request.Remote;

    /// <summary>Who said so; null when nobody redirected.</summary>
    internal RedirectRequest? Request => _request.IsRedirected ? _request : null;

    /// <summary>The flow; null until it was authorised.</summary>
    internal DatagramFlowKey? Flow { get; set; }

    /// <summary>A filter holds the question.</summary>
    internal bool IsPended => _step is not null;

    /// <summary>It was answered after a wait, and no datagram has gone by it yet.</summary>
    internal bool IsFresh { get; private set; }

    /// <summary>Shows a first datagram, or a connect, at ALE_CONNECT_REDIRECT.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="endpoint">Whose it is.</param>
    /// <param name="sender">Where datagrams that waited go on.</param>
    /// <param name="peer">The peer that the client named.</param>
    /// <param name="redirect">What is remembered; null after a block.</param>
    /// <returns>Success, AccessDenied when the layer blocks, or Pending while a filter holds it.</returns>
    internal static NtStatus Ask(TcpIpStack stack, DatagramEndpoint endpoint, DatagramSender sender, in IpEndpoint peer, out DatagramRedirect? redirect)
    {
        redirect = new DatagramRedirect(stack, endpoint, sender, peer);
        (endpoint.Redirects ??= [])[peer] = redirect;
        NtStatus status = redirect.Ask();
        if (status.IsError)
        {
            endpoint.Redirects.Remove(peer);
            redirect = null;
        }

        return status;
    }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict)
    {
        Answered();
        if (!verdict.IsPermit)
        {
            InspectionContext context = Describe();
            _stack.Drops.Blocked(Point, verdict, ref context);
        }

        Finish(verdict.IsPermit ? NtStatus.Success : NtStatus.AccessDenied);
    }

    /// <inheritdoc/>
    public void AskAgain()
    {
        Answered();
        NtStatus status = Ask();
        if (status != NtStatus.Pending)
        {
            Finish(status);
        }
    }

    /// <summary>A datagram waits for the answer.</summary>
    /// <returns>False when too many wait already.</returns>
    internal bool TryHold(DatagramSend send)
    {
        if (_held >= _stack.Profile.UdpHeldSends)
        {
            return false;
        }

        _held++;
        DatagramSender.Link(ref _first, ref _last, send);
        return true;
    }

    /// <summary>The choice of a peer waits for the answer.</summary>
    internal void HoldConnect() => _connects = true;

    /// <summary>A datagram went by it: from now on it is worth as much as its flow.</summary>
    internal void Use(in DatagramFlowKey flow)
    {
        IsFresh = false;
        Flow = flow;
    }

    /// <summary>The endpoint closes: what waits comes back.</summary>
    internal void Abandon()
    {
        _step?.Abandon();
        _step = null;
        Return(NtStatus.Cancelled);
    }

    private InspectionPoint Point => _stack.Inspection[InspectionLayer.ConnectRedirect, _endpoint.Family];

    private NtStatus Ask()
    {
        if (Point is not { Handler: { } handler } point)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Describe();
        PendedStep step = new();
        context.Redirect = _request;
        context.Pendable = step;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        switch (verdict.Action)
        {
            case InspectionAction.Permit:
                return NtStatus.Success;
            case InspectionAction.Pend:
                _step = step;
                _sender.Waiting.Add(this);
                step.Wait(this);
                return _step is not null ? NtStatus.Pending : IsFresh ? NtStatus.Success : NtStatus.AccessDenied;
            case InspectionAction.Block:
                _stack.Drops.Blocked(point, verdict, ref context);
                break;
        }

        return NtStatus.AccessDenied;
    }

    private void Answered()
    {
        _step = null;
        _sender.Waiting.Remove(this);
    }

    private void Finish(NtStatus status)
    {
        IsFresh = status.IsSuccess;
        if (status.IsError)
        {
            _endpoint.Redirects?.Remove(_peer);
        }

        if (_connects)
        {
            _connects = false;
            _endpoint.OnConnectDecided(status.IsSuccess ? _sender.GoOnConnecting(this) : status);
        }

        if (status.IsError)
        {
            Return(status);
        }
        else if (TakeHeld() is { } first)
        {
            _sender.Send(first);
        }
    }

    private void Return(NtStatus status)
    {
        if (TakeHeld() is not { } first)
        {
            return;
        }

        for (DatagramSend? send = first; send is not null; send = send.Next)
        {
            send.Status = status;
        }

        _endpoint.Client.OnSendComplete(first);
    }

    private DatagramSend? TakeHeld()
    {
        DatagramSend? first = _first;
        _first = null;
        _last = null;
        _held = 0;
        return first;
    }

    private InspectionContext Describe() => new()
    {
        LocalAddress = _endpoint.Local.Address,
        LocalPort = _endpoint.Local.Port,
        RemoteAddress = _request.Remote.Address,
        RemotePort = _request.Remote.Port,
        HasPorts = true,
        Protocol = _endpoint.Protocol,
        Flags = _endpoint.EndpointFlags | (_endpoint.DeclaredRecords is null ? InspectionFlags.None : InspectionFlags.ProxyConnection),
        Process = _endpoint.Process,
        EndpointHandle = _endpoint.Handle,
        Compartment = 1,
        RedirectRecords = _endpoint.DeclaredRecords,
    };
}
