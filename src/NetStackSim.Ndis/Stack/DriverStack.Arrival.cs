using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The device: it comes, stops and starts, is configured anew, and goes.</content>
internal sealed partial class DriverStack
{
    private bool _isAdded;
    private bool _hasLeft;

    private IEnumerable<PendingStep> BringUpSteps(StackOperation operation)
    {
        NtStatus status = (Adapter.Driver.Driver as IMiniportPnP)?.AddDevice(Adapter) ?? NtStatus.Success;
        _isAdded = status == NtStatus.Success;
        if (!_isAdded)
        {
            operation.Result = status;
            Remark(Adapter, $"miniport '{Adapter.Driver.Name}' does not want the device: {status}");
        }
        else
        {
            foreach (PendingStep step in StartSteps(operation, null))
            {
                yield return step;
            }
        }

        if (Adapter.State == AdapterState.Halted)
        {
            Leave();
        }
    }

    private IEnumerable<PendingStep> StartSteps(StackOperation operation, AdapterOptions? options)
    {
        if (Adapter.State != AdapterState.Halted || Adapter.IsLowPower)
        {
            operation.Result = NdisStatus.InvalidState;
            yield break;
        }

        NtStatus status = Adapter.Initialize(options);
        if (status != NtStatus.Success)
        {
            operation.Result = status;
            Remark(Adapter, $"miniport '{Adapter.Driver.Name}' failed to initialize: {status}");
            yield break;
        }

        Settled(Adapter);
        foreach (PendingStep step in Sequence(SyncFiltersSteps(), BindAllSteps(operation), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> StopSteps(StackOperation operation)
    {
        EventDown(_filters.Count, DevicePnPEvent.QueryStopped);
        foreach (PendingStep step in Sequence(QuerySteps(operation), CloseSteps(operation, HaltAction.DeviceStopped)))
        {
            yield return step;
        }
    }

    // A changed property of the Advanced tab takes the adapter down and brings it up again.
    private IEnumerable<PendingStep> ReconfigureSteps(StackOperation operation, AdapterOptions? options) =>
        Sequence(CloseSteps(operation, HaltAction.DeviceDisabled), StartSteps(operation, options));

    private IEnumerable<PendingStep> QueryRemoveSteps(StackOperation operation)
    {
        EventDown(_filters.Count, DevicePnPEvent.QueryRemoved);
        return QuerySteps(operation);
    }

    // A refusal is taken back at once: whoever had agreed may go on.
    private IEnumerable<PendingStep> QuerySteps(StackOperation operation)
    {
        PendingStep query = Deliver(new NetPnPEvent(NetPnPEventCode.QueryRemoveDevice));
        yield return query;
        if (!query.Status.IsSuccess)
        {
            operation.Result = query.Status;
            yield return Deliver(new NetPnPEvent(NetPnPEventCode.CancelRemoveDevice));
        }
    }

    private IEnumerable<PendingStep> CancelRemoveSteps()
    {
        yield return Deliver(new NetPnPEvent(NetPnPEventCode.CancelRemoveDevice));
    }

    private IEnumerable<PendingStep> RemoveSteps(StackOperation operation, HaltAction action)
    {
        if (action == HaltAction.DeviceSurpriseRemoved)
        {
            Adapter.Remove();
            EventDown(_filters.Count, DevicePnPEvent.SurpriseRemoved);
            CancelRequests();
        }
        else
        {
            foreach (PendingStep step in QueryRemoveSteps(operation))
            {
                yield return step;
            }
        }

        foreach (PendingStep step in CloseSteps(operation, action))
        {
            yield return step;
        }

        if (operation.Result.IsSuccess)
        {
            Leave();
        }
        else
        {
            Adapter.IsLeaving = false;
        }
    }

    /// <summary>Everything above the miniport goes, from the top down, then the miniport is halted. Nothing happens when somebody refused.</summary>
    private IEnumerable<PendingStep> CloseSteps(StackOperation operation, HaltAction action)
    {
        if (!operation.Result.IsSuccess)
        {
            yield break;
        }

        IEnumerable<PendingStep> steps = Sequence(
            PreDetachSteps(static _ => true), PauseSteps(PauseReason.MiniportDeviceRemove), UnbindAllSteps(), DetachSteps(static _ => true), HaltSteps(action));
        foreach (PendingStep step in steps)
        {
            yield return step;
        }
    }

    // What is gone cannot answer: its driver is asked to give up what it has.
    private void CancelRequests()
    {
        List<OidRequest> pending = [];
        Adapter.Station.AddPending(pending);
        Adapter.DirectStation.AddPending(pending);
        foreach (OidRequest request in pending)
        {
            request.Station?.Cancel(request);
        }
    }

    private IEnumerable<PendingStep> HaltSteps(HaltAction action)
    {
        if (Adapter.State != AdapterState.Paused)
        {
            // Halted for low power: from now on it is halted for good.
            ForgetAdapter();
            yield break;
        }

        foreach (PendingStep step in QuietSteps())
        {
            yield return step;
        }

        if (action == HaltAction.DeviceStopped)
        {
            EventDown(_filters.Count, DevicePnPEvent.Stopped);
        }

        Adapter.Halt(action);
        ForgetAdapter();
    }

    /// <summary>NDIS waits for what the miniport still owes: a reset, requests. One may come while the other is waited for, or end it.</summary>
    private IEnumerable<PendingStep> QuietSteps()
    {
        while (Adapter.Reset?.InProgress is not null || !Adapter.Station.IsIdle)
        {
            yield return Adapter.Reset?.InProgress ?? Adapter.Station.Drain();
        }
    }

    private void ForgetAdapter()
    {
        Adapter.SetPowerState(DevicePowerState.D0);
        Adapter.Station.Forget();
        Oids.Forget();
    }

    private void Leave()
    {
        if (_isAdded)
        {
            (Adapter.Driver.Driver as IMiniportPnP)?.RemoveDevice(Adapter);
        }

        _hasLeft = true;
        RemoveCapturePoints();
        Runtime.Removed(Adapter);
    }
}
