using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Connecting, actively and by a listener.</content>
public sealed partial class WskConnectionSocket
{
    private IrpQueue? _connects;
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
