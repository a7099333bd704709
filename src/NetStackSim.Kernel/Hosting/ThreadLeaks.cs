namespace NetStackSim.Kernel;

/// <summary>Simulated threads of one host that have not ended.</summary>
internal sealed class ThreadLeaks(SimKernel kernel) : ILeakSource
{
    public void ReportLeaks(LeakReport report)
    {
        foreach (SimThread thread in kernel.Threads)
        {
            report.Add("thread", thread.Name, 1);
        }
    }
}
