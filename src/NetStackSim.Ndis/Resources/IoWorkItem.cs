using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A work item of a driver: queued at any level up to Dispatch, its routine runs at Passive.</summary>
public sealed class IoWorkItem : DriverResource, IWorkItemTarget
{
    private readonly WorkItem _workItem;
    private Action? _routine;

    internal IoWorkItem(DriverResources owner)
        : base(owner, DriverResourceKind.WorkItem)
    {
        _workItem = new WorkItem(owner.Kernel, this);
    }

    /// <summary>True between queueing and running.</summary>
    public bool IsQueued => _workItem.IsQueued;

    /// <summary>Queues the work item. IRQL: at most Dispatch.</summary>
    /// <param name="routine">Runs at Passive.</param>
    /// <returns>False when it is queued already.</returns>
    [WindowsDdi("NdisQueueIoWorkItem")]
    public bool Queue(Action routine)
    {
        NdisArgument.NotNull(routine, Owner.Kernel, "NdisQueueIoWorkItem");
        NdisDdi.QueueIoWorkItem.Check(Owner.Kernel);
        if (!_workItem.Queue())
        {
            return false;
        }

        _routine = routine;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsQueued ? "work item (queued)" : "work item";

    void IWorkItemTarget.OnWorkItem(WorkItem workItem)
    {
        if (Owner.Runtime.Ownership is not { } verifier)
        {
            _routine!();
            return;
        }

        verifier.WorkItemDepth++;
        _routine!();
        verifier.WorkItemDepth--;
    }

    /// <summary>Frees the work item; it must not be queued. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFreeIoWorkItem")]
    private protected override void Release()
    {
        NdisDdi.FreeIoWorkItem.Check(Owner.Kernel);
        if (IsQueued)
        {
            Owner.TouchedFreed("a work item that is still queued");
        }

        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }
}
