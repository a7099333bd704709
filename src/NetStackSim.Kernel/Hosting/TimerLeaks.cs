namespace NetStackSim.Kernel;

/// <summary>Armed kernel timers of one host.</summary>
internal sealed class TimerLeaks(SimKernel kernel) : ILeakSource
{
    public void ReportLeaks(LeakReport report)
    {
        foreach (LoopTimer timer in kernel.Loop.Timers.Armed())
        {
            if (timer is KernelTimer kernelTimer && ReferenceEquals(kernelTimer.Processor.Kernel, kernel))
            {
                report.Add("timer", timer.Description, 1);
            }
        }
    }
}
