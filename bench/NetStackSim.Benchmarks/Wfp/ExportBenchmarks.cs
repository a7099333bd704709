using BenchmarkDotNet.Attributes;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>One classification under the policy of a real machine; there is nothing to run without the exports (<c>NETSTACKSIM_DATA</c>).</summary>
[MemoryDiagnoser]
public class ExportBenchmarks
{
    private const int Batch = 1024;

    private ExportSet _hits = null!;
    private ExportSet _misses = null!;
    private ExportSet _mixed = null!;

    public static IEnumerable<string> Files =>
        ExportSet.Folder is { } folder ? Directory.GetFiles(folder, "*.xml.gz").Order(StringComparer.Ordinal) : [];

    [ParamsSource(nameof(Files))]
    public string File { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        ImportedPolicy policy = ExportSet.Load(File);
        _hits = ExportSet.Hits(policy);
        _misses = ExportSet.Misses(policy);
        _mixed = ExportSet.Mixed(policy);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public double Hits() => _hits.Classify(Batch);

    [Benchmark(OperationsPerInvoke = Batch)]
    public double Misses() => _misses.Classify(Batch);

    [Benchmark(OperationsPerInvoke = Batch)]
    public double Mixed() => _mixed.Classify(Batch);
}
