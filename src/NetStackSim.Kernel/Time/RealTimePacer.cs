using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>The pacer of a loop without devices: the machine's monotonic clock and a plain wait.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one file that reads a real clock; everything else sees it as IPacer.")]
public sealed class RealTimePacer : IPacer, IDisposable
{
    // A timed wait of the operating system is late by up to about this much; the rest is spent yielding.
    private const long CoarseNs = 2_000_000;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <inheritdoc/>
    public long Now => (long)(Stopwatch.GetElapsedTime(_start).Ticks * 100L);

    /// <inheritdoc/>
    public void WaitUntil(long dueNs)
    {
        long left = dueNs - Now;
        if (left > CoarseNs)
        {
            long ms = Math.Min((left - CoarseNs) / 1_000_000, int.MaxValue);
            if (_wake.Wait((int)ms))
            {
                return;
            }
        }

        SpinWait spin = default;
        while (Now < dueNs && !_wake.Wait(0))
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Woken already; one wake is enough.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();
}
