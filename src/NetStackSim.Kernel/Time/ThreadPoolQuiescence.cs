using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>Waits until the thread pool has neither queued nor running work, so that virtual time does not run ahead of code of others that left the loop's thread.</summary>
/// <remarks>
/// Needed when an object of the simulation is handed to code that continues on the thread pool: <c>HttpClient</c>, a web server, anything with <c>ConfigureAwait(false)</c>.
/// Other users of the pool in the same process hold virtual time up, so use it in a process of its own or in a test collection that runs alone.
/// A test host blocks a pool thread of its own for good; the constructor finds such threads by looking for some milliseconds.
/// </remarks>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one file that asks the thread pool; it starts nothing on it.")]
public sealed class ThreadPoolQuiescence : IQuiescence
{
    private const int SettleMs = 10;

    private readonly long _patienceMs;
    private int _occupiedThreads;

    /// <summary>Makes one.</summary>
    /// <param name="patience">How long, in real time, a jump of virtual time may wait; null for 30 s.</param>
    /// <param name="occupiedThreads">Pool threads that somebody else blocks for good; null to find out.</param>
    public ThreadPoolQuiescence(TimeSpan? patience = null, int? occupiedThreads = null)
    {
        _patienceMs = (long)(patience ?? TimeSpan.FromSeconds(30)).TotalMilliseconds;
        _occupiedThreads = occupiedThreads ?? LeastBusyThreads();
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
            && IsEveryBusyThreadOccupied()
            && ThreadPool.PendingWorkItemCount == 0
            && ThreadPool.CompletedWorkItemCount == completed;
    }

    private static int LeastBusyThreads()
    {
        int least = BusyThreads;
        long end = Environment.TickCount64 + SettleMs;
        SpinWait spin = default;
        while (least > 0 && Environment.TickCount64 <= end)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            least = Math.Min(least, BusyThreads);
        }

        return least;
    }

    // Work that was under way in the constructor ends some time: the lowest number ever seen is that of the blocked threads.
    private bool IsEveryBusyThreadOccupied()
    {
        int busy = BusyThreads;
        _occupiedThreads = Math.Min(_occupiedThreads, busy);
        return busy <= _occupiedThreads;
    }
}
