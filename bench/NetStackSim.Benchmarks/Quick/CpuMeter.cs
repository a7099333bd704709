using System.Runtime.CompilerServices;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Work per CPU-second of this process: the machine may be busy, the figure stays.</summary>
internal static class CpuMeter
{
    /// <summary>CPU seconds that this process has used, both kinds.</summary>
    public static double Seconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>
    /// Runs <paramref name="work"/> until it is compiled and warm, then <paramref name="samples"/> times, and returns the median
    /// of units per CPU-second. Warm-up is by calls: a long loop would be stuck in unoptimised code.
    /// </summary>
    /// <param name="work">Does one sample and returns how many units of work it did.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="warmUpSeconds">CPU seconds of warm-up.</param>
    public static double Rate(Func<double> work, int samples = 5, double warmUpSeconds = 1.0)
    {
        WarmUp(work, warmUpSeconds);
        var rates = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            rates[i] = Sample(work);
        }

        Array.Sort(rates);
        return rates[samples / 2];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Sample(Func<double> work)
    {
        double start = Seconds;
        double units = work();
        return units / Math.Max(Seconds - start, 1e-9);
    }

    private static void WarmUp(Func<double> work, double seconds)
    {
        double end = Seconds + seconds;
        for (int calls = 0; calls < 3 || Seconds < end; calls++)
        {
            work();
        }
    }
}
