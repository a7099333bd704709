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
    private const int Changes = 1_000;

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

        foreach (int filters in (int[])[1, 1000, 10_000])
        {
            string name = $"wfp.classify.callout.{filters}";
            if (options.Wants(name))
            {
                yield return new(name, PerClassify(new FilterSet(FilterShape.Exact, filters, matches: true, callouts: true)), "ns");
            }
        }
    }

    /// <summary>The call itself at a layer without filters, which the stack does not even make.</summary>
    public static IEnumerable<QuickResult> MeasureEmpty(QuickOptions options)
    {
        FilterSet empty = new(FilterShape.Exact, 0, matches: false);
        yield return new("wfp.empty-classify", 1e9 / CpuMeter.Rate(() => empty.ClassifySame(10_000_000)), "ns");
    }

    public static IEnumerable<QuickResult> MeasureCommit(QuickOptions options)
    {
        foreach (int filters in (int[])[1000, 10_000, 100_000])
        {
            string name = $"wfp.commit.{filters}";
            if (options.Wants(name))
            {
                double rate = CpuMeter.Rate(() => Commit(filters), samples: 3, warmUpSeconds: 0.2);
                yield return new(name, 1e3 / rate, "ms");
            }
        }
    }

    /// <summary>One filter more, and one less, outside a transaction: what a driver pays that adds its filters one by one.</summary>
    public static IEnumerable<QuickResult> MeasureOneCommit(QuickOptions options)
    {
        foreach (int filters in (int[])[1000, 10_000, 100_000])
        {
            string name = $"wfp.one.{filters}";
            if (options.Wants(name + ".add") || options.Wants(name + ".delete"))
            {
                FilterSet set = new(FilterShape.Exact, filters, matches: true);
                Queue<ulong> ids = new();
                double added = CpuMeter.Rate(() => AddSome(set, ids), samples: 3, warmUpSeconds: 0.2);
                double deleted = CpuMeter.Rate(() => DeleteSome(set, ids), samples: 1, warmUpSeconds: 0, settles: false);
                yield return new(name + ".add", 1e6 / added, "us");
                yield return new(name + ".delete", 1e6 / deleted, "us");
            }
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

    // Enough changes that the index of all filters is rebuilt now and then.
    private static double AddSome(FilterSet set, Queue<ulong> ids)
    {
        for (int i = 0; i < Changes; i++)
        {
            ids.Enqueue(set.Add());
        }

        return Changes;
    }

    private static double DeleteSome(FilterSet set, Queue<ulong> ids)
    {
        for (int i = 0; i < Changes; i++)
        {
            set.Delete(ids.Dequeue());
        }

        return Changes;
    }

    private static double Bulk(int filters, long bytes)
    {
        using var run = new BulkRun(1500, offloads: false, copies: true);
        run.AddFilters(BulkLayers, filters);
        run.Transfer(64L << 20);
        return CpuMeter.Rate(() => run.Transfer(bytes / 4), samples: 3, warmUpSeconds: 0.3);
    }
}
