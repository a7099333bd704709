using BenchmarkDotNet.Attributes;
using NetStackSim.Benchmarks.Quick;

namespace NetStackSim.Benchmarks.TcpIp;

/// <summary>A megabyte from a WSK client to another over TCP, both hosts on one core. The column Allocated must say nothing.</summary>
[MemoryDiagnoser]
public class TcpBulkBenchmarks
{
    private const long Bytes = 1 << 20;

    private BulkRun _run = null!;

    /// <summary>MTU of both cards.</summary>
    [Params(1500, 9000)]
    public int Mtu { get; set; }

    /// <summary>Checksum offload, LSO and RSC on both cards.</summary>
    [Params(false, true)]
    public bool Offloads { get; set; }

    /// <summary>True copies into a buffer of the receiver, false keeps the received lists.</summary>
    [Params(false, true)]
    public bool Copies { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _run = new BulkRun(Mtu, Offloads, Copies);
        _run.Transfer(64 * Bytes);
    }

    [GlobalCleanup]
    public void Cleanup() => _run.Dispose();

    [Benchmark]
    public double Megabyte() => _run.Transfer(Bytes);
}
