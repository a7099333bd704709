using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Connecting, actively and by a listener.</content>
public sealed partial class WskConnectionSocket
{
    private IrpQueue? _binds;
    private IrpQueue? _connects;
    private IpEndpoint? _connectAfterBind;
    private NtStatus _early;
    private bool _binding;
    private bool _connecting;
    private bool _endsOnFailure;

    /// <summary>Connects to the peer; the socket must be bound.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="irp">The request; completes after the handshake. Cancelling it gives the connection up: only <see cref="WskSocket.Close"/> is left then.</param>
    /// <returns>Pending, or an error: InvalidDeviceState, NetworkUnreachable, AccessDenied. Later: ConnectionRefused, IoTimeout, HostUnreachable, Cancelled.</returns>
    [WindowsDdi("WskConnect")]
    public NtStatus Connect(in IpEndpoint remote, Irp irp)
    {
        Begin(irp, WskMinorFunction.Connect);
        NtStatus status = Usable;
        if (status.IsSuccess && (!_bound || _connected || _connecting || _dead.IsError))
        {
            status = NtStatus.InvalidDeviceState;
        }

        return status.IsSuccess ? ConnectCore(remote, irp, endsOnFailure: false) : irp.CompleteRequest(status);
    }

    /// <summary>Binds for a request; it waits when a filter holds the bind.</summary>
    /// <param name="local">The address.</param>
    /// <param name="irp">The request.</param>
    /// <returns>The status of the request.</returns>
    internal NtStatus BindCore(in IpEndpoint local, Irp irp)
    {
        NtStatus status = StartBind(local);
        if (status != NtStatus.Pending)
        {
            return irp.CompleteRequest(status);
        }

        (_binds ??= new IrpQueue("WSK binds", this)).Insert(irp);
        return status;
    }

    /// <summary>Binds and connects for one request; on failure no socket is left (<c>WskSocketConnect</c>).</summary>
    internal NtStatus BindAndConnect(in IpEndpoint local, in IpEndpoint remote, Irp irp)
    {
        NtStatus status = StartBind(local);
        if (status == NtStatus.Success)
        {
            irp.InformationObject = this;
            return ConnectCore(remote, irp, endsOnFailure: true);
        }

        if (status != NtStatus.Pending)
        {
            CloseUnattended();
            return irp.CompleteRequest(status);
        }

        _endsOnFailure = true;
        _connectAfterBind = remote;
        (_binds ??= new IrpQueue("WSK binds", this)).Insert(irp);
        return status;
    }

    void IStreamEndpointClient.OnBound(NtStatus status)
    {
        _binding = false;
        _bound = status.IsSuccess;
        _early = status;
        if (_binds?.RemoveNext() is not { } irp)
        {
            return;
        }

        if (status.IsSuccess && _connectAfterBind is { } remote)
        {
            irp.InformationObject = this;
            ConnectCore(remote, irp, endsOnFailure: true);
            return;
        }

        EndConnect(irp, status);
    }

    /// <summary>Connects; with <paramref name="endsOnFailure"/> the socket does not outlive a failure (<c>WskSocketConnect</c>).</summary>
    internal NtStatus ConnectCore(in IpEndpoint remote, Irp irp, bool endsOnFailure)
    {
        _endsOnFailure = endsOnFailure;
        _connecting = true;
        Hold();
        (_connects ??= new IrpQueue("WSK connects", this)).Insert(irp);
        if (_connecting)
        {
            NtStatus status = _endpoint!.Connect(remote);
            if (status != NtStatus.Pending)
            {
                FinishConnect(status);
            }
        }

        Unhold();
        return NtStatus.Pending;
    }

    void IStreamEndpointClient.OnConnected(NtStatus status)
    {
        if (_listener is { } listener)
        {
            _listener = null;
            listener.Offer(this);
            return;
        }

        FinishConnect(status);
    }

    // Pending: OnBound follows. An answer inside the call is the call's.
    private NtStatus StartBind(in IpEndpoint local)
    {
        if (Usable is { IsSuccess: false } unusable)
        {
            return unusable;
        }

        if (_bound || _binding || Wsk.Transport is not { } transport)
        {
            return NtStatus.InvalidDeviceState;
        }

        NtStatus status = _endpoint is null ? transport.CreateStreamEndpoint(EndpointOptions, this, out _endpoint) : NtStatus.Success;
        if (status.IsSuccess)
        {
            status = ApplyStoredOptions();
        }

        if (status.IsSuccess)
        {
            _binding = true;
            status = _endpoint!.Bind(local, Sharing);
            status = status == NtStatus.Pending && !_binding ? _early : status;
        }

        _binding = status == NtStatus.Pending;
        _bound = status == NtStatus.Success;
        return status;
    }

    private void CompleteCanceledBind(Irp irp)
    {
        // The bind goes on; nobody waits for it.
        _connectAfterBind = null;
        EndConnect(irp, NtStatus.Cancelled);
    }

    private void FinishConnect(NtStatus status)
    {
        _connecting = false;
        if (_connects?.RemoveNext() is not { } irp)
        {
            // Nobody waits any more: the request was cancelled and the connection is not wanted.
            AbortUnwanted(status);
            return;
        }

        Hold();
        _connected = status.IsSuccess;
        EndConnect(irp, status);
        Pump();
        Unhold();
    }

    private void AbortUnwanted(NtStatus status)
    {
        if (status.IsSuccess && !IsClosing && !IsForcedClosed)
        {
            _endpoint?.Disconnect(abortive: true);
        }
    }

    private void EndConnect(Irp irp, NtStatus status)
    {
        if (!status.IsSuccess && _endsOnFailure)
        {
            irp.InformationObject = null;
            CloseUnattended();
        }

        irp.Complete(status);
    }

    private void CompleteCanceledConnect(Irp irp)
    {
        Hold();
        _connecting = false;
        _dead = NtStatus.ConnectionAborted;
        if (!_endsOnFailure)
        {
            _endpoint?.Disconnect(abortive: true);
        }

        EndConnect(irp, NtStatus.Cancelled);
        Unhold();
    }
}
