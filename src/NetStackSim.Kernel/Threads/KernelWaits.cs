namespace NetStackSim.Kernel;

/// <summary>The waits of one host: those under way, and a free list.</summary>
internal sealed class KernelWaits(SimKernel kernel) : IStallReporter
{
    private readonly Stack<KernelWait> _free = new();
    private readonly List<KernelWait> _underWay = [];

    public KernelWait Begin(KernelEvent? waitedFor, long timeoutNs, bool alertable)
    {
        KernelWait wait = _free.TryPop(out KernelWait? free) ? free : new KernelWait(kernel, this);
        wait.ListIndex = _underWay.Count;
        _underWay.Add(wait);
        wait.Begin(waitedFor, timeoutNs, kernel.CurrentThread, alertable);
        return wait;
    }

    public void Ended(KernelWait wait)
    {
        KernelWait last = _underWay[^1];
        _underWay[wait.ListIndex] = last;
        last.ListIndex = wait.ListIndex;
        _underWay.RemoveAt(_underWay.Count - 1);
    }

    public void Return(KernelWait wait) => _free.Push(wait);

    public void ReportPending(StallReport report)
    {
        foreach (KernelWait wait in _underWay)
        {
            wait.Report(report);
        }
    }
}
