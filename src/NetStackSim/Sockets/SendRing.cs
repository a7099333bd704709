using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// The send buffer of a stream: writes are copied in once and leave by reference; the space comes back, in order, as the peer acknowledges.
/// </summary>
internal sealed class SendRing
{
    private static readonly IrpCompletionRoutine Completed = static (irp, context) =>
    {
        ((Slot)context!).OnCompleted(irp);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly SendBufferPool _buffers;
    private readonly Stack<Slot> _idle = new();
    private readonly Queue<Slot> _inFlight = new();
    private byte[]? _buffer;
    private int _tail;
    private int _used;
    private TaskCompletionSource? _space;

    public SendRing(SimKernel kernel, WskConnectionSocket socket, SendBufferPool buffers)
    {
        _kernel = kernel;
        _socket = socket;
        _buffers = buffers;
    }

    /// <summary>The first error of a send; later writes fail with it.</summary>
    public NtStatus Failure { get; private set; }

    /// <summary>True when everything written has been acknowledged, or failed.</summary>
    public bool IsEmpty => _inFlight.Count == 0;

    /// <summary>Copies as much as fits and sends it.</summary>
    /// <returns>Bytes taken; 0 when the buffer is full.</returns>
    public int Write(ReadOnlySpan<byte> data)
    {
        int taken = 0;
        byte[] buffer = _buffer ??= _buffers.Rent();
        while (taken < data.Length && _used < buffer.Length && Failure == default)
        {
            int count = Math.Min(data.Length - taken, Math.Min(buffer.Length - _used, buffer.Length - _tail));
            data.Slice(taken, count).CopyTo(buffer.AsSpan(_tail));
            Send(buffer, _tail, count);
            _tail = (_tail + count) % buffer.Length;
            taken += count;
        }

        _kernel.Copies.Add(CopyKind.StackSend, taken);
        return taken;
    }

    /// <summary>Ends when space was freed, or a send failed.</summary>
    public Task WaitForSpace()
    {
        _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _space.Task;
    }

    /// <summary>Gives the idle requests and the buffer back; call when the ring is empty.</summary>
    public void Free()
    {
        while (_idle.TryPop(out Slot? slot))
        {
            slot.Irp.Free();
        }

        if (_buffer is { } buffer)
        {
            _buffer = null;
            _buffers.Return(buffer);
        }
    }

    private void Send(byte[] buffer, int offset, int count)
    {
        if (!_idle.TryPop(out Slot? slot))
        {
            slot = new Slot(this, _kernel.Io.AllocateIrp(1, "stream send"), Mdl.Over(buffer, 0, 0));
        }

        slot.Mdl.Offset = offset;
        slot.Mdl.ByteCount = count;
        slot.Length = count;
        slot.IsDone = false;
        _used += count;
        _inFlight.Enqueue(slot);
        slot.Irp.Reuse(NtStatus.Unsuccessful);
        slot.Irp.SetCompletionRoutine(Completed, slot);
        _socket.Send(new WskBuffer(slot.Mdl, 0, count), WskSendFlags.None, slot.Irp);
    }

    private void OnCompleted(Slot slot, NtStatus status)
    {
        slot.IsDone = true;
        if (!status.IsSuccess && Failure == default)
        {
            Failure = status;
        }

        // Sends complete in order, but a refused one completes inside its own call.
        while (_inFlight.TryPeek(out Slot? first) && first.IsDone)
        {
            _inFlight.Dequeue();
            _used -= first.Length;
            _idle.Push(first);
        }

        TaskCompletionSource? space = _space;
        _space = null;
        space?.TrySetResult();
    }

    private sealed class Slot(SendRing ring, Irp irp, Mdl mdl)
    {
        public Irp Irp { get; } = irp;

        public Mdl Mdl { get; } = mdl;

        public int Length { get; set; }

        public bool IsDone { get; set; }

        public void OnCompleted(Irp request) => ring.OnCompleted(this, request.Status);
    }
}
