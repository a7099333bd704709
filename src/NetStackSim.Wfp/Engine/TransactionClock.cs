using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Ends an explicit transaction of a user-mode client that holds the store too long.</summary>
internal sealed class TransactionClock : ITimerTarget, IWorkItemTarget
{
    private const long LimitNs = 3_600_000_000_000;

    private readonly EngineSession _session;
    private readonly KernelTimer _timer;
    private readonly WorkItem _work;

    internal TransactionClock(SimKernel kernel, EngineSession session)
    {
        _session = session;
        _timer = new KernelTimer(kernel.BootProcessor, this);
        _work = new WorkItem(kernel, this);
    }

    /// <summary>The transaction begins.</summary>
    internal void Start() => _timer.SetAfter(LimitNs);

    /// <summary>The transaction ended.</summary>
    internal void Stop() => _timer.Cancel();

    /// <inheritdoc/>
    void ITimerTarget.OnTimer(int id) => _work.Queue();

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => _session.ForceAbort();
}
