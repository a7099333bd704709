using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>A listening socket. Established connections go to a pending accept request, else to the accept event, else into the backlog.</summary>
public sealed partial class WskListenSocket : WskSocket, IListenerClient
{
    private readonly IrpQueue _accepts = new("WSK accepts");
    private readonly Queue<WskConnectionSocket> _backlog = new();
    private readonly IWskListenEvents? _client;
    private readonly IrpQueue _binds = new("WSK binds");
    private IListener? _listener;
    private NtStatus _early;
    private bool _binding;
    private bool _listening;
    private bool _releasing;
    private bool _conditional;
    private bool _pumping;

    internal WskListenSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
        : base(wsk, request, staticEvents & (WskEventMask.Accept | WskConnectionSocket.ConnectionEvents))
    {
        _client = request.Events as IWskListenEvents;
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Listen;

    /// <summary>The bound address.</summary>
    public IpEndpoint LocalAddress => _listener is { } listener ? Present(listener.Local) : default;

    /// <summary>Connections that were established and not accepted yet.</summary>
    public int Backlog => _backlog.Count;

    private protected override bool IsBound => _listener is not null;

    private protected override int Retained => 0;

    private protected override WskEventMask Events => WskEventMask.Accept | WskConnectionSocket.ConnectionEvents;

    // Connection events enabled on a listener are inherited; they cannot be disabled there (client-apis 3.7).
    private protected override WskEventMask PermanentEvents => WskConnectionSocket.ConnectionEvents;

    private protected override bool MayControlEvents => IsBound;

    /// <summary>Assigns the local address and starts listening. Connections may be indicated before the call returns.</summary>
    /// <param name="local">An address of this host or the unspecified one.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, InvalidDeviceState; Pending while a filter holds the bind or the listen.</returns>
    [WindowsDdi("WskBind")]
    public NtStatus Bind(in IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Bind);
        NtStatus status = BindCore(local);
        if (status != NtStatus.Pending)
        {
            return irp.CompleteRequest(status);
        }

        _binds.Insert(irp);
        return status;
    }

    /// <summary>Takes an established connection, or waits for the next one.</summary>
    /// <param name="acceptContext">Context of the new socket.</param>
    /// <param name="acceptEvents">Callbacks of the new socket; they start disabled, also those that the listening socket has enabled.</param>
    /// <param name="irp">The request; its InformationObject becomes the <see cref="WskConnectionSocket"/>.</param>
    /// <returns>Success, Pending, InvalidDeviceState.</returns>
    [WindowsDdi("WskAccept")]
    public NtStatus Accept(object? acceptContext, IWskConnectionEvents? acceptEvents, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.Accept);
        NtStatus status = Usable;
        if (status.IsSuccess && _listener is null)
        {
            status = NtStatus.InvalidDeviceState;
        }

        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        location.Argument1 = acceptContext;
        location.Argument2 = acceptEvents;
        if (_accepts.IsEmpty && _backlog.TryDequeue(out WskConnectionSocket? socket))
        {
            _listener!.Accepted();
            Hand(socket, irp);
            return irp.CompleteRequest(NtStatus.Success);
        }

        _accepts.Insert(irp);
        return NtStatus.Pending;
    }

    /// <summary>Ends a pended connection request.</summary>
    /// <param name="inspectId">Id from the inspect event.</param>
    /// <param name="action">Accept or Reject.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success (also for a request that died meanwhile, then no connection is made), InvalidParameter, InvalidDeviceState.</returns>
    [WindowsDdi("WskInspectComplete")]
    public NtStatus InspectComplete(ulong inspectId, WskInspectAction action, Irp irp)
    {
        Begin(irp, WskMinorFunction.Inspect);
        NtStatus status = Usable;
        if (status.IsSuccess && (_listener is null || !_conditional))
        {
            status = NtStatus.InvalidDeviceState;
        }

        if (status.IsSuccess && action is not (WskInspectAction.Accept or WskInspectAction.Reject))
        {
            status = NtStatus.InvalidParameter;
        }

        if (status.IsSuccess)
        {
            _listener!.CompleteRequest(inspectId, Translate(action));
        }

        return irp.CompleteRequest(status);
    }

    /// <summary>The local address of the socket.</summary>
    /// <param name="local">The address.</param>
    /// <param name="irp">The request.</param>
    /// <returns>Success, or InvalidDeviceState when unbound.</returns>
    [WindowsDdi("WskGetLocalAddress")]
    public NtStatus GetLocalAddress(out IpEndpoint local, Irp irp)
    {
        Begin(irp, WskMinorFunction.Address);
        local = LocalAddress;
        return irp.CompleteRequest(Usable is { IsSuccess: false } unusable ? unusable : IsBound ? NtStatus.Success : NtStatus.InvalidDeviceState);
    }

    private protected override void OnEventsEnabled() => Pump();

    void IListenerClient.OnBound(NtStatus status)
    {
        _binding = false;
        _early = status;
        if (!_binds.IsEmpty)
        {
            Finish(status.IsSuccess ? StartListening() : status);
        }
    }

    void IListenerClient.OnListening(NtStatus status)
    {
        _listening = false;
        _early = status;
        Finish(status);
    }

    void IListenerClient.OnClosed()
    {
        // A listener that could not be made to listen closes alone.
        if (_releasing)
        {
            OnTransportReleased();
        }
    }

    private protected override void FailRequests(NtStatus status)
    {
        _binds.CompleteAll(status);
        _accepts.CompleteAll(status);
        while (_backlog.TryDequeue(out WskConnectionSocket? socket))
        {
            socket.CloseUnattended();
        }
    }

    private protected override void IndicateForcedClose()
    {
        if (_client is { } client && IsEventEnabled(WskEventMask.Accept))
        {
            EnterCallback(WskEventMask.Accept);
            client.Accept(this, LevelFlag, default, default, null, out _);
            LeaveCallback(WskEventMask.Accept);
        }
    }

    private protected override void ReleaseTransport()
    {
        _releasing = true;
        if (_listener is { } listener)
        {
            listener.Close();
            return;
        }

        OnTransportReleased();
    }

    private protected override NtStatus? SetOwnOption(uint code, uint level, uint value)
    {
        if (level != WskSocketOption.LevelSocket || code != WskSocketOption.ConditionalAccept)
        {
            return null;
        }

        if (IsBound)
        {
            return NtStatus.InvalidDeviceState;
        }

        _conditional = value != 0;
        return NtStatus.Success;
    }

    private protected override NtStatus ApplyOption(TransportOption option, long value) =>
        _listener is { } listener ? listener.SetOption(option, value) : NtStatus.InvalidDeviceState;

    private protected override NtStatus Ioctl(uint code, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        return NtStatus.NotSupported;
    }

    private NtStatus BindCore(in IpEndpoint local)
    {
        NtStatus status = Usable;
        if (!status.IsSuccess)
        {
            return status;
        }

        if (_listener is not null || Wsk.Transport is not { } transport)
        {
            return NtStatus.InvalidDeviceState;
        }

        status = transport.CreateListener(EndpointOptions, this, out IListener? listener);
        if (!status.IsSuccess)
        {
            return status;
        }

        // Connections may be offered before Listen returns.
        _listener = listener;
        _binding = true;
        status = listener!.Bind(local, Sharing);
        status = status == NtStatus.Pending && !_binding ? _early : status;
        _binding = status == NtStatus.Pending;
        return status == NtStatus.Success ? StartListening() : Keep(status);
    }

    // Pending: OnListening follows. An answer inside the call is the call's.
    private NtStatus StartListening()
    {
        NtStatus status = ApplyStoredOptions();
        if (status.IsSuccess)
        {
            _listening = true;
            status = _listener!.Listen(0, _conditional);
            status = status == NtStatus.Pending && !_listening ? _early : status;
            _listening = status == NtStatus.Pending;
        }

        return Keep(status);
    }

    // After a failure the socket is as before: it may be bound again.
    private NtStatus Keep(NtStatus status)
    {
        if (status.IsError && _listener is { } listener)
        {
            _listener = null;
            listener.Close();
        }

        return status;
    }

    private void Finish(NtStatus status)
    {
        if (status != NtStatus.Pending)
        {
            Keep(status);
            _binds.RemoveNext()?.Complete(status);
        }
    }
}
