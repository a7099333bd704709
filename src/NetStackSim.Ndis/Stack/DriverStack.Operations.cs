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
    private const int RecentCapacity = 16;

    private readonly List<(long BegunNs, StackOperation Operation)> _recent = [];
    private StackOperation _lastOperation;
    private bool _isBusy;
    private bool _isDown;
    private bool _isHeld;

    public StackOperation LastOperation => _lastOperation;

    /// <summary>The last operations with when they were asked for, oldest first.</summary>
    public IReadOnlyList<(long BegunNs, StackOperation Operation)> RecentOperations => _recent;

    public StackOperation BringUp() => Start("bring-up", BringUpSteps);

    public StackOperation QueryRemove() => Start("query of removal", QueryRemoveSteps);

    public StackOperation CancelRemove() => Start("cancelled removal", _ => CancelRemoveSteps());

    public StackOperation TakeDown(HaltAction action)
    {
        Adapter.IsLeaving = true;
        return Start("removal", op => RemoveSteps(op, action));
    }

    public StackOperation Stop() => Start("stop", op => StopSteps(op));

    public StackOperation Resume(AdapterOptions? options) => Start("start", op => StartSteps(op, options));

    public StackOperation Reconfigure(AdapterOptions? options) => Start("reconfiguration", op => ReconfigureSteps(op, options));

    public StackOperation Pause(PauseReason reason) => Start("pause", _ => HoldSteps(reason));

    public StackOperation Restart() => Start("restart", ReleaseSteps);

    public StackOperation Notify(NetPnPEvent netPnPEvent) => Start($"event {netPnPEvent}", op => EventSteps(op, netPnPEvent));

    public StackOperation QueryPower(DevicePowerState state) => Start($"query of power state {state}", op => EventSteps(op, new NetPnPEvent(NetPnPEventCode.QueryPower, state)));

    public StackOperation SetPower(DevicePowerState state) => Start($"change to power state {state}", op => PowerSteps(op, state), isPower: true);

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
            Start($"unbind of '{binding.Name}'", op => LeaveSteps(op, binding));
        }
    }

    public void OperationEnded()
    {
        _isBusy = false;
        UpdateOperState();
        if (_waiting.TryDequeue(out (StackOperation Operation, IEnumerable<PendingStep> Steps) next))
        {
            _isBusy = true;
            next.Operation.Begin(next.Steps);
        }
    }

    private StackOperation Start(string name, Func<StackOperation, IEnumerable<PendingStep>> steps, bool isPower = false)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, name);
        StackOperation operation = new(this, $"{name} ({Adapter.Name})") { IsPower = isPower };
        _lastOperation = operation;
        Remember(operation);
        if (_isBusy)
        {
            _waiting.Enqueue((operation, Guarded(operation, steps)));
            return operation;
        }

        _isBusy = true;
        operation.Begin(Guarded(operation, steps));
        return operation;
    }

    private void Remember(StackOperation operation)
    {
        if (_recent.Count == RecentCapacity)
        {
            _recent.RemoveAt(0);
        }

        _recent.Add((Kernel.Now, operation));
    }

    // After shutdown no driver is called any more, whatever is asked for, and what was asked of an adapter that has left meanwhile finds nobody.
    private IEnumerable<PendingStep> Guarded(StackOperation operation, Func<StackOperation, IEnumerable<PendingStep>> steps)
    {
        if (Adapter.State == AdapterState.Shutdown || _hasLeft)
        {
            operation.Result = _hasLeft ? NdisStatus.AdapterRemoved : NdisStatus.InvalidState;
            yield break;
        }

        foreach (PendingStep step in steps(operation))
        {
            yield return step;
        }
    }

    private static IEnumerable<PendingStep> Sequence(params IEnumerable<PendingStep>[] parts)
    {
        foreach (IEnumerable<PendingStep> part in parts)
        {
            foreach (PendingStep step in part)
            {
                yield return step;
            }
        }
    }

    private void Remark(object who, string text)
    {
        if (!_remarks.Contains((who, text)))
        {
            _remarks.Add((who, text));
        }
    }

    private void Settled(object who) => _remarks.RemoveAll(remark => ReferenceEquals(remark.Who, who));
}
