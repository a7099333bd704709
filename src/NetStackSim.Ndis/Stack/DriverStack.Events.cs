using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Plug and play events: those of the network go up through the filters to the protocols, those of the device down to the miniport.</content>
internal sealed partial class DriverStack
{
    /// <summary>What a miniport sends up, or asks NDIS for.</summary>
    public NtStatus EventFromMiniport(NetPnPEvent netPnPEvent) => netPnPEvent.Code switch
    {
        NetPnPEventCode.InhibitBindsAbove => Start("unbind for a miniport", InhibitSteps).Status,
        NetPnPEventCode.AllowBindsAbove => Start("bind for a miniport", AllowSteps).Status,
        NetPnPEventCode.RequirePause => RequirePause(),
        NetPnPEventCode.AllowStart => AllowStart(),
        NetPnPEventCode.PortActivation or NetPnPEventCode.PortDeactivation => PortEvent(netPnPEvent),
        NetPnPEventCode.Pause or NetPnPEventCode.Restart or NetPnPEventCode.SetPower or NetPnPEventCode.QueryPower or NetPnPEventCode.BindsComplete => Illegal(netPnPEvent),
        _ => Deliver(netPnPEvent) is { IsCompleted: true } step ? step.Status : NtStatus.Pending,
    };

    /// <summary>Passes an event to the first module from this index on that wants it, or to the protocols.</summary>
    /// <returns>The answer; Pending when one is due.</returns>
    public NtStatus EventUp(int index, NetPnPEvent netPnPEvent)
    {
        if (netPnPEvent.Code == NetPnPEventCode.FilterPreDetach)
        {
            return NtStatus.Success;
        }

        for (int i = index; i < _filters.Count; i++)
        {
            if (_filters[i].NetPnPHandler is { } handler)
            {
                netPnPEvent.Step?.MoveTo(_filters[i].Driver.Name, NdisWatchdog.FilterNetPnPEvent);
                return handler.NetPnPEvent(netPnPEvent);
            }
        }

        return EventToBindings(netPnPEvent);
    }

    /// <summary>Passes an event to the first module below this index that wants it, or to the miniport.</summary>
    public void EventDown(int index, DevicePnPEvent devicePnPEvent)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            if (_filters[i].DevicePnPHandler is { } handler)
            {
                handler.DevicePnPEvent(devicePnPEvent);
                return;
            }
        }

        Adapter.Miniport?.DevicePnPEvent(devicePnPEvent);
    }

    // All bindings are asked at once; the event ends with the last answer. It counts as one of those asked, so that nothing ends while others are still to be asked.
    private NtStatus EventToBindings(NetPnPEvent netPnPEvent)
    {
        netPnPEvent.Asked();
        foreach (ProtocolBinding binding in _bindings.ToArray())
        {
            if (binding.State is not (BindingState.Unbound or BindingState.Opening))
            {
                binding.Ask(netPnPEvent);
            }
        }

        netPnPEvent.Answered(NtStatus.Success);
        return netPnPEvent.Result;
    }

    /// <summary>An event to everybody above the miniport, as a step.</summary>
    private PendingStep Deliver(NetPnPEvent netPnPEvent)
    {
        PendingStep step = netPnPEvent.Step = new PendingStep($"{netPnPEvent} of stack '{Adapter.Name}'", NdisWatchdog.ProtocolNetPnPEvent, Adapter.Driver.Name) { Tag = netPnPEvent };
        return step.Returned(EventUp(0, netPnPEvent));
    }

    private IEnumerable<PendingStep> EventSteps(StackOperation operation, NetPnPEvent netPnPEvent)
    {
        if (netPnPEvent.Code is NetPnPEventCode.Pause or NetPnPEventCode.Restart)
        {
            operation.Result = Illegal(netPnPEvent);
            yield break;
        }

        PendingStep step = Deliver(netPnPEvent);
        yield return step;
        operation.Result = step.Status;
    }

    private NtStatus Illegal(NetPnPEvent netPnPEvent)
    {
        NdisBugCheck.Raise(Kernel, NdisBugCheckCode.IllegalNetPnPEvent, Adapter.Driver.Name, $"{netPnPEvent} is for NDIS to send, not for '{Adapter.Name}'");
        return NdisStatus.InvalidParameter;
    }
}
