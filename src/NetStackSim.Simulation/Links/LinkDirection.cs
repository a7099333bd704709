using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>One direction of a <see cref="Link"/>: a first-in first-out line with its own options, counters, rules and random streams.</summary>
public sealed class LinkDirection : EventSource, IFrameDropSink
{
    private readonly WireContext _context;
    private readonly LinkEnd _exit;
    private readonly FlightQueue _flight = new();
    private readonly TransmitQueue _waiting = new();
    private readonly Impairments _impairments;
    private LinkOptions _options;
    private SerialClock _clock;
    private FaultRule[] _rules = [];
    private long _lastDueNs;
    private bool _isUp = true;

    internal LinkDirection(WireContext context, string name, LinkOptions options, LinkEnd exit)
        : base(context.Loop, EventClass.WireArrival, "link/" + name)
    {
        options.Validate();
        _context = context;
        _options = options;
        _exit = exit;
        _impairments = new Impairments(context.Loop, Name);
    }

    /// <summary>How frames travel; a new value holds for frames that enter from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public LinkOptions Options
    {
        get => _options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            _options = value;
        }
    }

    /// <summary>What happened so far.</summary>
    public LinkCounters Counters { get; } = new();

    /// <summary>Sees every frame that enters, before anything can happen to it; null when nobody looks.</summary>
    public IWireObserver? EntryObserver { get; set; }

    /// <summary>Sees every frame that is handed to the far device; null when nobody looks.</summary>
    public IWireObserver? ExitObserver { get; set; }

    /// <summary>Batches under way; a batch is what arrives at one instant.</summary>
    public int BatchesInFlight => _flight.Count;

    /// <summary>What a device may send into this direction as it is.</summary>
    internal WireCapabilities Accepted
    {
        get
        {
            WireCapabilities far = _exit.Peer?.Capabilities ?? WireCapabilities.Everything;
            return new WireCapabilities(
                IsTransparent ? far.LargeSends : SegmentationType.None,
                far.AcceptsPartialChecksum,
                Math.Min(far.MaxFrameSize, _options.MaxFrameSize));
        }
    }

    private bool IsTransparent => _options.IsTransparent && _rules.Length == 0;

    /// <summary>Lets a rule judge every frame that enters, after the rules that are there.</summary>
    /// <param name="rule">A rule that is installed nowhere; <see cref="FaultRule.Dispose"/> takes it out.</param>
    /// <returns><paramref name="rule"/>.</returns>
    public FaultRule Install(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        rule.Attach(this);
        _rules = [.. _rules, rule];
        return rule;
    }

    /// <summary>Lets a function judge every frame that enters.</summary>
    /// <param name="judge">Gets the frame, which it must not change, and returns the verdict.</param>
    /// <returns>The rule made of it; dispose it to take it out.</returns>
    public FaultRule Install(Func<Frame, FaultVerdict> judge) => Install(new DelegateFaultRule(judge));

    /// <inheritdoc/>
    void IFrameDropSink.Drop(Frame frame, in DropReason reason) => Drop(frame, reason);

    /// <inheritdoc/>
    protected override void RunHead()
    {
        FrameChain frames = default;
        _flight.RemoveHead(ref frames);
        AnnounceHead();
        Deliver(ref frames);
    }

    internal void Remove(FaultRule rule) => _rules = Array.FindAll(_rules, r => r != rule);

    internal void SetUp(bool up)
    {
        _isUp = up;
        if (!up)
        {
            DropFlight();
        }
    }

    internal void DropFlight()
    {
        while (_flight.Count > 0)
        {
            FrameChain frames = default;
            _flight.RemoveHead(ref frames);
            _context.Drop(ref frames, WireDropReasons.Unplugged, Name);
        }

        SetIdle();
    }

    internal void Enter(ref FrameChain frames)
    {
        EntryObserver?.OnFrames(Loop.Now, WireDirection.Outbound, frames);
        _context.Record(TraceKind.WireIn, frames, Name);
        Count(frames, out int count, out long bytes);
        Counters.FramesOffered += count;
        Counters.BytesOffered += bytes;
        if (!_isUp)
        {
            _context.Drop(ref frames, WireDropReasons.Unplugged, Name);
            return;
        }

        FrameAdapter.Adapt(ref frames, Accepted, _context.Frames, this);
        if (IsTransparent)
        {
            if (!frames.IsEmpty)
            {
                Launch(ref frames, KeepOrder(Loop.Now + _options.DelayNs));
            }
        }
        else
        {
            while (frames.RemoveFirst() is { } frame)
            {
                EnterOne(frame);
            }
        }
    }

    private void Drop(Frame frame, in DropReason reason) => _context.Drop(frame, reason, Name);

    private static void Count(in FrameChain frames, out int count, out long bytes)
    {
        count = frames.Count;
        bytes = 0;
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (frame.Wire.IsLarge)
            {
                count += FrameSegmenter.CountSegments(frame) - 1;
                bytes += FrameSegmenter.CountWireBytes(frame);
            }
            else
            {
                bytes += frame.Length;
            }
        }
    }

    // Rules first, then the queue, then what can happen on the way: a frame that is lost there has used its time on the line.
    private void EnterOne(Frame frame)
    {
        FaultVerdict verdict = Judge(frame);
        if (verdict.Kind == FaultVerdictKind.Drop)
        {
            Counters.RuleDrops++;
            Drop(frame, LinkDropReasons.FaultRule);
            return;
        }

        if (!TrySerialize(frame, out long sentNs))
        {
            Counters.QueueDrops++;
            Drop(frame, LinkDropReasons.QueueFull);
            return;
        }

        switch (verdict.Kind)
        {
            case FaultVerdictKind.Deliver:
                Launch(frame, sentNs + verdict.DelayNs);
                break;
            case FaultVerdictKind.Corrupt:
                Corrupt(ref frame, verdict.BitIndex);
                Launch(frame, KeepOrder(sentNs + _options.DelayNs));
                break;
            case FaultVerdictKind.Duplicate:
                Launch(frame, KeepOrder(sentNs + _options.DelayNs), duplicate: true);
                break;
            default:
                Travel(frame, sentNs);
                break;
        }
    }

    private FaultVerdict Judge(Frame frame)
    {
        // A rule may take itself out while it judges: the array of this pass stays.
        FaultRule[] rules = _rules;
        foreach (FaultRule rule in rules)
        {
            FaultVerdict verdict = rule.JudgeAndCount(frame, Loop.Now);
            if (verdict.Kind != FaultVerdictKind.Pass)
            {
                return verdict;
            }
        }

        return FaultVerdict.Pass;
    }

    private bool TrySerialize(Frame frame, out long sentNs)
    {
        sentNs = Loop.Now;
        if (_options.BitsPerSecond == 0)
        {
            return true;
        }

        _waiting.Advance(Loop.Now);
        if ((_options.QueueBytes > 0 && _waiting.Bytes + frame.Length > _options.QueueBytes)
            || (_options.QueueFrames > 0 && _waiting.Frames >= _options.QueueFrames))
        {
            return false;
        }

        sentNs = _clock.Send(Loop.Now, frame.Length + _options.FrameOverheadBytes, _options.BitsPerSecond);
        _waiting.Add(frame.Length, sentNs);
        Counters.PeakQueueBytes = Math.Max(Counters.PeakQueueBytes, _waiting.Bytes);
        return true;
    }

    private void Travel(Frame frame, long sentNs)
    {
        if (_impairments.Loses(_options))
        {
            Counters.Lost++;
            Drop(frame, LinkDropReasons.Lost);
            return;
        }

        if (_impairments.Corrupts(_options, frame.Length, out int bit))
        {
            Corrupt(ref frame, bit);
        }

        bool duplicate = _impairments.Duplicates(_options);
        long dueNs = sentNs + _options.DelayNs + _impairments.Jitter(_options);
        if (_impairments.Reorders(_options))
        {
            Counters.Reordered++;
            Launch(frame, dueNs + _options.ReorderDelayNs, duplicate);
        }
        else
        {
            Launch(frame, KeepOrder(dueNs), duplicate);
        }
    }

    // Neither jitter nor a shorter delay set at run time lets a frame overtake an ordinary one before it.
    private long KeepOrder(long dueNs)
    {
        _lastDueNs = Math.Max(_lastDueNs, dueNs);
        return _lastDueNs;
    }

    private void Corrupt(ref Frame frame, int bit)
    {
        // The wire has the real checksum, and the flip must show against it.
        if (!FrameChecksum.TryComplete(ref frame) || !Frame.TryUnshare(ref frame))
        {
            return;
        }

        bit %= frame.Length * 8;
        frame.Data[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        frame.Wire = default;
        Counters.Corrupted++;
    }

    private void Launch(Frame frame, long dueNs, bool duplicate = false)
    {
        FrameChain frames = new(frame);
        if (duplicate && frame.TryShare(out Frame? copy))
        {
            Counters.Duplicated++;
            frames.Add(copy);
        }

        Launch(ref frames, dueNs);
    }

    private void Launch(ref FrameChain frames, long dueNs)
    {
        if (_flight.Add(ref frames, dueNs, Loop.NextSequence()))
        {
            AnnounceHead();
        }
    }

    private void AnnounceHead()
    {
        if (_flight.Count == 0)
        {
            SetIdle();
            return;
        }

        ref FrameBatch head = ref _flight.Head;
        SetNext(head.DueNs, head.Sequence);
    }

    private void Deliver(ref FrameChain frames)
    {
        if (_exit.Peer is not { } device)
        {
            _context.Drop(ref frames, WireDropReasons.Unplugged, Name);
            return;
        }

        Count(frames, out int count, out long bytes);
        Counters.FramesDelivered += count;
        Counters.BytesDelivered += bytes;
        if (_options.DigestFrames)
        {
            MixDigest(frames);
        }

        ExitObserver?.OnFrames(Loop.Now, WireDirection.Inbound, frames);
        _context.Record(TraceKind.WireOut, frames, Name);

        // What the device takes may have changed while the frames were under way.
        FrameAdapter.Adapt(ref frames, device.Capabilities, _context.Frames, this);
        if (!frames.IsEmpty)
        {
            device.Receive(ref frames);
        }
    }

    private void MixDigest(in FrameChain frames)
    {
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            Loop.MixDigest(StableHash.Of(frame.Data));
        }
    }
}
