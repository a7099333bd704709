using System.Runtime.InteropServices;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>The read of a stream: one receive request that is used again and again. Cancelling it cancels the request, so that no byte is lost to a race.</summary>
internal sealed class StreamRead : LoopWait<int>
{
    private static readonly IrpCompletionRoutine Received = static (_, context) =>
    {
        ((StreamRead)context!).OnReceived();
        return NtStatus.MoreProcessingRequired;
    };

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly Irp _irp;
    private readonly Mdl _mdl = new();
    private Memory<byte> _target;
    private byte[]? _bounce;
    private bool _isInCall;
    private bool _isPending;
    private bool _isClosed;

    public StreamRead(SimKernel kernel, WskConnectionSocket socket, Irp irp)
        : base(kernel.Loop)
    {
        _kernel = kernel;
        _socket = socket;
        _irp = irp;
    }

    /// <summary>Receives at least one byte, or 0 at the end of the stream.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_isPending || IsCompleted)
        {
            throw new InvalidOperationException("A read is pending already.");
        }

        Describe(buffer);
        _irp.Reuse(NtStatus.Unsuccessful);
        _irp.SetCompletionRoutine(Received, this);
        _isPending = true;
        _isInCall = true;
        _socket.Receive(new WskBuffer(_mdl, 0, _mdl.ByteCount), WskReceiveFlags.None, _irp);
        _isInCall = false;
        if (_isPending)
        {
            return Begin(cancellationToken);
        }

        return FailureOf(_irp.Status) is { } failure ? ValueTask.FromException<int>(failure) : new ValueTask<int>(TakeBytes());
    }

    /// <summary>The stream is closed: a pending read ends.</summary>
    public void Close()
    {
        _isClosed = true;
        if (_isPending)
        {
            _irp.CancelIrp();
        }
    }

    /// <summary>Gives the request back; the socket is closed.</summary>
    public void Free() => _irp.Free();

    protected override void OnCanceled()
    {
        if (_isPending)
        {
            _irp.CancelIrp();
        }
    }

    private void Describe(Memory<byte> buffer)
    {
        if (!MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)buffer, out ArraySegment<byte> array))
        {
            _bounce = _bounce?.Length >= buffer.Length ? _bounce : new byte[buffer.Length];
            _target = buffer;
            array = new ArraySegment<byte>(_bounce, 0, buffer.Length);
        }

        _mdl.Buffer = array.Array!;
        _mdl.Offset = array.Offset;
        _mdl.ByteCount = array.Count;
    }

    private void OnReceived()
    {
        _isPending = false;
        if (_isInCall)
        {
            return;
        }

        if (FailureOf(_irp.Status) is { } failure)
        {
            EndWith(failure);
        }
        else
        {
            End(TakeBytes());
        }
    }

    private int TakeBytes()
    {
        int count = (int)_irp.Information;
        if (!_target.IsEmpty)
        {
            _bounce.AsSpan(0, count).CopyTo(_target.Span);
            _kernel.Copies.Add(CopyKind.StackOther, count);
            _target = default;
        }

        _mdl.Buffer = [];
        return count;
    }

    private Exception? FailureOf(NtStatus status)
    {
        if (status.IsSuccess)
        {
            return null;
        }

        _target = default;
        _mdl.Buffer = [];
        if (status != NtStatus.Cancelled)
        {
            return SocketStatusException.ToIOException(status);
        }

        return Token.IsCancellationRequested ? new OperationCanceledException(Token) : _isClosed ? new ObjectDisposedException(nameof(SimTcpStream)) : SocketStatusException.ToIOException(status);
    }
}
