using NetStackSim.Benchmarks.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>
/// What a classification costs by number and shape of the filters, what a commit costs, and what filters at four layers cost bulk TCP. Not part of
/// the quick run without <c>--only wfp</c>.
/// </summary>
internal static class ClassifyCost
{
    private const int BulkFilters = 1000;

    private static readonly LayerId[] BulkLayers =
        [LayerId.OutboundTransportV4, LayerId.InboundTransportV4, LayerId.OutboundIpPacketV4, LayerId.InboundIpPacketV4];

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        foreach (FilterShape shape in Enum.GetValues<FilterShape>())
        {
            foreach (int filters in (int[])[0, 10, 1000, 10_000, 100_000])
            {
                foreach (bool matches in (bool[])[true, false])
                {
                    string name = $"wfp.classify.{shape.ToString().ToLowerInvariant()}.{filters}.{(matches ? "hit" : "miss")}";
                    if (options.Wants(name) && (filters > 0 || (shape == FilterShape.Exact && !matches)))
                    {
                        yield return new(name, PerClassify(new FilterSet(shape, filters, matches)), "ns");
                    }
                }
            }
        }

        if (options.Wants("wfp.classify.callout.1"))
        {
            yield return new("wfp.classify.callout.1", PerClassify(new FilterSet(FilterShape.Exact, 1, matches: true, callouts: true)), "ns");
        }
    }

    public static IEnumerable<QuickResult> MeasureCommit(QuickOptions options)
    {
        foreach (int filters in (int[])[1000, 10_000])
        {
            double rate = CpuMeter.Rate(() => Commit(filters), samples: 3, warmUpSeconds: 0.2);
            yield return new($"wfp.commit.{filters}", 1e3 / rate, "ms");
        }
    }

    public static IEnumerable<QuickResult> MeasureBulk(QuickOptions options)
    {
        double[] ratios = new double[5];
        for (int i = 0; i < ratios.Length; i++)
        {
            double with = Bulk(BulkFilters, options.Bytes);
            ratios[i] = with / Bulk(0, options.Bytes);
        }

        Array.Sort(ratios);
        yield return new("wfp.bulk.ratio", ratios[ratios.Length / 2], "x");
    }

    public static IEnumerable<QuickResult> MeasureAllocation(QuickOptions options)
    {
        FilterSet set = new(FilterShape.Exact, 1000, matches: true);
        set.Classify(100_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        set.Classify(100_000);
        yield return new("wfp.alloc.classify", (GC.GetAllocatedBytesForCurrentThread() - before) / 1e5, "bytes");
    }

    private static double PerClassify(FilterSet set) => 1e9 / CpuMeter.Rate(() => set.Classify(200_000), warmUpSeconds: 0.5);

    private static double Commit(int filters)
    {
        _ = new FilterSet(FilterShape.Exact, filters, matches: true);
        return 1;
    }

    private static double Bulk(int filters, long bytes)
    {
        using var run = new BulkRun(1500, offloads: false, copies: true);
        run.AddFilters(BulkLayers, filters);
        run.Transfer(64L << 20);
        return CpuMeter.Rate(() => run.Transfer(bytes / 4), samples: 3, warmUpSeconds: 0.3);
    }
}
