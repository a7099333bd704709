using System.IO.Pipelines;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A <see cref="PipeWriter"/> whose blocks leave by reference; a block comes back when the peer has acknowledged its last byte.</summary>
internal sealed class WskPipeWriter : PipeWriter
{
    private const int BlockSize = 16 * 1024;
    private const int HighWaterMark = 256 * 1024;

    private static readonly IrpCompletionRoutine SendDone = static (irp, context) =>
    {
        ((Block)context!).OnSent(irp.Status);
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine DisconnectDone = static (irp, context) =>
    {
        irp.Free();
        ((WskPipeWriter)context!).FinishIfIdle();
        return NtStatus.MoreProcessingRequired;
    };

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly PipeLifetime _lifetime;
    private readonly Stack<Block> _idle = new();
    private Block? _current;
    private TaskCompletionSource? _drained;
    private long _outstanding;
    private int _sends;
    private bool _completed;
    private bool _canceled;
    private bool _finished;
    private NtStatus _failure;

    public WskPipeWriter(SimKernel kernel, WskConnectionSocket socket, PipeLifetime lifetime)
    {
        _kernel = kernel;
        _socket = socket;
        _lifetime = lifetime;
    }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _current?.Unsent ?? 0;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfCompleted();
        if (_current is { } block && block.Room >= Math.Max(sizeHint, 1))
        {
            return block.Free;
        }

        Submit();
        _current = Rent(sizeHint);
        return _current.Free;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ThrowIfCompleted();
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes > 0 && (_current is null || bytes > _current.Room))
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), "More than the memory that was handed out.");
        }

        _current?.Fill(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfCompleted();
        Submit();
        if (_failure.IsError)
        {
            throw SocketStatusException.ToIOException(_failure);
        }

        return _outstanding < HighWaterMark || _canceled ? new ValueTask<FlushResult>(Result()) : WaitAsync(cancellationToken);
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

        Submit();
        _completed = true;
        Irp irp = _kernel.Io.AllocateIrp(1, "pipe disconnect");
        irp.SetCompletionRoutine(DisconnectDone, this);
        _socket.Disconnect(default, exception is null ? WskDisconnectFlags.None : WskDisconnectFlags.Abortive, irp);
    }

    private async ValueTask<FlushResult> WaitAsync(CancellationToken cancellationToken)
    {
        _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _drained.Task.WaitAsync(cancellationToken);
        return _failure.IsError ? throw SocketStatusException.ToIOException(_failure) : Result();
    }

    private FlushResult Result()
    {
        bool canceled = _canceled;
        _canceled = false;
        return new FlushResult(canceled, isCompleted: false);
    }

    private void Wake()
    {
        if (_outstanding < HighWaterMark || _canceled || _failure.IsError)
        {
            TaskCompletionSource? drained = _drained;
            _drained = null;
            drained?.TrySetResult();
        }
    }

    private Block Rent(int size)
    {
        if (size <= BlockSize && _idle.TryPop(out Block? block))
        {
            return block;
        }

        return new Block(this, Math.Max(size, BlockSize));
    }

    /// <summary>Sends what the current block holds.</summary>
    private void Submit()
    {
        if (_current is not { Unsent: > 0 } block)
        {
            return;
        }

        _current = null;
        _sends++;
        _outstanding += block.Unsent;
        block.Send();
    }

    private void OnSent(Block block, int bytes, NtStatus status)
    {
        _sends--;
        _outstanding -= bytes;
        if (!status.IsSuccess && !_failure.IsError)
        {
            _failure = status;
        }

        if (_completed || !block.IsStandardSize)
        {
            block.Dispose();
        }
        else
        {
            _idle.Push(block);
        }

        Wake();
        FinishIfIdle();
    }

    private void FinishIfIdle()
    {
        if (!_completed || _sends > 0 || _finished)
        {
            return;
        }

        _finished = true;
        _current?.Dispose();
        _current = null;
        while (_idle.TryPop(out Block? block))
        {
            block.Dispose();
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

    private sealed class Block
    {
        private readonly WskPipeWriter _writer;
        private readonly byte[] _memory;
        private readonly Mdl _mdl;
        private readonly Irp _irp;
        private int _used;

        public Block(WskPipeWriter writer, int size)
        {
            _writer = writer;
            _memory = GC.AllocateUninitializedArray<byte>(size, pinned: true);
            _mdl = Mdl.Over(_memory, 0, 0);
            _irp = writer._kernel.Io.AllocateIrp(1, "pipe send");
        }

        public int Room => _memory.Length - _used;

        public int Unsent => _used;

        public bool IsStandardSize => _memory.Length == BlockSize;

        public Memory<byte> Free => _memory.AsMemory(_used);

        public void Fill(int bytes) => _used += bytes;

        public void Send()
        {
            _mdl.ByteCount = _used;
            _irp.Reuse(NtStatus.Unsuccessful);
            _irp.SetCompletionRoutine(SendDone, this);
            _writer._socket.Send(new WskBuffer(_mdl, 0, _used), WskSendFlags.None, _irp);
        }

        public void OnSent(NtStatus status)
        {
            int bytes = _used;
            _used = 0;
            _writer.OnSent(this, bytes, status);
        }

        public void Dispose() => _irp.Free();
    }
}
