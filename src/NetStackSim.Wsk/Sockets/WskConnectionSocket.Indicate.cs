using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>The receive event and the lists that its client retains (client-apis 3.6).</content>
public sealed partial class WskConnectionSocket
{
    private WskDataIndication? _reserve;
    private int _retained;
    private bool _reserveIsOut;
    private bool _stopped;
    private StreamReceiveFlags _hints;

    /// <summary>Gives back a list that a receive event kept by returning Pending; opens the window by its bytes.</summary>
    /// <param name="data">The whole list as it was indicated.</param>
    /// <returns>Success; InvalidParameter for anything but the first piece of a list that this socket's client retains.</returns>
    [WindowsDdi("WskRelease")]
    public NtStatus Release(WskDataIndication data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.RetainedFrom != this)
        {
            return NtStatus.InvalidParameter;
        }

        Hold();
        NetBufferListChain chain = default;
        int bytes = Reclaim(data, ref chain);
        _retained--;
        _endpoint!.Return(ref chain, bytes);
        if (_queuedBytes > 0)
        {
            // What a shortage of indications left behind.
            Pump();
        }

        Unhold();
        return NtStatus.Success;
    }

    /// <summary>Shows the whole queue to the receive event; false when nothing waits or the event is off.</summary>
    private bool TryIndicate()
    {
        if (_queuedBytes == 0 || _stopped || _client is not { } client || !IsEventOn(WskEventMask.Receive) || !_receives.IsEmpty)
        {
            return false;
        }

        if (MakeIndication(out int bytes) is not { } data)
        {
            return false;
        }

        _queuedBytes -= bytes;
        int accepted = bytes;
        EnterCallback(WskEventMask.Receive);
        data.RetainedFrom = this;
        _retained++;
        NtStatus status = client.Receive(this, EventFlags, data, bytes, ref accepted);
        if (status != NtStatus.Pending && IsStillOurs(data))
        {
            _retained--;
            TakeBack(data, bytes, status == NtStatus.DataNotAccepted ? 0 : Math.Clamp(accepted, 0, bytes));
        }

        LeaveCallback(WskEventMask.Receive);
        return true;
    }

    /// <summary>A client may release what it was shown before its callback returns; then it must return Pending.</summary>
    private bool IsStillOurs(WskDataIndication data)
    {
        if (data.RetainedFrom == this)
        {
            return true;
        }

        Wsk.ReportReleasedAndReturned(this);
        return false;
    }

    private WskEventFlags EventFlags
    {
        get
        {
            WskEventFlags flags = LevelFlag;
            flags |= (_hints & StreamReceiveFlags.EntireMessage) != 0 ? WskEventFlags.EntireMessage : 0;
            flags |= (_hints & StreamReceiveFlags.ReleaseAsap) != 0 ? WskEventFlags.ReleaseAsap : 0;
            return flags;
        }
    }

    private WskDataIndication? MakeIndication(out int bytes)
    {
        bytes = 0;
        WskDataIndication? first = null;
        WskDataIndication? last = null;
        while (_received.Head is { } list && TryRentIndication(isFirst: first is null) is { } data)
        {
            _received.TryDequeue(out _);
            NetBuffer buffer = list.FirstNetBuffer;
            data.List = list;
            data.Buffer = new WskBuffer(buffer.CurrentMdl, buffer.CurrentMdlOffset, buffer.DataLength);
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

        return first;
    }

    /// <summary>From the pool; when that has none, one piece of the socket's own keeps the stream going, list by list.</summary>
    private WskDataIndication? TryRentIndication(bool isFirst)
    {
        if (Wsk.Indications.TryRent(out WskDataIndication? data))
        {
            return data;
        }

        if (!isFirst || _reserveIsOut)
        {
            return null;
        }

        _reserveIsOut = true;
        return _reserve ??= new WskDataIndication();
    }

    private void ReturnIndication(WskDataIndication data)
    {
        if (!ReferenceEquals(data, _reserve))
        {
            Wsk.Indications.Return(data);
            return;
        }

        WskPools.Clear(data);
        _reserveIsOut = false;
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

            ReturnIndication(piece);
            piece = next;
        }

        _stopped |= accepted < bytes;
        _queuedBytes += bytes - accepted;
        _received.EnqueueFirst(ref rest);
        if (accepted > 0)
        {
            _endpoint!.Return(ref done, accepted);
        }

        // The connection died while the client looked.
        if (_dead.IsError || _silent)
        {
            DiscardReceived();
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
            ReturnIndication(piece);
            piece = next;
        }

        return bytes;
    }
}
