using NetStackSim.Benchmarks.Wfp;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>What a classification costs with filters that are meant to defeat the index.</summary>
internal static class WorstCaseCost
{
    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        foreach ((string set, Func<int, WorstCase> make) in WorstCase.All)
        {
            foreach (int filters in (int[])[10, 10_000])
            {
                string name = $"wfp.worst.{set}.{filters}";
                if (options.Wants(name))
                {
                    WorstCase worst = make(filters);
                    yield return new(name, 1e9 / CpuMeter.Rate(() => worst.Classify(2_000), samples: 5, warmUpSeconds: 0.5), "ns");
                }
            }
        }
    }
}
