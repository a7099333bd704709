using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Tap;

/// <summary>The wire port in front of a TAP device: what the Linux kernel sends arrives at the peer, what the peer sends goes to the kernel.</summary>
/// <remarks>
/// Reads and writes on the loop's own thread, without blocking: the <see cref="TapPacer"/> announces that frames wait, and one event reads them in batches until
/// the device is empty, straight into pooled frame memory. Each batch goes up as one chain.
/// </remarks>
public sealed class TapPort : EventSource, IWirePort, IFrameDropSink, IDisposable
{
    private const int BatchFrames = 64;
    private const int SmallFrame = 2048;

    // Above all hosts: a correlation id names the host in its upper 16 bits.
    private const ulong CorrelationBase = 0xFFFFUL << 48;

    private readonly WireContext _context;
    private readonly TapDevice _device;
    private readonly TapPacer _pacer;
    private readonly byte[] _header = new byte[VnetHeader.Size];
    private readonly int _headerSize;
    private readonly byte[] _overflow;
    private bool _expectsLarge;
    private bool _announced;
    private ulong _received;

    /// <summary>Puts a port before a device.</summary>
    /// <param name="context">The wire world; its loop must use <paramref name="pacer"/>.</param>
    /// <param name="device">An open device; the port owns it and closes it.</param>
    /// <param name="pacer">Who waits for the device.</param>
    public TapPort(WireContext context, TapDevice device, TapPacer pacer)
        : base(Checked(context).Loop, EventClass.WireArrival, "tap/" + device.Name)
    {
        ArgumentNullException.ThrowIfNull(pacer);
        _context = context;
        _device = device;
        _pacer = pacer;
        _headerSize = device.HasVnetHeader ? VnetHeader.Size : 0;
        _overflow = new byte[FramePool.MaxFrameLength - SmallFrame];
        pacer.Add(this);
    }

    /// <summary>The device.</summary>
    public TapDevice Device => _device;

    /// <inheritdoc/>
    public IWirePort? Peer { get; set; }

    /// <summary>Large frames and partial checksums with a vnet header, complete single frames without.</summary>
    public WireCapabilities Capabilities => new(_device.LargeSends, _device.HasVnetHeader, int.MaxValue);

    /// <summary>Sees what passes the port, inbound from the kernel; null when nobody looks.</summary>
    public IWireObserver? Observer { get; set; }

    /// <summary>Frames read from the kernel; an uncut large frame counts once.</summary>
    public long FramesRead { get; private set; }

    /// <summary>Bytes read from the kernel.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Frames that the kernel took; an uncut large frame counts once.</summary>
    public long FramesWritten { get; private set; }

    /// <summary>Bytes that the kernel took.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>False after the device disappeared under the port.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <inheritdoc/>
    public void Receive(ref FrameChain frames)
    {
        Observer?.OnFrames(Loop.Now, WireDirection.Outbound, frames);
        _context.Record(TraceKind.WireOut, frames, Name);
        while (frames.RemoveFirst() is { } frame)
        {
            Write(frame);
        }
    }

    /// <inheritdoc/>
    public void OnLinkStateChanged(bool up)
    {
        // The kernel's side stays as the user configured it.
    }

    /// <inheritdoc/>
    void IFrameDropSink.Drop(Frame frame, in DropReason reason) => Drop(frame, reason);

    /// <summary>Leaves the pacer, unplugs the cable and closes the device.</summary>
    public void Dispose()
    {
        _pacer.Remove(this);
        SetIdle();
        IsUsable = false;
        Wire.Disconnect(this);
        _device.Dispose();
    }

    /// <inheritdoc/>
    protected override void RunHead()
    {
        _announced = false;
        FrameChain frames = default;
        bool more = ReadBatch(ref frames);
        if (more)
        {
            OnReadable();
        }

        if (!frames.IsEmpty)
        {
            Deliver(ref frames);
        }
    }

    /// <summary>The pacer found frames waiting.</summary>
    internal void OnReadable()
    {
        if (!_announced && IsUsable)
        {
            _announced = true;
            SetNext(Loop.Now, Loop.NextSequence());
        }
    }

    /// <summary>The pacer found the device gone.</summary>
    internal void OnGone()
    {
        IsUsable = false;
        Peer?.OnLinkStateChanged(up: false);
    }

    private static WireContext Checked(WireContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context;
    }

    private void Deliver(ref FrameChain frames)
    {
        Observer?.OnFrames(Loop.Now, WireDirection.Inbound, frames);
        _context.Record(TraceKind.WireIn, frames, Name);
        if (Peer is not { } peer)
        {
            _context.Drop(ref frames, WireDropReasons.Unplugged, Name);
            return;
        }

        FrameAdapter.Adapt(ref frames, peer.Capabilities, _context.Frames, this);
        if (!frames.IsEmpty)
        {
            peer.Receive(ref frames);
        }
    }

    // Returns true when the batch was full: more may wait.
    private bool ReadBatch(ref FrameChain frames)
    {
        for (int i = 0; i < BatchFrames; i++)
        {
            // A sender of large frames sends many: the next read goes straight into memory of that size.
            int expected = _expectsLarge ? FramePool.MaxFrameLength : SmallFrame;
            if (!_context.Frames.TryRent(expected, out Frame? frame))
            {
                DiscardOne();
                continue;
            }

            int length = Read(frame);
            if (length <= 0)
            {
                frame.Release();
                if (length < 0)
                {
                    OnGone();
                }

                return false;
            }

            Land(frame, length - _headerSize, ref frames);
        }

        return true;
    }

    private int Read(Frame frame)
    {
        Span<byte> first = frame.Buffer.AsSpan(frame.Offset - _headerSize, _headerSize + frame.Length);
        return _device.Read(first, frame.Length == SmallFrame ? _overflow : default);
    }

    private void Land(Frame frame, int length, ref FrameChain frames)
    {
        FramesRead++;
        BytesRead += Math.Max(0, length);
        frame.CorrelationId = CorrelationBase | (((ulong)Ordinal & 0xFF) << 40) | ++_received;
        if (length < 14 || !TryReadMetadata(frame))
        {
            frame.Length = Math.Max(0, Math.Min(length, frame.Length));
            Drop(frame, length < 14 ? WireDropReasons.Runt : WireDropReasons.MalformedMetadata);
            return;
        }

        _expectsLarge = length > SmallFrame;
        if ((length > SmallFrame) != (frame.Length > SmallFrame) && !TryMove(ref frame, length))
        {
            Drop(frame, WireDropReasons.NoFrameMemory);
            return;
        }

        frame.Length = length;
        frames.Add(frame);
    }

    private bool TryReadMetadata(Frame frame)
    {
        if (_headerSize == 0)
        {
            return true;
        }

        bool known = VnetHeader.TryRead(frame.Buffer.AsSpan(frame.Offset - VnetHeader.Size, VnetHeader.Size), out WireMetadata wire);
        frame.Wire = wire;
        return known;
    }

    // The guess was wrong: the frame moves to memory of its size.
    private bool TryMove(ref Frame frame, int length)
    {
        if (!_context.Frames.TryRent(length, out Frame? right))
        {
            return false;
        }

        int here = Math.Min(length, frame.Length);
        frame.Data[..here].CopyTo(right.Data);
        if (length > here)
        {
            _overflow.AsSpan(0, length - here).CopyTo(right.Data[here..]);
        }

        _context.Frames.Copies.Add(CopyKind.DmaReceive, length);
        right.Wire = frame.Wire;
        right.CorrelationId = frame.CorrelationId;
        frame.Release();
        frame = right;
        return true;
    }

    // Without memory the frame is taken from the device all the same, or the device would stay ready for ever.
    private void DiscardOne()
    {
        if (_device.Read(_overflow, default) is > 0 and int length)
        {
            _context.Drops.Count(WireDropReasons.NoFrameMemory, 0, length);
        }
    }

    private void Write(Frame frame)
    {
        Span<byte> header = default;
        if (_headerSize > 0)
        {
            header = _header;
            VnetHeader.Write(header, frame.Wire);
        }

        int error = _device.Write(header, frame.Data);
        if (error == 0)
        {
            FramesWritten++;
            BytesWritten += frame.Length;
            frame.Release();
        }
        else
        {
            Drop(frame, error is Libc.ErrorAgain or Libc.ErrorNoBuffers ? TapDropReasons.DeviceBusy : error == Libc.ErrorIo ? TapDropReasons.DeviceDown : TapDropReasons.Refused);
        }
    }

    private void Drop(Frame frame, in DropReason reason) => _context.Drop(frame, reason, Name);
}
