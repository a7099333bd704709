using System.Diagnostics;
using System.Numerics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// What the client calls, and what it is told.
internal sealed partial class TcpConnection
{
    private const long LeastSendBacklog = 64 * 1024;

    private NetBufferListQueue _delivery;
    private CompletedSends _completed;
    private int _deliveryBytes;
    private bool _deliveryPushed;
    private bool _closing;
    private ConnectionEvents _events;
    private NtStatus _connectStatus;
    private NtStatus _disconnectStatus;
    private NtStatus _disconnectResult;
    private NtStatus _endStatus;
    private long _announcedBacklog;

    /// <summary>The client; null for a blank object and for a connection that ends in the background.</summary>
    internal IStreamEndpointClient? Client { get; set; }

    /// <inheritdoc/>
    public IpEndpoint Local => LocalEndpoint;

    /// <inheritdoc/>
    public IpEndpoint Remote => RemoteEndpoint;

    /// <summary>Lists that the client has or is about to get.</summary>
    internal int HeldLists { get; private set; }

    /// <summary>True when the client has so many lists that it gets no more before it gives some back.</summary>
    internal bool HoldsTooMuch => HeldLists >= Tcp.Profile.TcpReceiveLists;

    /// <summary>True while a disconnect of the client has not ended.</summary>
    internal bool IsDisconnecting { get; private set; }

    /// <summary>
    /// Bytes that the client should keep queued: twice what may be in flight, a power of two, so that every change is one by a factor of two. The
    /// largest window counts: a peer that closes its window for a moment has not become slower.
    /// </summary>
    internal long IdealSendBacklog =>
        (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(LeastSendBacklog, 2L * Math.Min(Congestion.Window, SendState.LargestWindow)));

    /// <inheritdoc/>
    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing)
    {
        if (_closing || Binding is not null || _bind is not null || _state != TcpState.Closed)
        {
            return NtStatus.InvalidDeviceState;
        }

        return BindSequence.Run(Tcp.Endpoints, this, local, sharing, out _bind);
    }

    /// <inheritdoc/>
    public NtStatus Send(StreamSend send)
    {
        if (_closing || FinQueued || IsDisconnecting || Silent || Client is null)
        {
            return NtStatus.InvalidDeviceState;
        }

        if (_state is TcpState.Closed or TcpState.TimeWait)
        {
            return _endStatus.IsError ? _endStatus : NtStatus.InvalidDeviceState;
        }

        Tcp.TraceSubmit(this, send);
        if (Tcp.Inspector.IsStreamArmed(this) && !Tcp.Inspector.PermitsSend(this, send))
        {
            // The bytes leave the stream, or the inspector has them; for the client they are sent.
            send.Status = NtStatus.Success;
            send.BytesSent = send.Length;
            send.Next = null;
            _completed.Add(send);
        }
        else
        {
            Sends.Append(send);
        }

        if ((send.Flags & StreamSendFlags.Disconnect) != 0)
        {
            BeginDisconnect();
        }

        Touch();
        Tcp.Settle();
        return NtStatus.Pending;
    }

    /// <inheritdoc/>
    public RedirectRecords? QueryRedirectRecords()
    {
        // The end that was redirected is on this host, too: local and remote change places.
        TcpTableEntry? other = ParentId == 0
            ? null
            : Tcp.Table.Find(RemoteEndpoint.Address, RemoteEndpoint.Port, LocalEndpoint.Address, LocalEndpoint.Port, Compartment);
        return other is TcpConnection { Redirect: { RedirectHandle: { } handle } redirect } opener
            ? new RedirectRecords(handle, redirect.Context, redirect.Original.Remote, opener.DeclaredRecords, opener.DeclaredRecords?.Application ?? opener.Process)
            : null;
    }

    /// <inheritdoc/>
    public NtStatus SetRedirectRecords(RedirectRecords records)
    {
        if (_state != TcpState.Closed || IsConnectPended)
        {
            return NtStatus.InvalidDeviceState;
        }

        DeclaredRecords = records;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public void Return(ref NetBufferListChain lists, int bytes)
    {
        HeldLists -= lists.Count;
        Tcp.ReturnReceived(ref lists);
        Consumed(bytes);
    }

    /// <inheritdoc/>
    public void Consumed(int bytes)
    {
        if (bytes == 0 || _state == TcpState.Closed)
        {
            return;
        }

        ReceiveState.Held -= bytes;
        Debug.Assert(ReceiveState.Held >= 0, "The client gave back more bytes than it was handed.");
        Tuner.OnConsumed(ref ReceiveState, Rtt.SmoothedNs, Tcp.Now);
        if (MayReceive && ReceiveState.DeservesUpdate(ReceiveSegmentSize))
        {
            Acks.Immediate = true;
            Touch();
            Tcp.Settle();
        }
    }

    /// <inheritdoc/>
    public NtStatus Disconnect(bool abortive)
    {
        if (_closing || Client is null || _state is TcpState.Closed or TcpState.TimeWait)
        {
            return _endStatus.IsError ? _endStatus : NtStatus.InvalidDeviceState;
        }

        if (abortive)
        {
            IsDisconnecting = true;
            _disconnectResult = NtStatus.Success;
            IndicateAbort(StreamInspectionFlags.SendAbort);
            Abort(NtStatus.ConnectionAborted, sendReset: true, tellDisconnected: false);
        }
        else
        {
            if (FinQueued || IsDisconnecting || _state == TcpState.SynSent)
            {
                return NtStatus.InvalidDeviceState;
            }

            BeginDisconnect();
            Touch();
        }

        Tcp.Settle();
        return NtStatus.Pending;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_closing || Client is null)
        {
            return;
        }

        _closing = true;
        GiveUpWaiting();
        bool bothEnded = FinQueued && FinReceived;
        if (_state is not (TcpState.Closed or TcpState.TimeWait) && !bothEnded)
        {
            IndicateAbort(StreamInspectionFlags.SendAbort);
            Abort(NtStatus.Cancelled, sendReset: true, tellDisconnected: false);
        }

        _events = ConnectionEvents.None;
        DiscardDelivery();
        DiscardPassed();
        Tcp.ReleaseBinding(this);
        Touch();
        Tcp.Settle();
    }

    /// <summary>Adds in-order payload to what the client gets at the end of the batch.</summary>
    internal void Deliver(NetBufferList list, int bytes, bool pushed)
    {
        _delivery.Enqueue(list);
        _deliveryBytes += bytes;
        _deliveryPushed |= pushed;
        ReceiveState.Held += bytes;
        HeldLists++;
    }

    /// <summary>A list that was about to reach the client was taken out of the stream.</summary>
    internal void ForgetDelivery(int bytes)
    {
        ReceiveState.Held -= bytes;
        HeldLists--;
    }

    /// <summary>Adds reassembled payload to what the client gets.</summary>
    internal void DeliverReassembled(ref NetBufferListChain returned)
    {
        int lists = _delivery.Count;
        int bytes = OutOfOrder!.TakeInOrder(ReceiveState.Next, ref _delivery, ref returned);
        HeldLists += _delivery.Count - lists;
        ReceiveState.Next += bytes;
        ReceiveState.Held += bytes;
        _deliveryBytes += bytes;
        _deliveryPushed = true;
    }

    /// <summary>Completes requests that the peer acknowledged and nobody below us refers to.</summary>
    internal void CompleteSends()
    {
        if (_state == TcpState.Closed)
        {
            Sends.Abandon(_endStatus, ref _completed);
        }
        else
        {
            Sends.Complete(ref _completed);
        }
    }

    /// <summary>The connection attempt ended well.</summary>
    internal void NoteConnected()
    {
        _connectStatus = NtStatus.Success;
        _events |= ConnectionEvents.Connected;
    }

    /// <summary>The peer's direction ended in order.</summary>
    internal void NoteFin()
    {
        _disconnectStatus = NtStatus.Success;
        if (PermitsDisconnect())
        {
            _events |= ConnectionEvents.Disconnected;
        }
    }

    /// <summary>Our disconnect ended in order.</summary>
    internal void NoteFinAcknowledged()
    {
        if (IsDisconnecting)
        {
            IsDisconnecting = false;
            _disconnectResult = NtStatus.Success;
            _events |= ConnectionEvents.DisconnectComplete;
        }
    }

    /// <summary>Ends the connection at once.</summary>
    /// <param name="status">What requests and the client are told.</param>
    /// <param name="sendReset">True to tell the peer.</param>
    /// <param name="tellDisconnected">False when the client ended it itself.</param>
    internal void Abort(NtStatus status, bool sendReset, bool tellDisconnected)
    {
        bool connecting = _state is TcpState.SynSent or TcpState.SynReceived;
        if (sendReset && _state is not (TcpState.SynSent or TcpState.Closed))
        {
            Tcp.Output.SendReset(this);
        }

        if (_state is TcpState.Established or TcpState.CloseWait)
        {
            Tcp.Statistics.EstablishedResets++;
        }

        TransitionTo(TcpEvent.Abort);
        End(status);
        if (connecting && IsActive)
        {
            Tcp.Statistics.AttemptFails++;
            _connectStatus = status;
            _events |= ConnectionEvents.Connected;
        }
        else if (tellDisconnected)
        {
            _disconnectStatus = status;
            _events |= ConnectionEvents.Disconnected;
        }

        if (IsDisconnecting)
        {
            _disconnectResult = tellDisconnected ? status : NtStatus.Success;
            IsDisconnecting = false;
            _events |= ConnectionEvents.DisconnectComplete;
        }

        Touch();
    }

    /// <summary>The connection no longer exists on the wire: no segment finds it, no timer runs, nothing is sent again.</summary>
    internal void End(NtStatus status)
    {
        _endStatus = status;
        Timers.Stop();
        Tcp.OnConnectionEnded(this);
        Sends.StopSending();
        Unacknowledged.Clear();
        Loss.Reset();
        Probing = false;
        NetBufferListChain acks = PendingAcks.TakeAll();
        Tcp.Output.Release(ref acks);
        NetBufferListChain given = default;
        OutOfOrder?.Clear(ref given);
        Tcp.ReturnReceived(ref given);
    }

    /// <summary>The end of a batch: tells the client what happened and sends what may leave.</summary>
    internal void Flush()
    {
        if ((_events & ConnectionEvents.Connected) != 0)
        {
            _events &= ~ConnectionEvents.Connected;
            Client?.OnConnected(_connectStatus);
        }

        if (_deliveryBytes > 0 || _passedBytes > 0)
        {
            FlushDelivery();
        }

        FlushSends();
        if (_events != ConnectionEvents.None)
        {
            FlushEvents();
        }

        Tcp.Output.Run(this);
        if (_closing)
        {
            TryFinish();
        }
    }

    private void BeginDisconnect()
    {
        IsDisconnecting = true;
        if (!Tcp.Inspector.PermitsEnd(this, StreamInspectionFlags.SendDisconnect))
        {
            return;
        }

        QueueFin();
    }

    private void QueueFin()
    {
        FinQueued = true;
        if (_state is TcpState.Established or TcpState.CloseWait)
        {
            TransitionTo(TcpEvent.UserClose);
        }
    }

    private void FlushDelivery()
    {
        if (_passedBytes > 0 || Tcp.Inspector.IsStreamArmed(this))
        {
            InspectDelivery();
            if (!TakePassed())
            {
                return;
            }
        }

        NetBufferListChain chain = _delivery.TakeAll();
        int bytes = _deliveryBytes;
        StreamReceiveFlags flags = _deliveryPushed ? StreamReceiveFlags.EntireMessage | StreamReceiveFlags.AtDispatch : StreamReceiveFlags.AtDispatch;
        _deliveryBytes = 0;
        _deliveryPushed = false;
        Tcp.TraceDeliver(ref chain);
        if (Client is null || _closing)
        {
            ReceiveState.Held -= bytes;
            HeldLists -= chain.Count;
            Tcp.ReturnReceived(ref chain);
            return;
        }

        Client.OnReceive(ref chain, bytes, flags);
        Debug.Assert(chain.IsEmpty, "The client takes the lists of an indication.");
    }

    private void FlushSends()
    {
        CompleteSends();
        if (TakeCompleted() is { } first)
        {
            Client?.OnSendComplete(first);
            AnnounceBacklog();
        }
    }

    private void FlushEvents()
    {
        ConnectionEvents events = _events;
        _events = ConnectionEvents.None;
        if ((events & ConnectionEvents.Disconnected) != 0 && !_closing)
        {
            Client?.OnDisconnected(_disconnectStatus);
        }

        if ((events & ConnectionEvents.DisconnectComplete) != 0 && !_closing)
        {
            Client?.OnDisconnectComplete(_disconnectResult);
        }
    }

    private void AnnounceBacklog()
    {
        long ideal = IdealSendBacklog;
        if (!_closing && (ideal >= 2 * _announcedBacklog || ideal <= _announcedBacklog / 2))
        {
            _announcedBacklog = ideal;
            Client?.OnSendBacklog(ideal);
        }
    }

    private void DiscardDelivery()
    {
        ReceiveState.Held -= _deliveryBytes;
        _deliveryBytes = 0;
        HeldLists -= _delivery.Count;
        NetBufferListChain chain = _delivery.TakeAll();
        Tcp.ReturnReceived(ref chain);
    }

    // The last upcall waits until no list below us refers to memory of the client, and no filter holds the closure. A FIN that still has to be acknowledged does not: that goes on alone.
    private void TryFinish()
    {
        if (!Sends.IsEmpty || OutstandingLists > 0 || IsTouched || _stage == PendedStage.Closure)
        {
            return;
        }

        if (Client is { } client)
        {
            Client = null;
            client.OnClosed();
        }

        if (_state == TcpState.TimeWait)
        {
            TransitionTo(TcpEvent.TimeWaitExpires);
        }

        if (_state == TcpState.Closed)
        {
            Tcp.Recycle(this);
        }
    }

    private void BlankClientSide()
    {
        Client = null;
        _delivery = default;
        _deliveryBytes = 0;
        _deliveryPushed = false;
        _closing = false;
        _events = ConnectionEvents.None;
        _endStatus = NtStatus.Success;
        _announcedBacklog = 0;
        HeldLists = 0;
        IsDisconnecting = false;
    }
}
