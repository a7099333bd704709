namespace NetStackSim.Kernel;

/// <summary>A work item: queued at any level up to Dispatch, runs at <see cref="Irql.Passive"/> in a system thread of the processor that queued it.</summary>
[WindowsDdi("IO_WORKITEM")]
[WindowsDdi("NdisAllocateIoWorkItem")]
public sealed class WorkItem : PassiveWork
{
    private readonly SimKernel _kernel;
    private readonly IWorkItemTarget _target;

    /// <summary>Makes a work item that is not queued.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="target">Who is called.</param>
    /// <param name="id">A number for the target.</param>
    [WindowsDdi("IoAllocateWorkItem")]
    public WorkItem(SimKernel kernel, IWorkItemTarget target, int id = 0)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(target);
        _kernel = kernel;
        _target = target;
        Id = id;
    }

    /// <summary>The number for the target.</summary>
    public int Id { get; }

    /// <summary>Queues the work item on the current processor.</summary>
    /// <returns>False when it is queued already: it runs once.</returns>
    [WindowsDdi("IoQueueWorkItem")]
    [WindowsDdi("NdisQueueIoWorkItem")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public bool Queue()
    {
        if (IsQueued)
        {
            return false;
        }

        _kernel.CurrentProcessor.Enqueue(this);
        return true;
    }

    internal override void Run() => _target.OnWorkItem(this);
}
