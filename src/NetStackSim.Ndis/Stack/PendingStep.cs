using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One step of a stack operation that a driver may leave pending: a pause, a restart, an event.</summary>
internal sealed class PendingStep
{
    private StackOperation? _waiter;

    public PendingStep(string what, NdisWatchdog? watchdog, string culprit)
    {
        What = what;
        Watchdog = watchdog;
        Culprit = culprit;
    }

    /// <summary>The step in words.</summary>
    public string What { get; }

    /// <summary>What the watchdog says when it does not end; null for a step without one.</summary>
    public NdisWatchdog? Watchdog { get; private set; }

    /// <summary>Whose step it is.</summary>
    public string Culprit { get; private set; }

    /// <summary>What the step is about.</summary>
    public object? Tag { get; init; }

    public bool IsCompleted { get; private set; }

    /// <summary>The handler came back with Pending; a completion is due.</summary>
    public bool IsPending { get; private set; }

    public NtStatus Status { get; private set; }

    /// <summary>An event is at another driver now.</summary>
    public void MoveTo(string culprit, NdisWatchdog watchdog) => (Culprit, Watchdog) = (culprit, watchdog);

    /// <summary>The handler came back: the step is complete unless it pended.</summary>
    public PendingStep Returned(NtStatus status)
    {
        if (status != NtStatus.Pending)
        {
            IsCompleted = true;
            Status = status;
        }

        IsPending = !IsCompleted;
        return this;
    }

    /// <summary>The driver completed the step; the operation goes on in a work item.</summary>
    public void Complete(NtStatus status)
    {
        IsCompleted = true;
        IsPending = false;
        Status = status;
        _waiter?.Resume();
    }

    /// <summary>The operation goes on when the step is complete.</summary>
    public void Await(StackOperation operation) => _waiter = operation;
}
