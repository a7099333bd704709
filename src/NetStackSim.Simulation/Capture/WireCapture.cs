using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Simulation;

/// <summary>Writes what passes points of the wire to a pcapng file, as a physical tap would see it: single frames with complete checksums.</summary>
/// <remarks>
/// An observer: the run is the same with and without it. Large frames are cut and checksums completed in the capture's own memory. One interface per point.
/// Dispose it to finish the file.
/// </remarks>
public sealed class WireCapture : IDisposable
{
    private readonly PcapngWriter _writer;
    private readonly FramePool _scratch;
    private readonly List<CapturePointObserver> _points = [];

    /// <summary>Starts a capture.</summary>
    /// <param name="loop">The loop whose wires are watched; nothing is scheduled on it.</param>
    /// <param name="stream">Where to write; closed with the capture unless the options say otherwise.</param>
    /// <param name="options">Texts of the file; null for the defaults.</param>
    public WireCapture(EventLoop loop, Stream stream, PcapngWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _writer = new PcapngWriter(stream, options);

        // Memory of its own: the frames of the run must not notice that somebody looks.
        _scratch = new FramePool(loop, "capture", register: false);
        EpochNs = (loop.TimeProvider.Epoch - DateTimeOffset.UnixEpoch).Ticks * 100;
    }

    /// <summary>Frames written.</summary>
    public long FrameCount => _writer.PacketCount;

    /// <summary>What is added to the time of the loop to make a time stamp, in nanoseconds since 1970.</summary>
    public long EpochNs { get; }

    /// <summary>Makes an observer for one point; set it where frames pass, such as <see cref="LinkDirection.EntryObserver"/>.</summary>
    /// <param name="name">The name of the interface in the file.</param>
    /// <param name="description">One line about it; empty for none.</param>
    /// <param name="invertDirection">True to record what leaves the device as received: a point described from the side of the cable.</param>
    public IWireObserver AddPoint(string name, string description = "", bool invertDirection = false)
    {
        CapturePointObserver point = new(this, _writer.AddInterface(name, description, LinkType.Ethernet), invertDirection);
        _points.Add(point);
        return point;
    }

    /// <summary>Captures both directions of a link at one end: as a card there would send and receive.</summary>
    /// <param name="link">The link; its observers at that end must be free.</param>
    /// <param name="atA">True for end A, false for end B.</param>
    public void Attach(Link link, bool atA = true)
    {
        ArgumentNullException.ThrowIfNull(link);
        IWireObserver point = AddPoint(atA ? link.A.Name : link.B.Name);
        (atA ? link.AToB : link.BToA).EntryObserver = point;
        (atA ? link.BToA : link.AToB).ExitObserver = point;
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Finishes the file. Points that are still set record nothing more.</summary>
    public void Dispose()
    {
        foreach (CapturePointObserver point in _points)
        {
            point.Close();
        }

        _points.Clear();
        _writer.Dispose();
    }

    private void Write(int interfaceId, long timeNs, CaptureDirection direction, in FrameChain frames)
    {
        ulong timestamp = (ulong)(EpochNs + timeNs);
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (frame.Wire.NeedsWork)
            {
                WriteAdapted(interfaceId, timestamp, direction, frame);
            }
            else
            {
                _writer.WritePacket(interfaceId, timestamp, frame.Data, frame.Length, direction);
            }
        }
    }

    private void WriteAdapted(int interfaceId, ulong timestamp, CaptureDirection direction, Frame frame)
    {
        FrameChain pieces = default;
        if (!frame.Wire.IsLarge)
        {
            if (_scratch.TryRent(frame.Length, out Frame? copy))
            {
                frame.Data.CopyTo(copy.Data);
                copy.Wire = frame.Wire;
                _ = FrameChecksum.TryComplete(ref copy);
                pieces.Add(copy);
            }
        }
        else
        {
            _ = FrameSegmenter.TrySegment(frame, _scratch, ref pieces, out _);
        }

        if (pieces.IsEmpty)
        {
            // Metadata that does not fit: the bytes as they are.
            _writer.WritePacket(interfaceId, timestamp, frame.Data, frame.Length, direction);
        }

        while (pieces.RemoveFirst() is { } piece)
        {
            _writer.WritePacket(interfaceId, timestamp, piece.Data, piece.Length, direction);
            piece.Release();
        }
    }

    private sealed class CapturePointObserver(WireCapture capture, int interfaceId, bool invert) : IWireObserver
    {
        private bool _closed;

        public void OnFrames(long timeNs, WireDirection direction, in FrameChain frames)
        {
            if (!_closed)
            {
                bool outbound = (direction == WireDirection.Outbound) != invert;
                capture.Write(interfaceId, timeNs, outbound ? CaptureDirection.Outbound : CaptureDirection.Inbound, frames);
            }
        }

        internal void Close() => _closed = true;
    }
}
