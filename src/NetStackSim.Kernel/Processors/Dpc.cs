namespace NetStackSim.Kernel;

/// <summary>A deferred procedure call: queued at any level, runs at <see cref="Irql.Dispatch"/> on its processor.</summary>
[WindowsDdi("KDPC")]
public sealed class Dpc
{
    /// <summary>Makes a DPC that is not queued.</summary>
    /// <param name="processor">Where it runs.</param>
    /// <param name="target">Who is called.</param>
    /// <param name="id">A number for the target.</param>
    [WindowsDdi("KeInitializeDpc")]
    public Dpc(Processor processor, IDpcTarget target, int id = 0)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(target);
        Processor = processor;
        Target = target;
        Id = id;
    }

    /// <summary>The number for the target.</summary>
    public int Id { get; }

    /// <summary>Where the DPC runs.</summary>
    [WindowsDdi("KeSetTargetProcessorDpc")]
    public Processor Processor { get; }

    /// <summary>True between <see cref="Queue"/> and the run.</summary>
    public bool IsQueued { get; internal set; }

    /// <summary>True to go to the front of the queue (HighImportance). False unless set.</summary>
    [WindowsDdi("KeSetImportanceDpc")]
    public bool IsImportant { get; set; }

    internal IDpcTarget Target { get; }

    internal Dpc? Next { get; set; }

    internal long Sequence { get; set; }

    /// <summary>Queues the DPC. Any IRQL.</summary>
    /// <returns>False when it is queued already: it runs once.</returns>
    [WindowsDdi("KeInsertQueueDpc")]
    public bool Queue()
    {
        if (IsQueued)
        {
            return false;
        }

        Processor.Enqueue(this);
        return true;
    }

    /// <summary>Takes the DPC out of the queue. Any IRQL.</summary>
    /// <returns>True when it was queued.</returns>
    [WindowsDdi("KeRemoveQueueDpc")]
    public bool Cancel() => IsQueued && Processor.Remove(this);
}
