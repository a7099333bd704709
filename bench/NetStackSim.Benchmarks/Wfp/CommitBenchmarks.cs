using BenchmarkDotNet.Attributes;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>What it costs to make a policy, and to change one filter of it.</summary>
[MemoryDiagnoser]
public class CommitBenchmarks
{
    private const int Changes = 100;

    private FilterSet _set = null!;

    [Params(1000, 10_000, 100_000)]
    public int Filters { get; set; }

    [GlobalSetup]
    public void Setup() => _set = new FilterSet(FilterShape.Exact, Filters, matches: true);

    [Benchmark]
    public long AllAtOnce() => new FilterSet(FilterShape.Exact, Filters, matches: true).Blocks;

    [Benchmark(OperationsPerInvoke = Changes)]
    public void OneMoreAndOneLess()
    {
        for (int i = 0; i < Changes; i++)
        {
            _set.Delete(_set.Add());
        }
    }
}
