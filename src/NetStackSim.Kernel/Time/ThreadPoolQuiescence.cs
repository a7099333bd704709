using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>Waits until the thread pool has neither queued nor running work, so that virtual time does not run ahead of code of others that left the loop's thread.</summary>
/// <remarks>
/// Needed when an object of the simulation is handed to code that continues on the thread pool: <c>HttpClient</c>, a web server, anything with <c>ConfigureAwait(false)</c>.
/// Other users of the pool in the same process hold virtual time up, so use it in a process of its own or in a test collection that runs alone.
/// </remarks>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one file that asks the thread pool; it starts nothing on it.")]
public sealed class ThreadPoolQuiescence : IQuiescence
{
    private readonly long _patienceMs;
    private readonly int _occupiedThreads;

    /// <summary>Makes one.</summary>
    /// <param name="patience">How long, in real time, a jump of virtual time may wait; null for 30 s.</param>
    /// <param name="occupiedThreads">Pool threads that are blocked for good by somebody else, for example by a test host.</param>
    public ThreadPoolQuiescence(TimeSpan? patience = null, int occupiedThreads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(occupiedThreads);
        _patienceMs = (long)(patience ?? TimeSpan.FromSeconds(30)).TotalMilliseconds;
        _occupiedThreads = occupiedThreads;
    }

    /// <summary>Pool threads that run work at this moment, the calling one excluded.</summary>
    public static int BusyThreads
    {
        get
        {
            ThreadPool.GetMaxThreads(out int most, out _);
            ThreadPool.GetAvailableThreads(out int available, out _);
            return most - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        }
    }

    /// <inheritdoc/>
    public bool WaitForQuiet(EventLoop loop)
    {
        if (IsQuiet())
        {
            return true;
        }

        long end = Environment.TickCount64 + _patienceMs;
        SpinWait spin = default;
        while (!IsQuiet())
        {
            if (Environment.TickCount64 > end)
            {
                return false;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    // Work that ends by queueing other work could slip between the two questions; then the number of completed items has moved.
    private bool IsQuiet()
    {
        long completed = ThreadPool.CompletedWorkItemCount;
        return ThreadPool.PendingWorkItemCount == 0
            && BusyThreads <= _occupiedThreads
            && ThreadPool.PendingWorkItemCount == 0
            && ThreadPool.CompletedWorkItemCount == completed;
    }
}
