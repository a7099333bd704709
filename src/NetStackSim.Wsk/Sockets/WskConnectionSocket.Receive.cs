using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>
/// Receiving (client-apis 3.6). Lists wait in one queue. A pending request takes from it first, copying once; else the receive event is shown
/// the whole queue by reference.
/// </content>
public sealed partial class WskConnectionSocket
{
    private readonly IrpQueue _receives;
    private NetBufferListQueue _received;
    private long _queuedBytes;
    private int _retained;
    private bool _stopped;
    private bool _pumping;
    private StreamReceiveFlags _lastFlags;

    /// <summary>Bytes that wait in the socket.</summary>
    public long ReceiveBacklog => _queuedBytes;

    /// <summary>
    /// Copies received bytes into a buffer. A request of length 0 without Drain takes nothing: it starts the receive event again after it stopped.
    /// </summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="flags">None, WaitAll or Drain.</param>
    /// <param name="irp">Completes with at least one byte, with 0 bytes at the end of the stream, or as the flags say.</param>
    /// <returns>Success (bytes were there), Pending, or an error: InvalidParameter, InvalidDeviceState, ConnectionReset, ...</returns>
    [WindowsDdi("WskReceive")]
    public NtStatus Receive(in WskBuffer buffer, WskReceiveFlags flags, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.Receive);
        bool drain = flags == WskReceiveFlags.Drain;
        if (!buffer.IsValid || (flags != WskReceiveFlags.None && flags != WskReceiveFlags.WaitAll && !drain) || (drain && buffer.Length != 0))
        {
            return irp.CompleteRequest(NtStatus.InvalidParameter);
        }

        if (IsClosing || !_connected)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        _stopped = false;
        if (buffer.Length == 0 && !drain)
        {
            NtStatus rearmed = irp.CompleteRequest(NtStatus.Success);
            PumpReceives();
            return rearmed;
        }

        location.Argument1 = buffer.Mdl;
        location.Value1 = (ulong)buffer.Offset;
        location.Value2 = (ulong)buffer.Length;
        location.Value3 = 0;
        location.Flags = (byte)flags;
        return ReceiveCore(location, irp);
    }

    /// <summary>Gives back a list that a receive event kept by returning Pending; opens the window by its bytes.</summary>
    /// <param name="data">The whole list as it was indicated.</param>
    /// <returns>Success or InvalidParameter.</returns>
    [WindowsDdi("WskRelease")]
    public NtStatus Release(WskDataIndication data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.List is null)
        {
            return NtStatus.InvalidParameter;
        }

        NetBufferListChain chain = default;
        int bytes = Reclaim(data, ref chain);
        _retained--;
        if (_endpoint is { } endpoint)
        {
            endpoint.Return(ref chain, bytes);
        }

        return NtStatus.Success;
    }

    void IStreamEndpointClient.OnReceive(ref NetBufferListChain lists, int bytes, StreamReceiveFlags flags)
    {
        if (Wsk.Kernel.Trace is { } trace)
        {
            TraceReceived(trace, lists.Head);
        }

        _received.Enqueue(ref lists);
        _queuedBytes += bytes;
        _lastFlags = flags;
        PumpReceives();
    }

    private void TraceReceived(TraceRing trace, NetBufferList? first)
    {
        for (NetBufferList? list = first; list is not null; list = list.Next)
        {
            trace.Write(TraceEvent.At(Wsk.Kernel, TraceKind.Deliver, Wsk.TraceComponent(trace), list.CorrelationId, list.DataLength));
        }
    }

    private NtStatus ReceiveCore(IoStackLocation location, Irp irp)
    {
        if (_receives.IsEmpty && !_pumping)
        {
            FillFrom(location);
            if (IsSatisfied(location, out NtStatus status))
            {
                return irp.CompleteRequest(status, (nuint)location.Value3);
            }
        }

        _receives.Insert(irp);
        return NtStatus.Pending;
    }

    private void PumpReceives()
    {
        if (_pumping || !_connected)
        {
            return;
        }

        _pumping = true;
        while (!IsClosing && (TryServeRequest() || TryIndicate()))
        {
        }

        _pumping = false;
        if (!IsClosing)
        {
            IndicateDisconnect();
        }
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
        FillFrom(location);
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
        var flags = (WskReceiveFlags)location.Flags;
        bool ended = (_finReceived || _dead.IsError) && _queuedBytes == 0;
        status = ended && _dead.IsError && location.Value3 == 0 ? _dead : NtStatus.Success;
        return flags switch
        {
            WskReceiveFlags.WaitAll => ended || location.Value3 == location.Value2,
            WskReceiveFlags.Drain => ended,
            _ => ended || location.Value3 > 0,
        };
    }

    /// <summary>Moves bytes from the queue into the request's buffer, one copy, and opens the window by them.</summary>
    private void FillFrom(IoStackLocation location)
    {
        int taken = (WskReceiveFlags)location.Flags == WskReceiveFlags.Drain
            ? DiscardQueued()
            : CopyQueued((Mdl)location.Argument1!, (int)location.Value1 + (int)location.Value3, (int)(location.Value2 - location.Value3));
        location.Value3 += (ulong)taken;
        if ((WskReceiveFlags)location.Flags == WskReceiveFlags.Drain)
        {
            location.Value3 = 0;
        }
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
            _endpoint?.Return(ref done, copied);
        }

        return copied;
    }

    private int DiscardQueued()
    {
        int bytes = (int)_queuedBytes;
        ReturnQueued();
        return bytes;
    }

    private void ReturnQueued()
    {
        if (_received.IsEmpty)
        {
            return;
        }

        NetBufferListChain chain = default;
        _received.MoveTo(ref chain);
        int bytes = (int)_queuedBytes;
        _queuedBytes = 0;
        _endpoint?.Return(ref chain, bytes);
    }

    /// <summary>Shows the whole queue to the receive event; false when nothing waits or the event is off.</summary>
    private bool TryIndicate()
    {
        if (_queuedBytes == 0 || _stopped || _events is null || !_eventState.IsEnabled(WskEventMask.Receive) || !_receives.IsEmpty)
        {
            return false;
        }

        if (MakeIndication(out int bytes) is not { } data)
        {
            return false;
        }

        _queuedBytes -= bytes;
        int accepted = bytes;
        _eventState.Enter(WskEventMask.Receive);
        _retained++;
        NtStatus status = _events.Receive(this, ToEventFlags(_lastFlags), data, bytes, ref accepted);
        _eventState.Leave(WskEventMask.Receive);
        if (status == NtStatus.Pending)
        {
            return true;
        }

        _retained--;
        TakeBack(data, bytes, status == NtStatus.DataNotAccepted ? 0 : Math.Clamp(accepted, 0, bytes));
        return !_stopped;
    }

    private WskDataIndication? MakeIndication(out int bytes)
    {
        bytes = 0;
        WskDataIndication? first = null;
        WskDataIndication? last = null;
        for (NetBufferList? list = _received.Head; list is not null; list = list.Next)
        {
            if (!Wsk.Indications.TryRent(out WskDataIndication? data))
            {
                break;
            }

            NetBuffer buffer = list.FirstNetBuffer;
            data.List = list;
            data.Buffer = new WskBuffer(buffer.CurrentMdl, buffer.CurrentMdlOffset, buffer.DataLength);
            data.Next = null;
            bytes += buffer.DataLength;
            if (last is null)
            {
                first = data;
            }
            else
            {
                last.Next = data;
            }

            last = data;
        }

        // The indication holds the lists from now on.
        for (WskDataIndication? data = first; data is not null; data = data.Next)
        {
            _received.TryDequeue(out _);
        }

        return first;
    }

    /// <summary>WSK owns the pieces again: the accepted bytes go back to the transport, the rest to the head of the queue.</summary>
    private void TakeBack(WskDataIndication data, int bytes, int accepted)
    {
        NetBufferListChain done = default;
        NetBufferListChain rest = default;
        int left = accepted;
        for (WskDataIndication? piece = data; piece is not null;)
        {
            WskDataIndication? next = piece.Next;
            NetBufferList list = piece.List!;
            int length = list.FirstNetBuffer.DataLength;
            if (left >= length)
            {
                left -= length;
                done.Add(list);
            }
            else
            {
                list.FirstNetBuffer.Advance(left);
                left = 0;
                rest.Add(list);
            }

            Wsk.Indications.Return(piece);
            piece = next;
        }

        _stopped |= accepted < bytes;
        _queuedBytes += bytes - accepted;
        _received.EnqueueFirst(ref rest);
        if (accepted > 0)
        {
            _endpoint?.Return(ref done, accepted);
        }
    }

    private int Reclaim(WskDataIndication first, ref NetBufferListChain chain)
    {
        int bytes = 0;
        for (WskDataIndication? piece = first; piece is not null;)
        {
            WskDataIndication? next = piece.Next;
            bytes += piece.List!.FirstNetBuffer.DataLength;
            chain.Add(piece.List);
            Wsk.Indications.Return(piece);
            piece = next;
        }

        return bytes;
    }

    private void IndicateDisconnect()
    {
        if (_disconnectIndicated || _queuedBytes > 0 || !(_finReceived || _dead.IsError))
        {
            return;
        }

        if (_events is null || !_eventState.IsEnabled(WskEventMask.Disconnect))
        {
            return;
        }

        _disconnectIndicated = true;
        _eventState.Enter(WskEventMask.Disconnect);
        _events.Disconnect(this, _dead.IsError ? WskEventFlags.Abortive : WskEventFlags.None);
        _eventState.Leave(WskEventMask.Disconnect);
    }

    private void FailReceives(NtStatus status)
    {
        _receives.CompleteAll(status);
    }

    private static WskEventFlags ToEventFlags(StreamReceiveFlags flags)
    {
        WskEventFlags result = WskEventFlags.None;
        result |= (flags & StreamReceiveFlags.AtDispatch) != 0 ? WskEventFlags.AtDispatchLevel : 0;
        result |= (flags & StreamReceiveFlags.EntireMessage) != 0 ? WskEventFlags.EntireMessage : 0;
        result |= (flags & StreamReceiveFlags.ReleaseAsap) != 0 ? WskEventFlags.ReleaseAsap : 0;
        return result;
    }
}
