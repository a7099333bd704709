using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Ports that become active or inactive.</content>
internal sealed partial class DriverStack
{
    /// <summary>The miniport tells of ports. The default port comes first: an adapter that controls it has no filters and protocols until it is active.</summary>
    private NtStatus PortEvent(NetPnPEvent netPnPEvent)
    {
        NtStatus status = Adapter.ChangePorts(netPnPEvent);
        if (status != NtStatus.Success || Adapter.State == AdapterState.Initializing)
        {
            return status;
        }

        if (netPnPEvent.Code == NetPnPEventCode.PortActivation && netPnPEvent.Ports.Contains(PortNumber.Default))
        {
            return Start("activation of the default port", OpenSteps).Status;
        }

        return Deliver(netPnPEvent) is { IsCompleted: true } step ? step.Status : NtStatus.Pending;
    }

    private IEnumerable<PendingStep> OpenSteps(StackOperation operation) => Sequence(SyncFiltersSteps(), BindAllSteps(operation), RestartSteps(operation));
}
