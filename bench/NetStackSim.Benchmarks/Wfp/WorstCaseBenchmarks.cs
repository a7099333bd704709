using BenchmarkDotNet.Attributes;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>One classification among filters that are meant to defeat the index.</summary>
[MemoryDiagnoser]
public class WorstCaseBenchmarks
{
    private const int Batch = 1024;

    private WorstCase _set = null!;

    public static IEnumerable<string> Sets => WorstCase.All.Keys;

    [ParamsSource(nameof(Sets))]
    public string Set { get; set; } = string.Empty;

    [Params(10, 10_000)]
    public int Filters { get; set; }

    [GlobalSetup]
    public void Setup() => _set = WorstCase.All[Set](Filters);

    [Benchmark(OperationsPerInvoke = Batch)]
    public double Classify() => _set.Classify(Batch);
}
