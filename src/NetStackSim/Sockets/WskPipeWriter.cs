using System.IO.Pipelines;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A <see cref="PipeWriter"/> whose blocks leave by reference; a flush waits while more is unacknowledged than the path can use.</summary>
internal sealed class WskPipeWriter : PipeWriter, ITimerTarget
{
    private const int LeastHighWaterMark = 256 * 1024;
    private const long RetryNs = 10_000_000;

    private static readonly IrpCompletionRoutine DisconnectDone = static (irp, context) =>
    {
        irp.Free();
        ((WskPipeWriter)context!).OnDisconnected();
        return NtStatus.MoreProcessingRequired;
    };

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly PipeLifetime _lifetime;
    private readonly LoopWait<FlushResult> _drained;
    private readonly Stack<SendBlock> _idle = new();
    private SendBlock? _current;
    private long _outstanding;
    private int _sends;
    private bool _completed;
    private bool _disconnected;
    private bool _canceled;
    private bool _endsInOrder;
    private KernelTimer? _retry;
    private NtStatus _failure;

    public WskPipeWriter(SimKernel kernel, WskConnectionSocket socket, PipeLifetime lifetime)
    {
        _kernel = kernel;
        _socket = socket;
        _lifetime = lifetime;
        _drained = new LoopWait<FlushResult>(kernel.Loop);
    }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _current?.Used ?? 0;

    private bool IsFull => _outstanding >= Math.Max(LeastHighWaterMark, _socket.IdealSendBacklog);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfCompleted();
        if (_current is { } block && block.Room.Length >= Math.Max(sizeHint, 1))
        {
            return block.Room;
        }

        DropOrSubmit();
        _current = sizeHint <= SendBlock.StandardSize && _idle.TryPop(out SendBlock? idle)
            ? idle
            : new SendBlock(this, _kernel, Math.Max(sizeHint, SendBlock.StandardSize));
        return _current.Room;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ThrowIfCompleted();
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes > (_current?.Room.Length ?? 0))
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), "More than the memory that was handed out.");
        }

        _current?.Fill(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfCompleted();
        cancellationToken.ThrowIfCancellationRequested();
        Submit();
        if (_failure.IsError)
        {
            throw SocketStatusException.ToIOException(_failure);
        }

        return IsFull && !_canceled ? _drained.Begin(cancellationToken) : new ValueTask<FlushResult>(TakeResult());
    }

    public override void CancelPendingFlush()
    {
        _canceled = true;
        Wake();
    }

    public override void Complete(Exception? exception = null)
    {
        if (_completed)
        {
            return;
        }

        if (exception is null)
        {
            Submit();
        }

        _completed = true;
        // After a failed send the data is not whole, and the peer must not take its end for the end of the data.
        _endsInOrder = exception is null && !_failure.IsError;
        Disconnect();
    }

    void ITimerTarget.OnTimer(int id) => Disconnect();

    // Without memory the end waits a little; it never fails.
    private void Disconnect()
    {
        if (!_kernel.Io.TryAllocateIrp(1, out Irp? irp, "pipe disconnect"))
        {
            _retry ??= new KernelTimer(_kernel.BootProcessor, this);
            _retry.SetAfter(RetryNs);
            return;
        }

        _retry?.Dispose();
        irp.SetCompletionRoutine(DisconnectDone, this);
        _socket.Disconnect(default, _endsInOrder ? WskDisconnectFlags.None : WskDisconnectFlags.Abortive, irp);
    }

    /// <summary>A block came back.</summary>
    internal void OnSent(SendBlock block, int bytes, NtStatus status)
    {
        _sends--;
        _outstanding -= bytes;
        if (!status.IsSuccess && !_failure.IsError)
        {
            _failure = status;
        }

        Recycle(block);
        Wake();
        FinishIfIdle();
    }

    private void OnDisconnected()
    {
        _disconnected = true;
        FinishIfIdle();
    }

    private FlushResult TakeResult()
    {
        bool canceled = _canceled;
        _canceled = false;
        return new FlushResult(canceled, isCompleted: false);
    }

    private void Wake()
    {
        if (!_drained.IsWaiting)
        {
            return;
        }

        if (_failure.IsError)
        {
            _drained.EndWith(SocketStatusException.ToIOException(_failure));
        }
        else if (_canceled || !IsFull)
        {
            _drained.End(TakeResult());
        }
    }

    private void DropOrSubmit()
    {
        Submit();
        if (_current is { } unused)
        {
            _current = null;
            Recycle(unused);
        }
    }

    /// <summary>Sends what the current block holds.</summary>
    private void Submit()
    {
        if (_current is not { Used: > 0 } block)
        {
            return;
        }

        _current = null;
        _sends++;
        _outstanding += block.Used;
        block.Send(_socket);
    }

    private void Recycle(SendBlock block)
    {
        if (_completed || !block.IsStandardSize)
        {
            block.Free();
        }
        else
        {
            _idle.Push(block);
        }
    }

    /// <summary>After the completion, when nothing is in flight and the FIN was acknowledged.</summary>
    private void FinishIfIdle()
    {
        if (!_completed || !_disconnected || _sends > 0)
        {
            return;
        }

        _disconnected = false;
        _current?.Free();
        _current = null;
        while (_idle.TryPop(out SendBlock? block))
        {
            block.Free();
        }

        _lifetime.SideCompleted();
    }

    private void ThrowIfCompleted()
    {
        if (_completed)
        {
            throw new InvalidOperationException("The writer was completed.");
        }
    }
}
