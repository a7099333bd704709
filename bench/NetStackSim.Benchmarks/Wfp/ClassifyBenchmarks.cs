using BenchmarkDotNet.Attributes;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>One classification at ALE_AUTH_CONNECT_V4 by number and shape of the filters that are there, packets spread over them at random.</summary>
[MemoryDiagnoser]
public class ClassifyBenchmarks
{
    private const int Batch = 1024;

    private FilterSet _hits = null!;
    private FilterSet _misses = null!;
    private FilterSet _asking = null!;

    [Params(FilterShape.Exact, FilterShape.Prefix, FilterShape.Range)]
    public FilterShape Shape { get; set; }

    [Params(0, 10, 1000, 10_000, 100_000)]
    public int Filters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _hits = new FilterSet(Shape, Filters, matches: true);
        _misses = new FilterSet(Shape, Filters, matches: false);
        _asking = new FilterSet(Shape, Filters, matches: true, callouts: true);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public double OneFilterMatches() => _hits.Classify(Batch);

    [Benchmark(OperationsPerInvoke = Batch)]
    public double NoFilterMatches() => _misses.Classify(Batch);

    [Benchmark(OperationsPerInvoke = Batch)]
    public double OneCalloutIsAsked() => _asking.Classify(Batch);
}
