using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>The end of the connection (client-apis 3.14).</content>
public sealed partial class WskConnectionSocket
{
    private IrpQueue? _disconnects;
    private bool _finReceived;
    private bool _finIndicated;
    private bool _abortReceived;
    private bool _abortIndicated;

    /// <summary>Ends the sending direction after an optional last buffer, or the whole connection at once.</summary>
    /// <remarks>
    /// An abortive disconnect forces a graceful one that is stuck: that request ends with ConnectionAborted, as do pending receives and sends.
    /// No disconnect event follows what the client did itself.
    /// </remarks>
    /// <param name="buffer">Last data of a graceful disconnect; length 0 for none.</param>
    /// <param name="flags">Abortive for RST; then <paramref name="buffer"/> must be empty.</param>
    /// <param name="irp">Completes when our FIN was acknowledged, or the reset sent.</param>
    /// <returns>Pending, or an error: InvalidParameter, InvalidDeviceState, InsufficientResources, or why the connection is dead.</returns>
    [WindowsDdi("WskDisconnect")]
    public NtStatus Disconnect(in WskBuffer buffer, WskDisconnectFlags flags, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.Disconnect);
        bool abortive = (flags & WskDisconnectFlags.Abortive) != 0;
        NtStatus status = CheckDisconnect(buffer, flags, abortive);
        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        Hold();
        location.Flags = (byte)flags;
        irp.MarkPending();
        status = abortive ? Abort(irp) : Shutdown(buffer, irp);
        if (status != NtStatus.Pending && _disconnects!.Remove(irp))
        {
            irp.Complete(status);
        }

        Unhold();
        return NtStatus.Pending;
    }

    void IStreamEndpointClient.OnDisconnected(NtStatus status)
    {
        if (status.IsSuccess)
        {
            _finReceived = true;
            Pump();
            return;
        }

        // A reset flushes what has not been received yet (RFC 9293 section 3.10.7.4).
        _dead = status;
        _abortReceived = true;
        DiscardReceived();
        Pump();
        if (status == NtStatus.IoTimeout)
        {
            // Requests that were pending learn of the time-out; later ones only that the connection is gone.
            _dead = NtStatus.ConnectionAborted;
        }
    }

    void IStreamEndpointClient.OnDisconnectComplete(NtStatus status)
    {
        Hold();
        bool wasForced = _dead == NtStatus.ConnectionAborted && status.IsSuccess;
        for (int n = _disconnects?.Count ?? 0; n > 0 && _disconnects!.RemoveNext() is { } irp; n--)
        {
            bool abortive = irp.CurrentStackLocation.Flags == (byte)WskDisconnectFlags.Abortive;
            irp.Complete(wasForced && !abortive ? NtStatus.ConnectionAborted : status);
        }

        Unhold();
    }

    private NtStatus CheckDisconnect(in WskBuffer buffer, WskDisconnectFlags flags, bool abortive)
    {
        if ((abortive && buffer.Length != 0) || !buffer.IsValid || (flags & ~WskDisconnectFlags.Abortive) != 0)
        {
            return NtStatus.InvalidParameter;
        }

        NtStatus usable = Usable;
        if (!usable.IsSuccess)
        {
            return usable;
        }

        return _dead.IsError ? _dead : !_connected || _silent || (_sendEnded && !abortive) ? NtStatus.InvalidDeviceState : NtStatus.Success;
    }

    private NtStatus Shutdown(in WskBuffer buffer, Irp irp)
    {
        IrpQueue disconnects = _disconnects ??= new IrpQueue("WSK disconnects");
        if (buffer.Length == 0)
        {
            _sendEnded = true;
            disconnects.Insert(irp);
            return _endpoint!.Disconnect(abortive: false);
        }

        // The FIN rides on the last byte.
        disconnects.Insert(irp);
        NtStatus status = QueueSend(buffer, StreamSendFlags.Disconnect, null);
        _sendEnded = status == NtStatus.Pending;
        return status;
    }

    private NtStatus Abort(Irp irp)
    {
        (_disconnects ??= new IrpQueue("WSK disconnects")).Insert(irp);
        _sendEnded = true;
        _dead = NtStatus.ConnectionAborted;
        DiscardReceived();
        NtStatus status = _endpoint!.Disconnect(abortive: true);
        Pump();
        return status;
    }

    /// <summary>Tells the client that the peer ended its direction, once all its data was taken; and that it reset the connection, at once.</summary>
    private void IndicateDisconnect()
    {
        if (_client is null || _silent || !IsEventOn(WskEventMask.Disconnect))
        {
            return;
        }

        if (_abortReceived && !_abortIndicated)
        {
            _abortIndicated = true;
            CallDisconnect(WskEventFlags.Abortive);
        }
        else if (_finReceived && !_finIndicated && !_dead.IsError && _queuedBytes == 0)
        {
            _finIndicated = true;
            CallDisconnect(WskEventFlags.None);
        }
    }

    private void CallDisconnect(WskEventFlags flags)
    {
        EnterCallback(WskEventMask.Disconnect);
        _client!.Disconnect(this, flags | LevelFlag);
        LeaveCallback(WskEventMask.Disconnect);
    }
}
