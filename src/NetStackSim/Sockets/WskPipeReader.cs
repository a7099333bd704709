using System.Buffers;
using System.IO.Pipelines;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// A <see cref="PipeReader"/> over retained receives: the sequence lies in the received lists; what is consumed goes back to the stack, which
/// opens the window by it. A reader that does not consume closes the peer's window.
/// </summary>
internal sealed class WskPipeReader : PipeReader, IWskConnectionEvents
{
    private readonly WskConnectionSocket _socket;
    private readonly PipeLifetime _lifetime;
    private readonly LoopWait<ReadResult> _waiter;
    private readonly Stack<ReceivedSegment> _idle = new();
    private readonly Stack<RetainedIndication> _idleIndications = new();
    private ReceivedSegment? _first;
    private ReceivedSegment? _last;
    private int _firstOffset;
    private long _available;
    private long _examined;
    private bool _ended;
    private bool _canceled;
    private bool _completed;
    private NtStatus _failure;

    public WskPipeReader(SimKernel kernel, WskConnectionSocket socket, PipeLifetime lifetime)
    {
        _socket = socket;
        _lifetime = lifetime;
        _waiter = new LoopWait<ReadResult>(kernel.Loop);
    }

    private bool HasResult => _canceled || _ended || _available > _examined;

    /// <summary>Turns the socket's events on.</summary>
    public void Start() => _socket.Attach(this, WskEventMask.Receive | WskEventMask.Disconnect);

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfCompleted();
        if (!HasResult)
        {
            result = default;
            return false;
        }

        result = TakeResult();
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryRead(out ReadResult result) ? new ValueTask<ReadResult>(result) : _waiter.Begin(cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        ThrowIfCompleted();
        if (consumed.GetObject() is not ReceivedSegment segment)
        {
            // The positions of an empty result name no segment of ours.
            _examined = _available;
            return;
        }

        long examinedBytes = examined.GetObject() is ReceivedSegment last ? Distance(last, examined.GetInteger()) : 0;
        long consumedBytes = Distance(segment, consumed.GetInteger());
        if (consumedBytes < 0 || consumedBytes > _available)
        {
            throw new InvalidOperationException("The position does not belong to the last result.");
        }

        Consume(consumedBytes);
        _examined = Math.Max(0, examinedBytes - consumedBytes);
    }

    public override void CancelPendingRead()
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

        _completed = true;
        Consume(_available);
        if (_waiter.IsWaiting)
        {
            _waiter.EndWith(new InvalidOperationException("The reader was completed while a read was pending."));
        }

        _lifetime.SideCompleted();
    }

    NtStatus IWskConnectionEvents.Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        if (data is null)
        {
            End(NtStatus.FileForcedClosed);
            return NtStatus.Success;
        }

        if (_completed)
        {
            return NtStatus.Success;
        }

        Append(data, bytesIndicated);
        Wake();
        return NtStatus.Pending;
    }

    NtStatus IWskConnectionEvents.Disconnect(WskConnectionSocket socket, WskEventFlags flags)
    {
        End((flags & WskEventFlags.Abortive) != 0 ? NtStatus.ConnectionReset : NtStatus.Success);
        return NtStatus.Success;
    }

    private void End(NtStatus status)
    {
        _ended = true;
        _failure = status;
        Wake();
    }

    private void Wake()
    {
        if (!_waiter.IsWaiting || !HasResult)
        {
            return;
        }

        if (_failure.IsError)
        {
            _waiter.EndWith(SocketStatusException.ToIOException(_failure));
            return;
        }

        _waiter.End(TakeResult());
    }

    private ReadResult TakeResult()
    {
        if (_failure.IsError)
        {
            throw SocketStatusException.ToIOException(_failure);
        }

        bool canceled = _canceled;
        _canceled = false;
        var sequence = _first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_first, _firstOffset, _last!, _last!.Memory.Length);
        return new ReadResult(sequence, canceled, _ended);
    }

    private void Append(WskDataIndication data, int bytes)
    {
        RetainedIndication retained = _idleIndications.TryPop(out RetainedIndication? idle) ? idle : new RetainedIndication();
        retained.Data = data;
        retained.Segments = 0;
        for (WskDataIndication? piece = data; piece is not null; piece = piece.Next)
        {
            int offset = piece.Buffer.Offset;
            int left = piece.Buffer.Length;
            for (Mdl? mdl = piece.Buffer.Mdl; mdl is not null && left > 0; mdl = mdl.Next, offset = 0)
            {
                int count = Math.Min(left, mdl.ByteCount - offset);
                Append(mdl, offset, count, retained);
                left -= count;
            }
        }

        _available += bytes;
    }

    private void Append(Mdl mdl, int offset, int count, RetainedIndication retained)
    {
        ReceivedSegment segment = _idle.TryPop(out ReceivedSegment? idle) ? idle : new ReceivedSegment();
        segment.Set(mdl, offset, count, retained, _last);
        retained.Segments++;
        _last = segment;
        if (_first is null)
        {
            _first = segment;
            _firstOffset = 0;
        }
    }

    private long Distance(ReceivedSegment segment, int index) =>
        _first is null ? -1 : segment.RunningIndex + index - (_first.RunningIndex + _firstOffset);

    private void Consume(long bytes)
    {
        _available -= bytes;
        while (_first is { } segment && bytes + _firstOffset >= segment.Memory.Length)
        {
            bytes -= segment.Memory.Length - _firstOffset;
            _firstOffset = 0;
            _first = segment.Following;
            Release(segment);
        }

        _firstOffset += (int)bytes;
        if (_first is null)
        {
            _last = null;
            _firstOffset = 0;
        }
    }

    private void Release(ReceivedSegment segment)
    {
        RetainedIndication retained = segment.Indication!;
        segment.Clear();
        _idle.Push(segment);
        if (--retained.Segments > 0)
        {
            return;
        }

        WskDataIndication data = retained.Data!;
        retained.Data = null;
        _idleIndications.Push(retained);
        _socket.Release(data);
    }

    private void ThrowIfCompleted()
    {
        if (_completed)
        {
            throw new InvalidOperationException("The reader was completed.");
        }
    }
}
