namespace NetStackSim.Kernel;

/// <summary>Receives the run of a <see cref="WorkItem"/>.</summary>
[WindowsDdi("IO_WORKITEM_ROUTINE")]
public interface IWorkItemTarget
{
    /// <summary>The work item runs in a system thread at <see cref="Irql.Passive"/>. It is no longer queued and may be queued again.</summary>
    /// <param name="workItem">The work item.</param>
    void OnWorkItem(WorkItem workItem);
}
