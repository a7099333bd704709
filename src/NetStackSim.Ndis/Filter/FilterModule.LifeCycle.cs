using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Attach, pause, restart, detach: called by the driver stack.</content>
public sealed partial class FilterModule
{
    private FilterHandlers _wantedHandlers = FilterHandlers.All;
    private bool _mayChangeHandlers;

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
        DirectOidHandler = _filter as IFilterDirectOid;
        SynchronousOidHandler = _filter as IFilterSynchronousOid;
        StatusHandler = _filter as IFilterStatus;
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
        Driver.HandlerDepth++;
        NtStatus status = _filter!.Restart(attributes);
        Driver.HandlerDepth--;
        return step.Returned(status);
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
        Handlers = FilterHandlers.None;
    }

    internal void MoveTo(FilterModuleEvent what)
    {
        if (FilterModuleTransitions.Next(State, what) is not { } next)
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"{what} for filter '{Name}', which is {State}");
            return;
        }

        State = next;
    }

    private static FilterHandlers Implemented(IFilter filter) =>
        (filter is IFilterSend ? FilterHandlers.SendPath : FilterHandlers.None) | (filter is IFilterReceive ? FilterHandlers.ReceivePath : FilterHandlers.None);

    // A filter on the receive path must see status indications: they tell it of changes that make its picture of the link wrong.
    private NtStatus Validate()
    {
        if (_filter is not null && (_filter is not IFilterReceive || _filter is IFilterStatus))
        {
            return NtStatus.Success;
        }

        string problem = _filter is null ? "FilterAttach returned Success without a module" : "a module with IFilterReceive needs IFilterStatus as well";
        _stack.Runtime.Ownership?.Violation(NdisVerifierRules.FilterHandlers, Driver.Name, $"'{Name}' is not attached: {problem}");
        return NdisStatus.BadCharacteristics;
    }
}
