using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Attach, pause, restart, detach: called by the driver stack.</content>
public sealed partial class FilterModule
{
    private PendingStep? _step;
    private FilterHandlers _wantedHandlers = FilterHandlers.All;
    private bool _mayChangeHandlers;

    /// <summary>The filter completes a pause that it had left pending, exactly once. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFPauseComplete")]
    public void PauseComplete()
    {
        NdisDdi.FPauseComplete.Check(Adapter.Kernel);
        if (State != FilterModuleState.Pausing || _step is not { IsCompleted: false } step)
        {
            _stack.Runtime.Ownership?.Violation(NdisVerifierRules.FilterTimedPauseComplete, Driver.Name, $"NdisFPauseComplete for '{Name}', which is {State}: nobody waits for it");
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"NdisFPauseComplete for '{Name}', which is {State}");
            return;
        }

        step.Complete(NtStatus.Success);
    }

    /// <summary>The filter completes a restart that it had left pending. IRQL: Passive.</summary>
    [WindowsDdi("NdisFRestartComplete")]
    public void RestartComplete(NtStatus status)
    {
        NdisDdi.FRestartComplete.Check(Adapter.Kernel);
        if (State != FilterModuleState.Restarting || _step is not { IsCompleted: false } step)
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"NdisFRestartComplete for '{Name}', which is {State}");
            return;
        }

        step.Complete(status);
    }

    /// <summary>FilterAttach.</summary>
    internal NtStatus Attach(uint lowerIfIndex)
    {
        MoveTo(FilterModuleEvent.AttachCalled);
        _mayChangeHandlers = true;
        Driver.HandlerDepth++;
        NtStatus status = Driver.Driver.Attach(this, new FilterAttachParameters(Attributes, Interface.IfIndex, Interface.NetLuid, lowerIfIndex), out _filter);
        Driver.HandlerDepth--;
        _mayChangeHandlers = false;
        if (status == NtStatus.Success)
        {
            status = Validate();
        }

        if (status != NtStatus.Success)
        {
            _filter = null;
            MoveTo(FilterModuleEvent.AttachFailed);
            return status;
        }

        OidHandler = _filter as IFilterOid;
        DirectOidHandler = Driver.TakesDirectOids ? _filter as IFilterDirectOid : null;
        SynchronousOidHandler = Driver.TakesSynchronousOids ? _filter as IFilterSynchronousOid : null;
        StatusHandler = _filter as IFilterStatus;
        NetPnPHandler = _filter as IFilterNetPnP;
        DevicePnPHandler = _filter as IFilterDevicePnP;
        Handlers = Implemented(_filter!) & _wantedHandlers;
        MoveTo(FilterModuleEvent.AttachSucceeded);
        return NtStatus.Success;
    }

    /// <summary>FilterSetModuleOptions, then the set of handlers for the coming run.</summary>
    internal void SetModuleOptions()
    {
        _mayChangeHandlers = true;
        _ = _filter!.SetModuleOptions(this);
        _mayChangeHandlers = false;
        Handlers = Implemented(_filter) & _wantedHandlers;
    }

    /// <summary>FilterPause.</summary>
    internal PendingStep Pause(PauseReason reason)
    {
        MoveTo(FilterModuleEvent.PauseCalled);
        PendingStep step = _step = new PendingStep($"pause of filter '{Name}'", NdisWatchdog.FilterPause, Driver.Name);
        Driver.HandlerDepth++;
        NtStatus status = _filter!.Pause(reason);
        Driver.HandlerDepth--;
        if (status != NtStatus.Pending && (status != NtStatus.Success || step.IsCompleted))
        {
            string problem = step.IsCompleted ? "returned Success and was completed as well" : $"returned {status}; it must not fail";
            _stack.Runtime.Ownership?.Violation(NdisVerifierRules.FilterTimedPauseComplete, Driver.Name, $"pause of '{Name}' {problem}");
        }

        return step.Returned(status == NtStatus.Pending ? status : NtStatus.Success);
    }

    /// <summary>FilterRestart.</summary>
    internal PendingStep Restart(RestartAttributes attributes)
    {
        MoveTo(FilterModuleEvent.RestartCalled);
        PendingStep step = _step = new PendingStep($"restart of filter '{Name}'", null, Driver.Name);
        RestartAttributes before = attributes with { };
        Driver.HandlerDepth++;
        NtStatus status = _filter!.Restart(attributes);
        Driver.HandlerDepth--;
        if (attributes != before && OidHandler is null)
        {
            _stack.Runtime.Ownership?.Violation(
                NdisVerifierRules.FilterHandlers, Driver.Name, $"'{Name}' edits restart attributes and has no IFilterOid: who asks by request hears something else");
        }

        return step.Returned(status);
    }

    /// <summary>NetEventFilterPreDetach: requests still work.</summary>
    internal PendingStep PreDetach()
    {
        NetPnPEvent netPnPEvent = new(NetPnPEventCode.FilterPreDetach);
        PendingStep step = netPnPEvent.Step = new PendingStep($"{netPnPEvent} of filter '{Name}'", NdisWatchdog.FilterNetPnPEvent, Driver.Name) { Tag = netPnPEvent };
        return step.Returned(NetPnPHandler?.NetPnPEvent(netPnPEvent) ?? NtStatus.Success);
    }

    /// <summary>FilterDetach.</summary>
    internal void Detach()
    {
        CallWatch watch = CallWatch.Begin(Adapter.Kernel);
        Driver.HandlerDepth++;
        _filter!.Detach();
        Driver.HandlerDepth--;
        watch.End(_stack.Runtime, NdisWatchdog.FilterDetach, Driver.Name);
        Resources.CheckReleased(ReleasePhase.Detached);
        MoveTo(FilterModuleEvent.DetachCalled);
        _filter = null;
        OidHandler = null;
        DirectOidHandler = null;
        SynchronousOidHandler = null;
        StatusHandler = null;
        NetPnPHandler = null;
        DevicePnPHandler = null;
        Handlers = FilterHandlers.None;
    }

    internal void MoveTo(FilterModuleEvent what)
    {
        FilterModuleState before = State;
        if (FilterModuleTransitions.Next(before, what) is not { } next)
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"{what} for filter '{Name}', which is {State}");
            return;
        }

        State = next;
        _stack.Runtime.LifeCycleObserver?.OnFilterModule(this, before, what);
    }

    private static FilterHandlers Implemented(IFilter filter) =>
        (filter is IFilterSend ? FilterHandlers.SendPath : FilterHandlers.None) | (filter is IFilterReceive ? FilterHandlers.ReceivePath : FilterHandlers.None);

    private NtStatus Validate()
    {
        if (RegistrationRules.Problem(Driver.Options, _filter) is not { } problem)
        {
            return NtStatus.Success;
        }

        _stack.Runtime.Ownership?.Violation(NdisVerifierRules.FilterHandlers, Driver.Name, $"'{Name}' is not attached: {problem}");
        return NdisStatus.BadCharacteristics;
    }
}
