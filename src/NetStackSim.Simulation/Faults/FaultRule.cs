using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Judges the frames of a link direction while it is installed: the scripted part of what can go wrong.</summary>
/// <remarks>Install with <see cref="LinkDirection.Install(FaultRule)"/>; <see cref="Dispose"/> takes the rule out. Rules judge in the order of their installation; the first verdict other than Pass stands.</remarks>
public abstract class FaultRule : IDisposable
{
    private LinkDirection? _direction;

    /// <summary>True between installation and <see cref="Dispose"/>.</summary>
    public bool IsInstalled => _direction is not null;

    /// <summary>Frames judged so far.</summary>
    public long Judged { get; private set; }

    /// <summary>Frames for which the verdict was not Pass.</summary>
    public long Hits { get; private set; }

    /// <summary>Takes the rule out; frames under way are not affected.</summary>
    public void Dispose()
    {
        _direction?.Remove(this);
        _direction = null;
        GC.SuppressFinalize(this);
    }

    internal void Attach(LinkDirection direction)
    {
        if (_direction is not null)
        {
            throw new InvalidOperationException($"The rule is already installed at '{_direction.Name}'.");
        }

        _direction = direction;
    }

    internal FaultVerdict JudgeAndCount(Frame frame, long nowNs)
    {
        Judged++;
        FaultVerdict verdict = Judge(frame, nowNs);
        if (verdict.Kind != FaultVerdictKind.Pass)
        {
            Hits++;
        }

        return verdict;
    }

    /// <summary>Decides about one frame.</summary>
    /// <param name="frame">A single frame of the wire; its transport checksum may be partial. It must not be changed or kept.</param>
    /// <param name="nowNs">The present instant.</param>
    protected abstract FaultVerdict Judge(Frame frame, long nowNs);
}
