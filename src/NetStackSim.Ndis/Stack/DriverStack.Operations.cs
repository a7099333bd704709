using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>What can be done to a stack. Each operation is a sequence of steps; one at a time, in the order in which they were asked for.</content>
internal sealed partial class DriverStack : IWorkItemTarget
{
    private const int RestartWork = 0;
    private const int UnbindWork = 1;

    private readonly Queue<(StackOperation Operation, IEnumerable<PendingStep> Steps)> _waiting = new();
    private readonly List<ProtocolBinding> _unbindRequests = [];
    private readonly WorkItem _restartWork;
    private readonly WorkItem _unbindWork;
    private StackOperation _lastOperation;
    private bool _isBusy;
    private bool _isDown;
    private bool _isHeld;

    public StackOperation LastOperation => _lastOperation;

    public StackOperation BringUp() => Start("bring-up", op => BringUpSteps(op));

    public StackOperation TakeDown(HaltAction action)
    {
        Adapter.IsLeaving = true;
        return Start("removal", _ => TakeDownSteps(action));
    }

    public StackOperation Pause(PauseReason reason) => Start("pause", _ => HoldSteps(reason));

    public StackOperation Restart() => Start("restart", ReleaseSteps);

    public StackOperation InsertFilter(FilterRegistration filter) => Start($"insertion of filter '{filter.Name}'", op => ChangeFiltersSteps(op, filter, PauseReason.AttachFilter));

    public StackOperation RemoveFilter(FilterRegistration filter) => Start($"removal of filter '{filter.Name}'", op => ChangeFiltersSteps(op, filter, PauseReason.DetachFilter));

    public StackOperation BindProtocol(ProtocolRegistration protocol) => Start($"bind of protocol '{protocol.Name}'", op => BindSteps(op, protocol));

    public StackOperation UnbindProtocol(ProtocolRegistration protocol) =>
        Start($"unbind of protocol '{protocol.Name}'", op => UnbindSteps(op, _bindings.Find(binding => binding.Driver == protocol)));

    /// <summary>A filter asked for a restart of its stack: done in a work item.</summary>
    public void RequestRestart() => _restartWork.Queue();

    /// <summary>A protocol asked to be unbound: done in a work item.</summary>
    public void RequestUnbind(ProtocolBinding binding)
    {
        _unbindRequests.Add(binding);
        _unbindWork.Queue();
    }

    void IWorkItemTarget.OnWorkItem(WorkItem workItem)
    {
        if (workItem.Id == StartWork)
        {
            StartAllowed();
            return;
        }

        if (workItem.Id == RestartWork)
        {
            Start("restart for a filter", op => Sequence(PauseSteps(PauseReason.FilterRestartStack), RestartSteps(op)));
            return;
        }

        ProtocolBinding[] requests = [.. _unbindRequests];
        _unbindRequests.Clear();
        foreach (ProtocolBinding binding in requests)
        {
            Start($"unbind of '{binding.Name}'", op => UnbindSteps(op, binding));
        }
    }

    public void OperationEnded()
    {
        _isBusy = false;
        if (_waiting.TryDequeue(out (StackOperation Operation, IEnumerable<PendingStep> Steps) next))
        {
            _isBusy = true;
            next.Operation.Begin(next.Steps);
        }
    }

    private StackOperation Start(string name, Func<StackOperation, IEnumerable<PendingStep>> steps)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, name);
        StackOperation operation = new(this, $"{name} ({Adapter.Name})");
        _lastOperation = operation;
        if (_isBusy)
        {
            _waiting.Enqueue((operation, steps(operation)));
            return operation;
        }

        _isBusy = true;
        operation.Begin(steps(operation));
        return operation;
    }

    private static IEnumerable<PendingStep> Sequence(IEnumerable<PendingStep> first, IEnumerable<PendingStep> second)
    {
        foreach (PendingStep step in first)
        {
            yield return step;
        }

        foreach (PendingStep step in second)
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> BringUpSteps(StackOperation operation)
    {
        NtStatus status = Adapter.Initialize();
        if (status != NtStatus.Success)
        {
            operation.Result = status;
            Remarks.Add($"miniport '{Adapter.Driver.Name}' failed to initialize: {status}");
            RemoveCapturePoints();
            Runtime.Removed(Adapter);
            yield break;
        }

        SyncFilters();
        foreach (PendingStep step in Sequence(BindAllSteps(operation), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> TakeDownSteps(HaltAction action)
    {
        if (action == HaltAction.DeviceSurpriseRemoved)
        {
            Adapter.IsRemoved = true;
            Adapter.Miniport?.DevicePnPEvent(DevicePnPEvent.SurpriseRemoved);
        }
        else
        {
            foreach (ProtocolBinding binding in _bindings.ToArray())
            {
                yield return binding.Notify(new NetPnPEvent(NetPnPEventCode.QueryRemoveDevice));
            }
        }

        foreach (PendingStep step in Sequence(PauseSteps(PauseReason.MiniportDeviceRemove), UnbindAllSteps()))
        {
            yield return step;
        }

        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            Detach(i);
        }

        if (Adapter.State == AdapterState.Paused)
        {
            Adapter.Halt(action);
        }

        RemoveCapturePoints();
        Runtime.Removed(Adapter);
    }

    // A stack that was paused on demand stays so, whatever else is done to it, until it is restarted on demand.
    private IEnumerable<PendingStep> HoldSteps(PauseReason reason)
    {
        _isHeld = true;
        foreach (PendingStep step in PauseSteps(reason))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> ReleaseSteps(StackOperation operation)
    {
        _isHeld = false;
        foreach (PendingStep step in RestartSteps(operation))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> PauseSteps(PauseReason reason)
    {
        for (int i = _bindings.Count - 1; i >= 0; i--)
        {
            ProtocolBinding binding = _bindings[i];
            if (binding.State == BindingState.Running)
            {
                yield return binding.Pause(reason);
                yield return binding.Drain();
                binding.MoveTo(BindingEvent.PauseCompleted);
                Edge.Update();
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

    private IEnumerable<PendingStep> RestartSteps(StackOperation operation)
    {
        if (Adapter.State != AdapterState.Paused || _isHeld || _isHeldByMiniport)
        {
            yield break;
        }

        for (int i = 0; i < _filters.Count; i++)
        {
            _filters[i].SetModuleOptions();
        }

        Wire();
        RestartAttributes attributes = AdapterAttributes.Defaults(Adapter.General);
        attributes.Offloads = Adapter.CurrentOffloads;
        PendingStep miniport = Adapter.Restart(attributes);
        yield return miniport;
        Adapter.MoveTo(miniport.Status.IsSuccess ? AdapterEvent.RestartSucceeded : AdapterEvent.RestartFailed);
        if (!miniport.Status.IsSuccess)
        {
            operation.Result = miniport.Status;
            Remarks.Add($"miniport '{Adapter.Driver.Name}' failed to restart: {miniport.Status}");
            Kernel.CaptureLiveDump(
                BugCheckCode.BugcodeNdisDriverLiveDump, (ulong)NdisLiveDumpCode.MiniportFatalError, 0, 0, (ulong)NdisFatalError.MiniportRestart, Adapter.Driver.Name,
                $"MiniportRestart of '{Adapter.Name}' failed: {miniport.Status}");
            yield break;
        }

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

            Remarks.Add($"filter '{module.Name}' failed to restart: {step.Status}");
            operation.Result = step.Status;
            _isDown = module.Driver.Options.IsMandatory;
            Detach(i--);
            Wire();
        }

        if (_isDown)
        {
            // A mandatory filter is gone: what had started goes back to Paused, from the top.
            foreach (PendingStep step in PauseSteps(PauseReason.NdisInternal))
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

    private IEnumerable<PendingStep> ChangeFiltersSteps(StackOperation operation, FilterRegistration changed, PauseReason reason)
    {
        foreach (PendingStep step in PauseSteps(reason))
        {
            yield return step;
        }

        bool rebinds = changed.Options.IsMandatory;
        if (rebinds)
        {
            foreach (PendingStep step in UnbindAllSteps())
            {
                yield return step;
            }
        }

        if (Adapter.State == AdapterState.Paused)
        {
            SyncFilters();
        }

        foreach (PendingStep step in Sequence(BindAllSteps(operation), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> BindSteps(StackOperation operation, ProtocolRegistration protocol)
    {
        if (_isDown || Adapter.State is AdapterState.Halted or AdapterState.Shutdown || IsBound(protocol) || !Runtime.Bindings.Allows(Adapter, protocol))
        {
            yield break;
        }

        foreach (PendingStep step in PauseSteps(PauseReason.BindProtocol))
        {
            yield return step;
        }

        Bind(operation, protocol);
        foreach (PendingStep step in RestartSteps(operation))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> UnbindSteps(StackOperation operation, ProtocolBinding? binding)
    {
        if (binding is null || !_bindings.Contains(binding))
        {
            yield break;
        }

        foreach (PendingStep step in PauseSteps(PauseReason.UnbindProtocol))
        {
            yield return step;
        }

        yield return binding.Unbind();
        Remove(binding);
        foreach (PendingStep step in RestartSteps(operation))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> UnbindAllSteps()
    {
        for (int i = _bindings.Count - 1; i >= 0; i--)
        {
            ProtocolBinding binding = _bindings[i];
            yield return binding.Unbind();
            Remove(binding);
        }
    }

    /// <summary>Binds every protocol that is not bound yet. Binds do not pend: the handler says yes or no.</summary>
    private IEnumerable<PendingStep> BindAllSteps(StackOperation operation)
    {
        foreach (ProtocolRegistration protocol in Runtime.Protocols.ToArray())
        {
            if (!_isDown && !IsBound(protocol) && Runtime.Bindings.Allows(Adapter, protocol))
            {
                Bind(operation, protocol);
            }
        }

        yield break;
    }

    private bool IsBound(ProtocolRegistration protocol) => _bindings.Exists(binding => binding.Driver == protocol);

    private void Bind(StackOperation operation, ProtocolRegistration protocol)
    {
        // In the list before the handler runs: it may set packet filter and multicast list, which are unions over the list.
        ProtocolBinding binding = new(this, protocol);
        _bindings.Add(binding);
        NtStatus status = binding.Bind();
        if (status == NtStatus.Success)
        {
            Wire();
            return;
        }

        _bindings.Remove(binding);
        _nodes.Remove(binding.Node);
        Oids.BindingClosed();
        operation.Result = status;
        Remarks.Add($"protocol '{protocol.Name}' did not bind: {status}");
    }

    private void Remove(ProtocolBinding binding)
    {
        binding.Unbound();
        _bindings.Remove(binding);
        _nodes.Remove(binding.Node);
        Wire();
        Oids.BindingClosed();
    }
}
