using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// One connection of a <see cref="TcpService"/>: counts its sends, ends gracefully, and closes the socket when nothing refers to it any more.
/// Everything runs at Dispatch, in callbacks of WSK.
/// </summary>
internal abstract class ServiceConnection : IWskConnectionEvents, ITimerTarget
{
    // After our FIN a peer has this long to send its own.
    private const long LingerNs = 30_000_000_000;

    // When the service ends, the last acknowledgment has this long to arrive.
    private const long EndNs = 1_000_000_000;

    private static readonly IrpCompletionRoutine SendDone = static (irp, context) =>
    {
        var slot = (SendSlot)context!;
        slot.Connection!.OnSendDone(slot, irp.Status);
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine DisconnectDone = static (irp, context) =>
    {
        NtStatus status = irp.Status;
        irp.Free();
        ((ServiceConnection)context!).OnDisconnectDone(status);
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine FreeIrp = static (irp, _) =>
    {
        irp.Free();
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine CloseDone = static (irp, context) =>
    {
        irp.Free();
        var connection = (ServiceConnection)context!;
        connection.Service.Remove(connection);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly KernelTimer _timer;
    private bool _sendEnded;
    private bool _peerEnded;
    private bool _finished;
    private bool _closing;

    protected ServiceConnection(TcpService service, WskConnectionSocket socket)
    {
        Service = service;
        Socket = socket;
        _timer = new KernelTimer(service.Kernel.Processors[0], this);
    }

    /// <summary>The service.</summary>
    public TcpService Service { get; }

    /// <summary>Position in the service's list.</summary>
    public int Index { get; set; }

    /// <summary>The accepted socket.</summary>
    protected WskConnectionSocket Socket { get; }

    /// <summary>Sends that have not completed.</summary>
    protected int SendsOutstanding { get; private set; }

    /// <summary>Bytes of them.</summary>
    protected long BytesOutstanding { get; private set; }

    /// <summary>What the transport would like to have outstanding.</summary>
    protected long IdealBacklog { get; private set; }

    /// <summary>True when no more may be sent: the connection is dead, or our FIN is queued.</summary>
    protected bool IsSendEnded => _sendEnded || IsDead;

    /// <summary>True after a reset of either side.</summary>
    protected bool IsDead { get; private set; }

    /// <summary>The connection belongs to the service now; data follows.</summary>
    public virtual void OnAccepted()
    {
    }

    /// <summary>The service ends: a connection that is ending anyway gets a moment for its last acknowledgment, any other is reset.</summary>
    public void End()
    {
        if (_sendEnded && !IsDead)
        {
            _timer.SetAfter(EndNs);
        }
        else
        {
            Abort();
        }
    }

    /// <summary>Resets the connection and closes it when its sends are back.</summary>
    public void Abort()
    {
        if (!IsDead && !_closing)
        {
            IsDead = true;
            StartDisconnect(WskDisconnectFlags.Abortive);
        }

        TryClose();
    }

    NtStatus IWskConnectionEvents.Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        if (data is null)
        {
            Die();
            return NtStatus.Success;
        }

        Service.BytesReceived += bytesIndicated;
        return IsDead ? NtStatus.Success : OnReceive(data, bytesIndicated, ref bytesAccepted);
    }

    NtStatus IWskConnectionEvents.Disconnect(WskConnectionSocket socket, WskEventFlags flags)
    {
        if ((flags & WskEventFlags.Abortive) != 0)
        {
            Die();
            return NtStatus.Success;
        }

        _peerEnded = true;
        OnPeerEnded();
        TryClose();
        return NtStatus.Success;
    }

    NtStatus IWskConnectionEvents.SendBacklog(WskConnectionSocket socket, long idealBacklogSize)
    {
        IdealBacklog = idealBacklogSize;
        return NtStatus.Success;
    }

    void ITimerTarget.OnTimer(int id)
    {
        // A peer that stopped talking is let go.
        Abort();
    }

    /// <summary>Data arrived; returns as the receive event does.</summary>
    protected abstract NtStatus OnReceive(WskDataIndication data, int bytesIndicated, ref int bytesAccepted);

    /// <summary>The peer will send nothing more; by default we end as well, after what is queued.</summary>
    protected virtual void OnPeerEnded() => FinishSending();

    /// <summary>A send completed and its slot is back.</summary>
    protected virtual void OnSendCompleted(NtStatus status)
    {
    }

    /// <summary>Sends by reference; the slot comes back by itself.</summary>
    protected void Send(SendSlot slot, in WskBuffer buffer, WskSendFlags flags)
    {
        slot.Length = buffer.Length;
        SendsOutstanding++;
        BytesOutstanding += buffer.Length;
        slot.Irp.Reuse(NtStatus.Unsuccessful);
        slot.Irp.SetCompletionRoutine(SendDone, slot);
        Socket.Send(buffer, flags, slot.Irp);
    }

    /// <summary>Ends our direction after what is queued (FIN).</summary>
    protected void FinishSending()
    {
        if (IsSendEnded)
        {
            return;
        }

        _sendEnded = true;
        StartDisconnect(WskDisconnectFlags.None);
        _timer.SetAfter(LingerNs);
    }

    /// <summary>Resets the connection unless something happens within a time; a second call replaces the first.</summary>
    protected void AbortAfter(long ns) => _timer.SetAfter(ns);

    /// <summary>Takes back <see cref="AbortAfter"/>.</summary>
    protected void StopTimer() => _timer.Cancel();

    /// <summary>Lets stopped receive events start again, with a request of length 0.</summary>
    protected void RestartReceives()
    {
        if (!Service.Kernel.Io.TryAllocateIrp(1, out Irp? irp, Service.Name + " rearm"))
        {
            Abort();
            return;
        }

        irp.SetCompletionRoutine(FreeIrp, null);
        Socket.Receive(default, WskReceiveFlags.None, irp);
    }

    private void StartDisconnect(WskDisconnectFlags flags)
    {
        if (!Service.Kernel.Io.TryAllocateIrp(1, out Irp? irp, Service.Name + " disconnect"))
        {
            // The close that follows resets the connection.
            Die();
            return;
        }

        irp.SetCompletionRoutine(DisconnectDone, this);
        Socket.Disconnect(default, flags, irp);
    }

    private void OnSendDone(SendSlot slot, NtStatus status)
    {
        SendsOutstanding--;
        BytesOutstanding -= slot.Length;
        if (status.IsSuccess)
        {
            Service.BytesSent += slot.Length;
        }
        else
        {
            // A stream with a hole is worse than none.
            Abort();
        }

        EchoBatch? batch = slot.Batch;
        Service.ReturnSlot(slot);
        batch?.PieceDone();
        OnSendCompleted(status);
        TryClose();
    }

    private void OnDisconnectDone(NtStatus status)
    {
        if (status.IsSuccess)
        {
            _finished = true;
        }
        else
        {
            IsDead = true;
        }

        TryClose();
    }

    private void Die()
    {
        IsDead = true;
        TryClose();
    }

    private void TryClose()
    {
        // Retained data must be back before the close, so a dead connection waits for its failed sends as well.
        if (_closing || SendsOutstanding > 0 || !(IsDead || (_finished && _peerEnded)))
        {
            return;
        }

        _closing = true;
        _timer.Dispose();
        if (!Service.Kernel.Io.TryAllocateIrp(1, out Irp? irp, Service.Name + " close"))
        {
            Service.Abandon(Socket);
            Service.Remove(this);
            return;
        }

        irp.SetCompletionRoutine(CloseDone, this);
        Socket.Close(irp);
    }
}
