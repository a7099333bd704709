using NetStackSim.Kernel;

namespace NetStackSim;

/// <summary>How a network runs.</summary>
public sealed class SimNetworkOptions
{
    /// <summary>The one seed of all randomness; equal seeds and programmes give equal runs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Virtual time by default; real time needs a <see cref="Pacer"/>.</summary>
    public EventLoopMode Mode { get; init; } = EventLoopMode.Virtual;

    /// <summary>Waits for real time.</summary>
    public IPacer? Pacer { get; init; }

    /// <summary>The wall-clock time at which the run begins, as hosts see it.</summary>
    public DateTimeOffset Epoch { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>True checks every hand-over on every host; a violation stops the run with the culprit's name.</summary>
    public bool Verifier { get; init; } = true;

    /// <summary>Events that each host's trace ring keeps; 0 keeps none.</summary>
    public int TraceCapacity { get; init; }

    /// <summary>True permutes, by the seed, what Windows leaves unordered.</summary>
    public bool FuzzSchedule { get; init; }

    /// <summary>True folds every frame that crosses a link into the digest.</summary>
    public bool DigestFrames { get; init; } = true;
}
