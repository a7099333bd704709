namespace NetStackSim.Kernel;

/// <summary>Anything that a processor runs at <see cref="Irql.Passive"/>: a work item, a step of a simulated thread.</summary>
public abstract class PassiveWork
{
    private protected PassiveWork()
    {
    }

    /// <summary>True from being queued until it runs.</summary>
    public bool IsQueued { get; internal set; }

    internal PassiveWork? Next { get; set; }

    internal long Sequence { get; set; }

    internal abstract void Run();
}
