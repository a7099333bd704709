using System.Runtime;
using System.Runtime.CompilerServices;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Work per CPU-second of this process: the machine may be busy, the figure stays.</summary>
internal static class CpuMeter
{
    // The compiler improves a method some tenths of a second after its thirtieth call.
    private const double Quiet = 0.4;
    private const double LongestWait = 4.0;

    /// <summary>CPU seconds that this process has used, both kinds.</summary>
    public static double Seconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>
    /// Runs <paramref name="work"/> until it is compiled and warm, then <paramref name="samples"/> times, and returns the median
    /// of units per CPU-second. Warm-up is by calls: a long loop would be stuck in unoptimised code. It goes on while the compiler still finds
    /// methods to improve, whose time would be counted as the work's.
    /// </summary>
    /// <param name="work">Does one sample and returns how many units of work it did.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="warmUpSeconds">CPU seconds of warm-up, at least.</param>
    /// <param name="settles">False for work that can be done only so often: no warm-up at all.</param>
    public static double Rate(Func<double> work, int samples = 5, double warmUpSeconds = 1.0, bool settles = true)
    {
        if (settles)
        {
            WarmUp(work, warmUpSeconds);
        }

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
        double limit = end + LongestWait;
        double quietSince = 0;
        long compiled = -1;
        for (int calls = 0; calls < 3 || Seconds < end || (Seconds < limit && Seconds - quietSince < Quiet); calls++)
        {
            work();
            if (JitInfo.GetCompiledMethodCount() != compiled)
            {
                compiled = JitInfo.GetCompiledMethodCount();
                quietSince = Seconds;
            }
        }
    }
}
