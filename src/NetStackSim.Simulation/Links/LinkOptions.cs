namespace NetStackSim.Simulation;

/// <summary>One direction of a link: how long, how fast, how bad.</summary>
/// <remarks>
/// The default is a cable of no length: no delay, no rate, no loss. Probabilities are 0-1 and drawn once per frame of the wire, each from a stream of its own
/// (<c>link/NAME/a-b/loss</c> and so on), so that switching one impairment on does not change what another draws.
/// </remarks>
public sealed record LinkOptions
{
    /// <summary>Preamble 8, FCS 4 and gap 12 bytes: what an Ethernet frame occupies beside its bytes.</summary>
    public const int EthernetOverheadBytes = 24;

    /// <summary>Time from the last bit sent to the last bit received, in nanoseconds.</summary>
    public long DelayNs { get; init; }

    /// <summary>The most that is added to <see cref="DelayNs"/>, uniformly; frames do not overtake each other by jitter.</summary>
    public long JitterNs { get; init; }

    /// <summary>The rate; 0 for infinitely fast.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>Bytes that a frame occupies on the wire beside its own, when there is a rate.</summary>
    public int FrameOverheadBytes { get; init; } = EthernetOverheadBytes;

    /// <summary>The most bytes of frames accepted and not yet sent out completely, when there is a rate; 0 for no bound.</summary>
    public long QueueBytes { get; init; }

    /// <summary>The most frames accepted and not yet sent out completely, when there is a rate; 0 for no bound.</summary>
    public int QueueFrames { get; init; }

    /// <summary>Probability that a frame is lost on its way; it has used its time on the wire.</summary>
    public double Loss { get; init; }

    /// <summary>Probability that a frame arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Probability that a frame is held back by <see cref="ReorderDelayNs"/>, so that later ones overtake it.</summary>
    public double Reorder { get; init; }

    /// <summary>How long a reordered frame is held back, in nanoseconds.</summary>
    public long ReorderDelayNs { get; init; } = 1_000_000;

    /// <summary>Probability that one bit of the frame flips without the FCS noticing.</summary>
    public double Corrupt { get; init; }

    /// <summary>The longest frame that passes, with link header and without FCS.</summary>
    public int MaxFrameSize { get; init; } = int.MaxValue;

    /// <summary>True when the bytes of every delivered frame are mixed into the digest of the loop.</summary>
    public bool DigestFrames { get; init; }

    /// <summary>True when every frame arrives after exactly <see cref="DelayNs"/>: nothing needs to see single frames.</summary>
    internal bool IsTransparent => BitsPerSecond == 0 && JitterNs == 0 && Loss <= 0 && Duplicate <= 0 && Reorder <= 0 && Corrupt <= 0;

    internal void Validate()
    {
        ThrowIfNegative(DelayNs, nameof(DelayNs));
        ThrowIfNegative(JitterNs, nameof(JitterNs));
        ThrowIfNegative(BitsPerSecond, nameof(BitsPerSecond));
        ThrowIfNegative(FrameOverheadBytes, nameof(FrameOverheadBytes));
        ThrowIfNegative(QueueBytes, nameof(QueueBytes));
        ThrowIfNegative(QueueFrames, nameof(QueueFrames));
        ThrowIfNegative(ReorderDelayNs, nameof(ReorderDelayNs));
        ThrowIfNotProbability(Loss, nameof(Loss));
        ThrowIfNotProbability(Duplicate, nameof(Duplicate));
        ThrowIfNotProbability(Reorder, nameof(Reorder));
        ThrowIfNotProbability(Corrupt, nameof(Corrupt));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrameSize, 60, nameof(MaxFrameSize));
    }

    private static void ThrowIfNegative(long value, string name) => ArgumentOutOfRangeException.ThrowIfNegative(value, name);

    private static void ThrowIfNotProbability(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A probability is between 0 and 1.");
        }
    }
}
