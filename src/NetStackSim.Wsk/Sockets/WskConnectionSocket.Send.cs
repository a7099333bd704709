using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Sending: by reference, nothing is buffered.</content>
public sealed partial class WskConnectionSocket
{
    private long _sendsOutstanding;
    private int _sendCount;
    private bool _sendEnded;

    /// <summary>Bytes of sends that have not completed.</summary>
    public long OutstandingSendBytes => _sendsOutstanding;

    /// <summary>Sends by reference. WSK keeps no copy: buffer and descriptors stay the transport's until the IRP completes.</summary>
    /// <param name="buffer">What to send.</param>
    /// <param name="flags">NoDelay or none.</param>
    /// <param name="irp">Completes when everything was acknowledged; Information is the byte count. Cancelling it does not take bytes back.</param>
    /// <returns>Pending, or an error: InvalidParameter, NotSupported (flags), InvalidDeviceState, InsufficientResources, or why the connection is dead.</returns>
    [WindowsDdi("WskSend")]
    public NtStatus Send(in WskBuffer buffer, WskSendFlags flags, Irp irp)
    {
        Begin(irp, WskMinorFunction.Send);
        NtStatus status = CheckSend(buffer, flags);
        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        irp.MarkPending();
        StreamSendFlags streamFlags = (flags & WskSendFlags.NoDelay) != 0 ? StreamSendFlags.NoDelay : StreamSendFlags.None;
        status = QueueSend(buffer, streamFlags, irp);
        if (status != NtStatus.Pending)
        {
            // Marked pending already: the IRP tells the reason, the call says Pending.
            irp.Complete(status);
        }

        return NtStatus.Pending;
    }

    void IStreamEndpointClient.OnSendComplete(StreamSend first)
    {
        Hold();
        for (StreamSend? send = first; send is not null;)
        {
            StreamSend? next = send.Next;
            var irp = (Irp?)send.Context;
            NtStatus status = send.Status;
            int bytes = send.BytesSent;
            _sendsOutstanding -= send.Length;
            _sendCount--;
            Wsk.Sends.Return(send);
            irp?.Complete(IsForcedClosed && !status.IsSuccess ? NtStatus.FileForcedClosed : status, (nuint)bytes);
            send = next;
        }

        Unhold();
    }

    void IStreamEndpointClient.OnSendBacklog(long bytes)
    {
        if (_client is { } client && !_silent && IsEventOn(WskEventMask.SendBacklog))
        {
            EnterCallback(WskEventMask.SendBacklog);
            client.SendBacklog(this, bytes);
            LeaveCallback(WskEventMask.SendBacklog);
        }
    }

    private NtStatus CheckSend(in WskBuffer buffer, WskSendFlags flags)
    {
        if ((flags & ~WskSendFlags.NoDelay) != 0)
        {
            return NtStatus.NotSupported;
        }

        if (!buffer.IsValid)
        {
            return NtStatus.InvalidParameter;
        }

        NtStatus usable = Usable;
        if (!usable.IsSuccess)
        {
            return usable;
        }

        return _dead.IsError ? _dead : !_connected || _sendEnded || _silent ? NtStatus.InvalidDeviceState : NtStatus.Success;
    }

    private NtStatus QueueSend(in WskBuffer buffer, StreamSendFlags flags, Irp? irp)
    {
        if (!Wsk.Sends.TryRent(out StreamSend? send))
        {
            return NtStatus.InsufficientResources;
        }

        send.Mdl = buffer.Mdl;
        send.Offset = buffer.Offset;
        send.Length = buffer.Length;
        send.Flags = flags;
        send.Context = irp;
        send.CorrelationId = Wsk.TraceSubmit(buffer.Length);
        _sendsOutstanding += buffer.Length;
        _sendCount++;
        NtStatus status = _endpoint!.Send(send);
        if (status != NtStatus.Pending)
        {
            _sendsOutstanding -= buffer.Length;
            _sendCount--;
            Wsk.Sends.Return(send);
        }

        return status;
    }
}
