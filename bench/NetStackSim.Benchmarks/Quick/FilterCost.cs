using NetStackSim.Benchmarks.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>What a pass-through filter driver adds to a list, and an inspection point without filters to a packet, in nanoseconds.</summary>
internal static class FilterCost
{
    private const int Filters = 8;
    private static long s_armed;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        if (options.Wants("filter.passthrough"))
        {
            yield return new("filter.passthrough", PerList(32), "ns");
        }

        if (options.Wants("filter.passthrough.1"))
        {
            yield return new("filter.passthrough.1", PerList(1), "ns");
        }
    }

    public static IEnumerable<QuickResult> MeasureEmptyLayer(QuickOptions options)
    {
        var point = new InspectionPoints()[InspectionLayer.InboundTransport, IpFamily.V4];
        double armed = CpuMeter.Rate(() => Check(point, 50_000_000));
        double empty = CpuMeter.Rate(() => Count(50_000_000));
        yield return new("wfp.empty-layer", Math.Max(0, (1e9 / armed) - (1e9 / empty)), "ns");
    }

    /// <summary>One filter passes a list twice: the send down and the completion up. The figure is for one of the two.</summary>
    private static double PerList(int chainLength)
    {
        var without = new HandOverStack(0, chainLength);
        var with = new HandOverStack(Filters, chainLength);
        int rounds = 4_000_000 / (chainLength + 7);
        double bare = 1e9 / CpuMeter.Rate(() => Rounds(without, rounds));
        double filtered = 1e9 / CpuMeter.Rate(() => Rounds(with, rounds));
        return Math.Max(0, (filtered - bare) / (Filters * 2 * chainLength));
    }

    private static double Rounds(HandOverStack stack, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            stack.RoundTrip();
        }

        return rounds;
    }

    private static double Check(InspectionPoint point, int times)
    {
        long armed = 0;
        for (int i = 0; i < times; i++)
        {
            armed += i;
            if (point.Handler is not null)
            {
                armed++;
            }
        }

        s_armed += armed;
        return times;
    }

    private static double Count(int times)
    {
        long count = 0;
        for (int i = 0; i < times; i++)
        {
            count += i;
        }

        s_armed += count;
        return times;
    }
}
