using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One operation on a driver stack: bring-up, bind, pause and restart, power, removal. Operations on one stack run one after the other, each step in its documented order.</summary>
/// <remarks>
/// An operation starts inside the call that asks for it and ends there too when no driver pends; otherwise it goes on in work items. Steps that take too long are
/// reported: a filter's pause after 10 s of virtual time (rule NdisFilterTimedPauseComplete), the steps of a power operation by bug check
/// 0x9F, every other step by the watchdog (bug check 0x7C/0x25), after a live dump (0x15E/0x30) when it is a pause.
/// </remarks>
public sealed class StackOperation : IWorkItemTarget
{
    private readonly DriverStack _stack;
    private readonly WorkItem _workItem;
    private readonly StepWatch _watch;
    private readonly List<LoopCompletion<NtStatus>> _waiters = [];
    private readonly List<Action> _endings = [];
    private IEnumerator<PendingStep>? _steps;
    private PendingStep? _current;

    internal StackOperation(DriverStack stack, string name)
    {
        _stack = stack;
        Name = name;
        _workItem = new WorkItem(stack.Kernel, this);
        _watch = new StepWatch(stack.Runtime);
    }

    /// <summary>What is done, in words.</summary>
    public string Name { get; }

    /// <summary>True when the operation has ended.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>The result once completed; Pending before.</summary>
    public NtStatus Status { get; private set; } = NtStatus.Pending;

    /// <summary>The step that the operation waits for, in words; null when it does not wait.</summary>
    public string? WaitsFor => IsCompleted ? null : _current?.What;

    /// <summary>Waits for the end. IRQL: Passive.</summary>
    /// <returns>The result; to be awaited once.</returns>
    public ValueTask<NtStatus> WaitAsync()
    {
        if (IsCompleted)
        {
            return new ValueTask<NtStatus>(Status);
        }

        LoopCompletion<NtStatus> waiter = new(_stack.Kernel.Loop);
        _waiters.Add(waiter);
        return waiter.Task;
    }

    /// <inheritdoc/>
    public override string ToString() => IsCompleted ? $"{Name}: {Status}" : $"{Name}: waits for {WaitsFor ?? "its turn"}";

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Pump();

    /// <summary>The result when the steps end; Success unless a step says otherwise.</summary>
    internal NtStatus Result { get; set; } = NtStatus.Success;

    /// <summary>A power operation: a step that does not end is bug check 0x9F.</summary>
    internal bool IsPower { get; init; }

    /// <summary>Called when the operation has ended; at once when it has.</summary>
    internal void WhenEnded(Action action)
    {
        if (IsCompleted)
        {
            action();
        }
        else
        {
            _endings.Add(action);
        }
    }

    internal void Begin(IEnumerable<PendingStep> steps)
    {
        _steps = steps.GetEnumerator();
        Pump();
    }

    internal void Resume()
    {
        _watch.Stop();
        _workItem.Queue();
    }

    private void Pump()
    {
        while (_steps!.MoveNext())
        {
            PendingStep step = _steps.Current;
            if (!step.IsCompleted)
            {
                _current = step;
                step.Await(this);
                _watch.Start(step, IsPower);
                return;
            }
        }

        _steps.Dispose();
        _current = null;
        IsCompleted = true;
        Status = Result;
        _watch.Dispose();
        foreach (LoopCompletion<NtStatus> waiter in _waiters)
        {
            waiter.Complete(Status);
        }

        _stack.OperationEnded();
        foreach (Action ending in _endings)
        {
            ending();
        }
    }
}
