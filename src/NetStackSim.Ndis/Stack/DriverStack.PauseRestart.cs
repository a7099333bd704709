using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Pause from the top down, restart from the bottom up.</content>
internal sealed partial class DriverStack
{
    // A stack that was paused on demand stays so, whatever else is done to it, until it is restarted on demand.
    private IEnumerable<PendingStep> HoldSteps(PauseReason reason)
    {
        _isHeld = true;
        return PauseSteps(reason);
    }

    private IEnumerable<PendingStep> ReleaseSteps(StackOperation operation)
    {
        _isHeld = false;
        return RestartSteps(operation);
    }

    private IEnumerable<PendingStep> PauseSteps(PauseReason reason)
    {
        for (int i = _bindings.Count - 1; i >= 0; i--)
        {
            ProtocolBinding binding = _bindings[i];
            if (binding.State != BindingState.Running)
            {
                continue;
            }

            foreach (PendingStep step in PauseBindingSteps(binding, reason))
            {
                yield return step;
            }
        }

        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if (_filters[i].State == FilterModuleState.Running)
            {
                yield return _filters[i].Pause(reason);
                _filters[i].MoveTo(FilterModuleEvent.PauseCompleted);
            }
        }

        if (Adapter.State == AdapterState.Running)
        {
            yield return Adapter.Pause(reason);
            Adapter.MoveTo(AdapterEvent.PauseCompleted);
        }
    }

    private IEnumerable<PendingStep> PauseBindingSteps(ProtocolBinding binding, PauseReason reason)
    {
        PendingStep pause = binding.Pause(reason);
        yield return pause;
        yield return binding.Drain();
        binding.MoveTo(BindingEvent.PauseCompleted);
        Edge.Update();
        if (pause.Status != NdisStatus.NotSupported)
        {
            yield break;
        }

        // A protocol that knows no pause cannot stay: it is bound again when the stack restarts.
        foreach (PendingStep step in CloseBindingSteps(binding))
        {
            yield return step;
        }

        _rebinds.Add(binding.Driver);
    }

    private IEnumerable<PendingStep> RestartSteps(StackOperation operation)
    {
        if (Adapter.State != AdapterState.Paused || _isHeld || _isHeldByMiniport || Adapter.IsLowPower || !Adapter.PortTable.Default.IsActive)
        {
            yield break;
        }

        foreach (PendingStep step in RebindSteps(operation))
        {
            yield return step;
        }

        for (int i = 0; i < _filters.Count; i++)
        {
            _filters[i].SetModuleOptions();
        }

        Wire();
        RestartAttributes attributes = Adapter.NewRestartAttributes();
        PendingStep miniport = Adapter.Restart(attributes);
        yield return miniport;
        Adapter.MoveTo(miniport.Status.IsSuccess ? AdapterEvent.RestartSucceeded : AdapterEvent.RestartFailed);
        if (!miniport.Status.IsSuccess)
        {
            operation.Result = miniport.Status;
            Remark(Adapter, $"miniport '{Adapter.Driver.Name}' failed to restart: {miniport.Status}");
            Kernel.CaptureLiveDump(
                BugCheckCode.BugcodeNdisDriverLiveDump, (ulong)NdisLiveDumpCode.MiniportFatalError, 0, 0, (ulong)NdisFatalError.MiniportRestart, Adapter.Driver.Name,
                $"MiniportRestart of '{Adapter.Name}' failed: {miniport.Status}");
            yield break;
        }

        Settled(Adapter);
        foreach (PendingStep step in Sequence(RestartFiltersSteps(operation, attributes), RestartBindingsSteps(attributes)))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> RestartFiltersSteps(StackOperation operation, RestartAttributes attributes)
    {
        for (int i = 0; i < _filters.Count && !_isDown; i++)
        {
            FilterModule module = _filters[i];
            PendingStep step = module.Restart(attributes);
            yield return step;
            module.MoveTo(step.Status.IsSuccess ? FilterModuleEvent.RestartSucceeded : FilterModuleEvent.RestartFailed);
            if (step.Status.IsSuccess)
            {
                continue;
            }

            Remark(module.Driver, $"filter '{module.Name}' failed to restart: {step.Status}");
            operation.Result = step.Status;
            _isDown = module.Driver.Options.IsMandatory;
            yield return module.AwaitRequests();
            Detach(i--);
            Wire();
        }

        if (_isDown)
        {
            // A mandatory filter is gone: what had started goes back to Paused, from the top, and no protocol stays.
            foreach (PendingStep step in Sequence(PauseSteps(PauseReason.NdisInternal), UnbindAllSteps()))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<PendingStep> RestartBindingsSteps(RestartAttributes attributes)
    {
        Adapter.Attributes.Apply(attributes);
        for (int i = 0; i < _bindings.Count && !_isDown; i++)
        {
            ProtocolBinding binding = _bindings[i];
            PendingStep step = binding.Restart();
            yield return step;
            binding.MoveTo(step.Status.IsSuccess ? BindingEvent.RestartSucceeded : BindingEvent.RestartFailed);
            Edge.Update();
        }
    }
}
