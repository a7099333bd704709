namespace NetStackSim.Kernel;

/// <summary>An event object. Signalling is legal up to Dispatch, waiting at Passive only.</summary>
[WindowsDdi("KEVENT")]
public sealed class KernelEvent
{
    private readonly SimKernel _kernel;
    private readonly KernelEventKind _kind;
    private KernelWait? _firstWait;
    private KernelWait? _lastWait;

    /// <summary>Makes an event.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="kind">What a signal does.</param>
    /// <param name="isSet">Whether it starts signalled.</param>
    /// <param name="name">Name in stall reports.</param>
    [WindowsDdi("KeInitializeEvent")]
    public KernelEvent(SimKernel kernel, KernelEventKind kind = KernelEventKind.Notification, bool isSet = false, string name = "event")
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernel = kernel;
        _kind = kind;
        Name = name;
        IsSet = isSet;
    }

    /// <summary>Name in stall reports.</summary>
    public string Name { get; }

    /// <summary>True while signalled.</summary>
    [WindowsDdi("KeReadStateEvent")]
    public bool IsSet { get; private set; }

    /// <summary>Signals the event. Waiters continue as events of their own, never inside this call.</summary>
    /// <returns>True when it was signalled before.</returns>
    [WindowsDdi("KeSetEvent")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public bool Set()
    {
        _kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Dispatch, "KeSetEvent");
        bool before = IsSet;
        if (_kind == KernelEventKind.Synchronization && _firstWait is { } wait)
        {
            wait.End(NtStatus.Success);
            return before;
        }

        IsSet = true;
        while (_firstWait is { } next)
        {
            next.End(NtStatus.Success);
        }

        return before;
    }

    /// <summary>Takes the signal back.</summary>
    /// <returns>True when it was signalled before.</returns>
    [WindowsDdi("KeResetEvent")]
    [WindowsDdi("KeClearEvent")]
    public bool Reset()
    {
        bool before = IsSet;
        IsSet = false;
        return before;
    }

    /// <summary>Waits until the event is signalled.</summary>
    /// <param name="timeoutNs">Nanoseconds; 0 to look only, negative to wait for ever.</param>
    /// <param name="alertable">Whether a user APC to the waiting thread ends the wait.</param>
    /// <returns>Success, Timeout, or UserApc; to be awaited once.</returns>
    /// <exception cref="BugCheckException">ATTEMPTED_SWITCH_FROM_DPC: the processor is above APC_LEVEL, or holds a spin lock.</exception>
    [WindowsDdi("KeWaitForSingleObject")]
    [RequiresIrql(Max = Irql.Passive)]
    public ValueTask<NtStatus> WaitAsync(long timeoutNs = -1, bool alertable = false)
    {
        _kernel.AssertMayWait("KeWaitForSingleObject", timeoutNs);
        if (IsSet)
        {
            IsSet = _kind == KernelEventKind.Notification;
            return new ValueTask<NtStatus>(NtStatus.Success);
        }

        if (timeoutNs == 0)
        {
            return new ValueTask<NtStatus>(NtStatus.Timeout);
        }

        if (alertable && _kernel.CurrentThread is { } thread && thread.DeliverUserApcs())
        {
            return new ValueTask<NtStatus>(NtStatus.UserApc);
        }

        KernelWait wait = _kernel.Waits.Begin(this, timeoutNs, alertable);
        Append(wait);
        return wait.Task;
    }

    internal void Remove(KernelWait wait)
    {
        if (wait.PreviousWaiter is { } previous)
        {
            previous.NextWaiter = wait.NextWaiter;
        }
        else
        {
            _firstWait = wait.NextWaiter;
        }

        if (wait.NextWaiter is { } next)
        {
            next.PreviousWaiter = wait.PreviousWaiter;
        }
        else
        {
            _lastWait = wait.PreviousWaiter;
        }

        wait.NextWaiter = null;
        wait.PreviousWaiter = null;
    }

    private void Append(KernelWait wait)
    {
        wait.PreviousWaiter = _lastWait;
        if (_lastWait is { } last)
        {
            last.NextWaiter = wait;
        }
        else
        {
            _firstWait = wait;
        }

        _lastWait = wait;
    }
}
