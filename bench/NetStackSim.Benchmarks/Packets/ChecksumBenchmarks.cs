using BenchmarkDotNet.Attributes;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Packets;

/// <summary>The Internet checksum alone, with a copy, and a copy alone for comparison.</summary>
public class ChecksumBenchmarks
{
    private byte[] _source = [];
    private byte[] _destination = [];

    /// <summary>Bytes: a header, a full segment, a jumbo segment, a large send.</summary>
    [Params(20, 1460, 8960, 65536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _source = new byte[Length];
        _destination = new byte[Length];
        for (int i = 0; i < Length; i++)
        {
            _source[i] = (byte)(i * 7);
        }
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _source.AsSpan().CopyTo(_destination);

    [Benchmark]
    public uint Sum() => InternetChecksum.Sum(_source);

    [Benchmark]
    public uint CopyAndSum() => InternetChecksum.CopyAndSum(_source, _destination);
}
