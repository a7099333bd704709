namespace NetStackSim.Kernel;

/// <content>Simulated threads and waits.</content>
public sealed partial class SimKernel
{
    private const int ClientIdStep = 4;

    private readonly List<SimThread> _threads = [];
    private int _lastClientId = ClientIdStep;

    /// <summary>The simulated thread whose step runs; null in DPCs, work items and user code.</summary>
    [WindowsDdi("KeGetCurrentThread")]
    public SimThread? CurrentThread { get; internal set; }

    /// <summary>Number of threads that have not ended.</summary>
    public int ThreadCount => _threads.Count;

    internal KernelWaits Waits { get; }

    internal IReadOnlyList<SimThread> Threads => _threads;

    /// <summary>Starts a simulated thread. Its first step runs as an event of its own.</summary>
    /// <param name="name">Name in reports.</param>
    /// <param name="body">The thread's code; it awaits where a real thread would block.</param>
    /// <param name="processor">Where it runs; null for processor 0.</param>
    /// <returns>The thread.</returns>
    [WindowsDdi("PsCreateSystemThread")]
    [RequiresIrql(Max = Irql.Passive)]
    public SimThread StartThread(string name, Func<SimThread, Task> body, Processor? processor = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "PsCreateSystemThread");
        SimThread thread = new(this, NextClientId(), name, processor ?? BootProcessor, body) { ListIndex = _threads.Count };
        _threads.Add(thread);
        return thread;
    }

    /// <summary>Waits for time to pass.</summary>
    /// <param name="ns">Nanoseconds; not negative.</param>
    /// <param name="alertable">Whether a user APC to the waiting thread ends the wait.</param>
    /// <returns>Success, or UserApc; to be awaited once.</returns>
    [WindowsDdi("KeDelayExecutionThread")]
    [RequiresIrql(Max = Irql.Passive)]
    public ValueTask<NtStatus> DelayAsync(long ns, bool alertable = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ns);
        AssertMayWait("KeDelayExecutionThread", -1);
        return alertable && CurrentThread is { } thread && thread.DeliverUserApcs()
            ? new ValueTask<NtStatus>(NtStatus.UserApc)
            : Waits.Begin(null, ns, alertable).Task;
    }

    /// <summary>Gives a process or thread its id; both come from one table.</summary>
    internal int NextClientId() => _lastClientId += ClientIdStep;

    /// <summary>Checks that code may wait here: at PASSIVE_LEVEL without a spin lock, or with a timeout of zero up to DISPATCH_LEVEL.</summary>
    internal void AssertMayWait(string operation, long timeoutNs)
    {
        Processor processor = CurrentProcessor;
        Irql max = timeoutNs == 0 ? Irql.Dispatch : Irql.Passive;
        if (processor.Irql > max || (timeoutNs != 0 && processor.HoldsSpinLock))
        {
            BugCheck(
                BugCheckCode.AttemptedSwitchFromDpc, (ulong)processor.Irql, 0, 0, 0, operation, $"{operation} at {processor.Irql}: waiting is legal at Passive");
        }
    }

    internal void ThreadEnded(SimThread thread)
    {
        SimThread last = _threads[^1];
        _threads[thread.ListIndex] = last;
        last.ListIndex = thread.ListIndex;
        _threads.RemoveAt(_threads.Count - 1);
    }
}
