namespace NetStackSim.Kernel;

/// <summary>One wait under way: for an event, for time, or for both. Pooled; goes back when the waiter has taken the result.</summary>
internal sealed class KernelWait : LoopCompletion<NtStatus>, ITimerTarget
{
    private readonly KernelWaits _waits;
    private readonly KernelTimer _timer;
    private KernelEvent? _event;

    public KernelWait(SimKernel kernel, KernelWaits waits)
        : base(kernel.Loop)
    {
        _waits = waits;
        _timer = new KernelTimer(kernel.BootProcessor, this);
    }

    public KernelWait? NextWaiter { get; set; }

    public KernelWait? PreviousWaiter { get; set; }

    /// <summary>Index in the list of waits under way.</summary>
    public int ListIndex { get; set; }

    /// <summary>The simulated thread that waits; null for user code.</summary>
    public SimThread? Thread { get; private set; }

    private string Description =>
        $"{Thread?.ToString() ?? "user code"} waits for {_event?.Name ?? "time"}{(_timer.IsSet ? $" until {_timer.DueNs} ns" : string.Empty)}";

    public void Begin(KernelEvent? waitedFor, long timeoutNs, SimThread? thread, bool alertable)
    {
        _event = waitedFor;
        Thread = thread;
        if (alertable && thread is not null)
        {
            thread.AlertableWait = this;
        }

        if (timeoutNs >= 0)
        {
            _timer.SetAfter(timeoutNs);
        }
    }

    /// <summary>Ends the wait; the waiter continues as an event of its own.</summary>
    public void End(NtStatus status)
    {
        _timer.Cancel();
        _event?.Remove(this);
        if (Thread is { } thread && ReferenceEquals(thread.AlertableWait, this))
        {
            thread.AlertableWait = null;
        }

        _event = null;
        Thread = null;
        _waits.Ended(this);
        Complete(status);
    }

    public void OnTimer(int id) => End(_event is null ? NtStatus.Success : NtStatus.Timeout);

    public void Report(StallReport report) => report.Add("wait", Description);

    protected override void OnResultTaken()
    {
        Reset();
        _waits.Return(this);
    }
}
