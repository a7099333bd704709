using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The stream as its inspector works on it: bytes that passed, bytes that it put in, ends of a direction that it kept.
internal sealed partial class TcpConnection : IInspectedStream, IAbortableFlow
{
    private NetBufferListQueue _passed;
    private int _passedBytes;
    private bool _sendsInspectors;
    private bool _keepsDisconnect;
    private bool _disconnectPassed;

    /// <inheritdoc/>
    public ulong EstablishedUnder { get; internal set; }

    /// <inheritdoc/>
    public bool CanSend => !FinQueued && _state is TcpState.Established or TcpState.CloseWait;

    /// <inheritdoc/>
    public void DeliverReceived(ref NetBufferListChain lists, int bytes)
    {
        foreach (NetBufferList list in lists)
        {
            // They look like the stack's own and go back to who put them in.
            list.Network.Flags = NetworkFlags.StackOwned;
            list.Network.ReceiveDataOffset = list.FirstNetBuffer.DataOffset;
            list.Network.ReceiveDataLength = list.FirstNetBuffer.DataLength;
        }

        if (_state == TcpState.Closed || _closing)
        {
            Tcp.ReturnReceived(ref lists);
            return;
        }

        ReceiveState.Held += bytes;
        HeldLists += lists.Count;
        _passedBytes += bytes;
        _passed.Enqueue(ref lists);
        Touch();
        Tcp.Settle();
    }

    /// <inheritdoc/>
    public void ReleaseReceived(int bytes)
    {
        if (bytes > 0)
        {
            Consumed(bytes);
        }
    }

    /// <inheritdoc/>
    public void DeliverDisconnect()
    {
        _disconnectPassed = true;
        if (_keepsDisconnect)
        {
            _keepsDisconnect = false;
            _events |= ConnectionEvents.Disconnected;
            Touch();
            Tcp.Settle();
        }
    }

    /// <inheritdoc/>
    public NtStatus QueueSend(InspectorSend send)
    {
        if (!CanSend)
        {
            return _endStatus.IsError ? _endStatus : NtStatus.InvalidDeviceState;
        }

        send.Status = NtStatus.Pending;
        _sendsInspectors = true;
        Sends.Append(send);
        Touch();
        Tcp.Settle();
        return NtStatus.Pending;
    }

    /// <inheritdoc/>
    public void QueueDisconnect()
    {
        if (IsDisconnecting && !FinQueued && _state != TcpState.Closed)
        {
            QueueFin();
            Touch();
            Tcp.Settle();
        }
    }

    /// <inheritdoc/>
    public void Drop()
    {
        if (_state != TcpState.Closed)
        {
            Abort(NtStatus.ConnectionAborted, sendReset: true, tellDisconnected: true);
            Tcp.Settle();
        }
    }

    /// <inheritdoc/>
    public void AbortFlow() => Drop();

    /// <summary>A list with bytes in order passed the inspection.</summary>
    internal void Pass(NetBufferList list, int bytes)
    {
        _passed.Enqueue(list);
        _passedBytes += bytes;
    }

    /// <summary>Shows the inspector that the connection ends at once. What arrived before is shown first.</summary>
    internal void IndicateAbort(StreamInspectionFlags flags)
    {
        if (IsSynchronized && Tcp.Inspector.IsStreamArmed(this))
        {
            InspectDelivery();
            Tcp.Inspector.PermitsEnd(this, flags);
        }
    }

    // Moves what arrived to what passed.
    private void InspectDelivery()
    {
        if (_deliveryBytes == 0)
        {
            return;
        }

        if (Tcp.Inspector.IsStreamArmed(this))
        {
            Tcp.Inspector.ReceiveStream(this, ref _delivery, ref _deliveryBytes);
        }
        else
        {
            NetBufferListChain all = _delivery.TakeAll();
            _passed.Enqueue(ref all);
            _passedBytes += _deliveryBytes;
            _deliveryBytes = 0;
        }
    }

    // What passed takes the place of what arrived.
    private bool TakePassed()
    {
        NetBufferListChain passed = _passed.TakeAll();
        _delivery.Enqueue(ref passed);
        _deliveryBytes = _passedBytes;
        _passedBytes = 0;
        return _deliveryBytes > 0;
    }

    private void DiscardPassed()
    {
        ReceiveState.Held -= _passedBytes;
        _passedBytes = 0;
        HeldLists -= _passed.Count;
        NetBufferListChain chain = _passed.TakeAll();
        Tcp.ReturnReceived(ref chain);
    }

    // An orderly end of the peer's direction is shown once, behind all bytes; the inspector may keep it.
    private bool PermitsDisconnect()
    {
        if (!Tcp.Inspector.IsStreamArmed(this))
        {
            return true;
        }

        InspectDelivery();
        _keepsDisconnect = !Tcp.Inspector.PermitsEnd(this, StreamInspectionFlags.ReceiveDisconnect) && !_disconnectPassed;
        return !_keepsDisconnect;
    }

    // Requests of the client; those of the inspector complete on the way.
    private StreamSend? TakeCompleted()
    {
        StreamSend? first = _completed.Take();
        if (!_sendsInspectors || first is null)
        {
            return first;
        }

        CompletedSends own = default;
        for (StreamSend? next; first is not null; first = next)
        {
            next = first.Next;
            first.Next = null;
            if (first is InspectorSend injected)
            {
                injected.Complete();
            }
            else
            {
                own.Add(first);
            }
        }

        return own.Take();
    }

    private void BlankStream()
    {
        System.Diagnostics.Debug.Assert(_passedBytes == 0, "What passed went to the client or back.");
        _sendsInspectors = false;
        _keepsDisconnect = false;
        _disconnectPassed = false;
        EstablishedUnder = 0;
    }
}
