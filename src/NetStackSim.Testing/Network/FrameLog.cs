using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Simulation;

namespace NetStackSim.Testing;

/// <summary>Remembers every frame that passes a point of the wire, as single frames with complete checksums.</summary>
/// <remarks>An observer: the run is the same with and without it.</remarks>
/// <example>
/// <code>
/// FrameLog log = FrameLog.Watch(network, link);
/// network.Run(...);
/// log.Single(Tcp(TcpFlags.Syn)).Is(Options(maximumSegmentSize: 1460));
/// log.RequireValid();
/// </code>
/// </example>
public sealed class FrameLog : IWireObserver
{
    private const int LinesInMessages = 20;

    private readonly FrameRecorder _recorder;
    private readonly List<SeenFrame> _frames = [];

    /// <summary>Makes an empty log; set it where frames pass, such as <see cref="VirtualNic.Observer"/>.</summary>
    /// <param name="loop">The loop of the network.</param>
    public FrameLog(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _recorder = new FrameRecorder(loop);
    }

    /// <summary>All frames in the order in which they passed.</summary>
    public IReadOnlyList<SeenFrame> Frames => _frames;

    /// <summary>Watches one end of a link: what is sent there leaves (also what the link will lose), what arrives there comes in.</summary>
    /// <param name="network">The network of the link.</param>
    /// <param name="link">The link; its observers at that end must be free.</param>
    /// <param name="atA">True for end A, false for end B.</param>
    /// <returns>The log.</returns>
    public static FrameLog Watch(SimNetwork network, Link link, bool atA = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(link);
        var log = new FrameLog(network.Loop);
        (atA ? link.AToB : link.BToA).EntryObserver = log;
        (atA ? link.BToA : link.AToB).ExitObserver = new Inbound(log);
        return log;
    }

    /// <inheritdoc/>
    public void OnFrames(long timeNs, WireDirection direction, in FrameChain frames) => _recorder.Record(timeNs, direction, frames, _frames);

    /// <summary>All frames for which the statements hold.</summary>
    /// <param name="checks">The statements.</param>
    /// <returns>The frames in order.</returns>
    public IReadOnlyList<SeenFrame> Find(params ReadOnlySpan<PacketCheck> checks)
    {
        List<SeenFrame> found = [];
        foreach (SeenFrame frame in _frames)
        {
            if (frame.Matches(checks))
            {
                found.Add(frame);
            }
        }

        return found;
    }

    /// <summary>The one frame for which the statements hold.</summary>
    /// <param name="checks">The statements.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="NetworkAssertionException">There is none, or there are several.</exception>
    public SeenFrame Single(params ReadOnlySpan<PacketCheck> checks)
    {
        IReadOnlyList<SeenFrame> found = Find(checks);
        return found.Count == 1
            ? found[0]
            : throw new NetworkAssertionException($"Expected one frame that is {PacketMatcher.Describe(checks)}, found {found.Count}.\n{Tail()}");
    }

    /// <summary>Fails when the statements hold for any frame.</summary>
    /// <param name="checks">The statements.</param>
    /// <exception cref="NetworkAssertionException">There is such a frame.</exception>
    public void RequireNone(params ReadOnlySpan<PacketCheck> checks)
    {
        if (Find(checks) is [var first, ..] found)
        {
            throw new NetworkAssertionException($"Expected no frame that is {PacketMatcher.Describe(checks)}, found {found.Count}. The first:\n{first}");
        }
    }

    /// <summary>Fails when any header, length or checksum of any frame is wrong.</summary>
    /// <exception cref="NetworkAssertionException">A frame is wrong.</exception>
    public void RequireValid()
    {
        foreach (SeenFrame frame in _frames)
        {
            frame.Is(PacketChecks.Valid());
        }
    }

    /// <summary>Forgets what was seen.</summary>
    public void Clear() => _frames.Clear();

    /// <summary>The frames, one in a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join('\n', _frames);

    private string Tail()
    {
        var text = new StringBuilder($"{_frames.Count} frames were seen:\n");
        foreach (SeenFrame frame in _frames.TakeLast(LinesInMessages))
        {
            text.Append("  ").Append(frame).Append('\n');
        }

        return text.ToString();
    }

    // A link calls every frame outbound: it watches itself. What leaves the link comes in here.
    private sealed class Inbound(FrameLog log) : IWireObserver
    {
        public void OnFrames(long timeNs, WireDirection direction, in FrameChain frames) => log.OnFrames(timeNs, WireDirection.Inbound, frames);
    }
}
