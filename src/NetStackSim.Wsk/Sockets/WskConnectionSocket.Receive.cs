using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>
/// Receive requests (client-apis 3.4, 3.6). Lists wait in one queue. A pending request takes from it first, copying once; else the receive event
/// is shown the whole queue by reference. One pump serves both, so that bytes keep their order however calls nest.
/// </content>
public sealed partial class WskConnectionSocket
{
    private readonly IrpQueue _receives;
    private NetBufferListQueue _received;
    private long _queuedBytes;
    private bool _pumping;

    /// <summary>Bytes that wait in the socket.</summary>
    public long ReceiveBacklog => _queuedBytes;

    private bool HasEnded => _dead.IsError || (_finReceived && _queuedBytes == 0);

    /// <summary>
    /// Copies received bytes into a buffer. A request of length 0 without Drain takes nothing: it starts the receive event again after it stopped.
    /// </summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="flags">None, WaitAll or Drain.</param>
    /// <param name="irp">
    /// Completes with at least one byte, with 0 bytes at the end of the stream, or as the flags say. A cancelled request that had taken bytes
    /// completes with Success and these bytes: they are gone from the socket.
    /// </param>
    /// <returns>Success (bytes were there), Pending, or an error: InvalidParameter, InvalidDeviceState, ConnectionReset, ...</returns>
    [WindowsDdi("WskReceive")]
    public NtStatus Receive(in WskBuffer buffer, WskReceiveFlags flags, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.Receive);
        NtStatus status = CheckReceive(buffer, flags);
        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        _stopped = false;
        bool isDrain = flags == WskReceiveFlags.Drain;
        Hold();
        if (buffer.Length == 0 && !isDrain)
        {
            status = irp.CompleteRequest(NtStatus.Success);
        }
        else
        {
            location.Argument1 = buffer.Mdl;
            location.Value1 = (ulong)buffer.Offset;
            location.Value2 = (ulong)buffer.Length;
            location.Value3 = 0;
            location.Flags = (byte)flags;
            status = TryReceiveNow(location, irp, out NtStatus inline) ? inline : Queue(irp);
        }

        Pump();
        Unhold();
        return status;
    }

    void IStreamEndpointClient.OnReceive(ref NetBufferListChain lists, int bytes, StreamReceiveFlags flags)
    {
        Wsk.TraceReceive(lists.Head);
        _received.Enqueue(ref lists);
        _queuedBytes += bytes;
        _hints = flags;
        if (_silent || _dead.IsError || IsClosing || IsForcedClosed)
        {
            DiscardReceived();
            return;
        }

        Pump();
    }

    private NtStatus CheckReceive(in WskBuffer buffer, WskReceiveFlags flags)
    {
        bool isKnown = flags is WskReceiveFlags.None or WskReceiveFlags.WaitAll or WskReceiveFlags.Drain;
        if (!buffer.IsValid || !isKnown || (flags == WskReceiveFlags.Drain && buffer.Length != 0))
        {
            return NtStatus.InvalidParameter;
        }

        NtStatus usable = Usable;
        return !usable.IsSuccess ? usable : !_connected || _silent ? NtStatus.InvalidDeviceState : NtStatus.Success;
    }

    private NtStatus Queue(Irp irp)
    {
        _receives.Insert(irp);
        return NtStatus.Pending;
    }

    /// <summary>Serves a request inside its call when nobody is before it and what it wants is there.</summary>
    private bool TryReceiveNow(IoStackLocation location, Irp irp, out NtStatus status)
    {
        status = NtStatus.Pending;
        if (_pumping || IsRescuing || !_receives.IsEmpty)
        {
            return false;
        }

        // Requests of the completion routine queue up behind this one and are served by the pump, not on a growing stack.
        _pumping = true;
        Fill(location);
        bool isSatisfied = IsSatisfied(location, out NtStatus final);
        if (isSatisfied)
        {
            status = irp.CompleteRequest(final, (nuint)location.Value3);
        }

        _pumping = false;
        return isSatisfied;
    }

    /// <summary>Serves requests, then the receive event, until both have what they want; then tells of the end.</summary>
    private void Pump()
    {
        if (_pumping || IsRescuing || !_connected)
        {
            return;
        }

        Hold();
        _pumping = true;
        while (!IsClosing && !IsForcedClosed && (TryServeRequest() || TryIndicate()))
        {
        }

        _pumping = false;
        IndicateDisconnect();
        Unhold();
    }

    /// <summary>Serves the first pending request from the queue; false when there is none or it has to wait.</summary>
    private bool TryServeRequest()
    {
        Irp? irp = _receives.Peek;
        if (irp is null)
        {
            return false;
        }

        IoStackLocation location = irp.CurrentStackLocation;
        Fill(location);
        if (!IsSatisfied(location, out NtStatus status))
        {
            return false;
        }

        if (_receives.Remove(irp))
        {
            irp.Complete(status, (nuint)location.Value3);
        }

        return true;
    }

    private bool IsSatisfied(IoStackLocation location, out NtStatus status)
    {
        bool ended = HasEnded;
        status = ended && _dead.IsError && location.Value3 == 0 ? _dead : NtStatus.Success;
        return (WskReceiveFlags)location.Flags switch
        {
            WskReceiveFlags.WaitAll => ended || location.Value3 == location.Value2,
            WskReceiveFlags.Drain => ended,
            _ => ended || location.Value3 > 0,
        };
    }

    /// <summary>Moves bytes from the queue into the request's buffer, one copy, and opens the window by them; a drain throws them away.</summary>
    private void Fill(IoStackLocation location)
    {
        if ((WskReceiveFlags)location.Flags == WskReceiveFlags.Drain)
        {
            ReturnReceived();
            return;
        }

        var target = (Mdl)location.Argument1!;
        location.Value3 += (ulong)CopyQueued(target, (int)(location.Value1 + location.Value3), (int)(location.Value2 - location.Value3));
    }

    private int CopyQueued(Mdl target, int offset, int room)
    {
        NetBufferListChain done = default;
        int copied = 0;
        while (copied < room && _received.Head is { } list)
        {
            NetBuffer buffer = list.FirstNetBuffer;
            int count = Math.Min(buffer.DataLength, room - copied);
            MdlCopy.FromNetBuffer(buffer, ref target, ref offset, count);
            copied += count;
            if (count == buffer.DataLength)
            {
                _received.TryDequeue(out _);
                done.Add(list);
            }
            else
            {
                buffer.Advance(count);
            }
        }

        if (copied > 0)
        {
            Wsk.Kernel.Copies.Add(CopyKind.StackReceive, copied);
            _queuedBytes -= copied;
            _endpoint!.Return(ref done, copied);
        }

        return copied;
    }

    /// <summary>Gives everything that waits back to the transport because nobody will receive it.</summary>
    private void DiscardReceived()
    {
        for (NetBufferList? list = _received.Head; list is not null; list = list.Next)
        {
            Wsk.Kernel.Drops.Count(WskDropReasons.NeverReceived, list.CorrelationId, list.FirstNetBuffer.DataLength);
        }

        ReturnReceived();
    }

    private void ReturnReceived()
    {
        if (_received.IsEmpty)
        {
            return;
        }

        NetBufferListChain chain = _received.TakeAll();
        int bytes = (int)_queuedBytes;
        _queuedBytes = 0;
        _endpoint!.Return(ref chain, bytes);
    }
}
