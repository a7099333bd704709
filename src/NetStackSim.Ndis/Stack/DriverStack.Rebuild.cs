using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Changes that not every driver of a running stack copes with.</content>
internal sealed partial class DriverStack
{
    /// <summary>May an indication be told to the stack as it runs?</summary>
    public bool CanTellLive(NdisStatusCode code)
    {
        foreach (FilterModule module in _filters)
        {
            bool copes = code switch
            {
                NdisStatusCode.CurrentMacAddressChange => module.Driver.Options.SupportsCurrentMacAddressChange,
                NdisStatusCode.L2MtuSizeChange => module.Driver.Options.SupportsL2MtuSizeChange,
                _ => true,
            };
            if (!copes)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes the stack down to the miniport, lets the change take effect and builds it up again: everybody attaches and binds with the new value. A work item.</summary>
    public void Rebuild(StatusIndication change) => new RebuildWork(this, change).Queue();

    private IEnumerable<PendingStep> RebuildSteps(StackOperation operation, StatusIndication change)
    {
        foreach (PendingStep step in Sequence(PauseSteps(PauseReason.NdisInternal), UnbindAllSteps(), DetachSteps(static _ => true)))
        {
            yield return step;
        }

        StatusPath.Apply(this, change);
        foreach (PendingStep step in Sequence(SyncFiltersSteps(), BindAllSteps(operation), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    private sealed class RebuildWork(DriverStack stack, StatusIndication change) : IWorkItemTarget
    {
        public void Queue() => new WorkItem(stack.Kernel, this).Queue();

        void IWorkItemTarget.OnWorkItem(WorkItem workItem) => stack.Start($"{change.StatusCode}", op => stack.RebuildSteps(op, change));
    }
}
