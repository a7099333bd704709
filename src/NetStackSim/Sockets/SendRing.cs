using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// The send buffer of a stream: writes are copied in once and leave by reference; the space comes back, in order, as the peer acknowledges.
/// It begins with the first write and grows when the path is long enough to use more (Windows' dynamic send buffering).
/// </summary>
internal sealed class SendRing
{
    // A full buffer whose bytes are acknowledged sooner than this is large enough: a larger one would only leave the cache.
    private const long LongPathNs = 1_000_000;

    private static readonly IrpCompletionRoutine Completed = static (irp, context) =>
    {
        ((Slot)context!).OnCompleted(irp);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly SendBufferPool _buffers;
    private readonly LoopWait<bool> _space;
    private readonly Stack<Slot> _idle = new();
    private readonly Queue<Slot> _inFlight = new();
    private byte[] _buffer = [];
    private Slot? _newest;
    private int _tail;
    private int _used;
    private long _acknowledgedAfterNs;

    public SendRing(SimKernel kernel, WskConnectionSocket socket, SendBufferPool buffers)
    {
        _kernel = kernel;
        _socket = socket;
        _buffers = buffers;
        _space = new LoopWait<bool>(kernel.Loop);
    }

    /// <summary>The first error of a send; later writes fail with it.</summary>
    public NtStatus Failure { get; private set; }

    /// <summary>Bytes that can be written now.</summary>
    public int Room => Failure.IsError ? 0 : MayGrow ? NextSize : _buffer.Length - _used;

    private int NextSize => Math.Max(SendBufferPool.FirstSize, _buffer.Length * 2);

    private bool MayGrow =>
        _buffer.Length == 0
        || (_used == _buffer.Length
            && NextSize <= SendBufferPool.LargestSize
            && _acknowledgedAfterNs >= LongPathNs
            && _buffer.Length < _socket.IdealSendBacklog);

    /// <summary>Copies as much as fits and sends it.</summary>
    /// <returns>Bytes taken; 0 when the buffer is full.</returns>
    public int Write(ReadOnlySpan<byte> data)
    {
        int taken = 0;
        while (taken < data.Length && !Failure.IsError && (_used < _buffer.Length || TryGrow()))
        {
            int count = Math.Min(data.Length - taken, Math.Min(_buffer.Length - _used, _buffer.Length - _tail));
            if (!TryRentSlot(out Slot? slot))
            {
                Failure = NtStatus.InsufficientResources;
                break;
            }

            data.Slice(taken, count).CopyTo(_buffer.AsSpan(_tail));
            Send(slot, _tail, count);
            _tail = (_tail + count) % _buffer.Length;
            taken += count;
        }

        _kernel.Copies.Add(CopyKind.StackSend, taken);
        return taken;
    }

    /// <summary>Ends when space was freed, a send failed, or the stream was closed.</summary>
    public ValueTask<bool> WaitForSpaceAsync(CancellationToken cancellationToken) => _space.Begin(cancellationToken);

    /// <summary>Nobody may wait any longer: the stream was closed.</summary>
    public void EndWait()
    {
        if (_space.IsWaiting)
        {
            _space.End(false);
        }
    }

    /// <summary>Gives the idle requests and the buffer back; call when everything has been acknowledged or has failed.</summary>
    public void Free()
    {
        while (_idle.TryPop(out Slot? slot))
        {
            slot.Irp.Free();
        }

        if (_buffer.Length > 0)
        {
            _buffers.Return(_buffer);
            _buffer = [];
        }
    }

    /// <summary>Goes on in a larger buffer; what is in flight keeps the old one until it is acknowledged.</summary>
    private bool TryGrow()
    {
        if (!MayGrow)
        {
            return false;
        }

        byte[] larger = _buffers.Rent(NextSize);
        if (_newest is { } last)
        {
            last.OutgrownBuffer = _buffer;
        }

        _buffer = larger;
        _tail = 0;
        _used = 0;
        return true;
    }

    private bool TryRentSlot([NotNullWhen(true)] out Slot? slot)
    {
        if (!_idle.TryPop(out slot) && _kernel.Io.TryAllocateIrp(1, out Irp? irp, "stream send"))
        {
            slot = new Slot(this, irp);
        }

        return slot is not null;
    }

    private void Send(Slot slot, int offset, int count)
    {
        slot.Mdl.Buffer = _buffer;
        slot.Mdl.Offset = offset;
        slot.Mdl.ByteCount = count;
        slot.IsDone = false;
        slot.SentNs = _kernel.Now;
        _newest = slot;
        _used += count;
        _inFlight.Enqueue(slot);
        slot.Irp.Reuse(NtStatus.Unsuccessful);
        slot.Irp.SetCompletionRoutine(Completed, slot);
        _socket.Send(new WskBuffer(slot.Mdl, 0, count), WskSendFlags.None, slot.Irp);
    }

    private void OnCompleted(Slot slot, NtStatus status)
    {
        slot.IsDone = true;
        if (!status.IsSuccess && !Failure.IsError)
        {
            Failure = status;
        }

        // Sends complete in order, but a refused one completes inside its own call.
        while (_inFlight.TryPeek(out Slot? first) && first.IsDone)
        {
            _inFlight.Dequeue();
            _acknowledgedAfterNs = _kernel.Now - first.SentNs;
            if (ReferenceEquals(first.Mdl.Buffer, _buffer))
            {
                _used -= first.Mdl.ByteCount;
            }

            if (first.OutgrownBuffer is { } outgrown)
            {
                first.OutgrownBuffer = null;
                _buffers.Return(outgrown);
            }

            _idle.Push(first);
        }

        if (_space.IsWaiting)
        {
            _space.End(true);
        }
    }

    private sealed class Slot(SendRing ring, Irp irp)
    {
        public Irp Irp { get; } = irp;

        public Mdl Mdl { get; } = new();

        public bool IsDone { get; set; }

        public long SentNs { get; set; }

        /// <summary>In the last send from a buffer that was replaced: that buffer.</summary>
        public byte[]? OutgrownBuffer { get; set; }

        public void OnCompleted(Irp request) => ring.OnCompleted(this, request.Status);
    }
}
