using BenchmarkDotNet.Attributes;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Nic;

/// <summary>The Toeplitz hash of one flow: bit by bit as it is defined, and by tables made of the key.</summary>
[MemoryDiagnoser]
public class RssBenchmarks
{
    private const int Flows = 1024;

    private readonly byte[] _key = new byte[ToeplitzHash.KeySize];
    private byte[] _inputs = [];
    private ToeplitzHash _tables = null!;

    /// <summary>Bytes of input: addresses and ports of IPv4 or IPv6.</summary>
    [Params(12, 36)]
    public int InputLength { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(67);
        random.NextBytes(_key);
        _inputs = new byte[Flows * InputLength];
        random.NextBytes(_inputs);
        _tables = new ToeplitzHash(_key);
    }

    [Benchmark(OperationsPerInvoke = Flows)]
    public uint Tables()
    {
        uint sum = 0;
        for (int i = 0; i < Flows; i++)
        {
            sum ^= _tables.Compute(_inputs.AsSpan(i * InputLength, InputLength));
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Flows)]
    public uint BitByBit()
    {
        uint sum = 0;
        for (int i = 0; i < Flows; i++)
        {
            sum ^= Naive(_inputs.AsSpan(i * InputLength, InputLength));
        }

        return sum;
    }

    [Benchmark]
    public ToeplitzHash KeyChange() => new(_key);

    private uint Naive(ReadOnlySpan<byte> input)
    {
        uint result = 0;
        uint window = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_key);
        for (int i = 0; i < input.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                if ((input[i] & (0x80 >> bit)) != 0)
                {
                    result ^= window;
                }

                window = (window << 1) | (uint)((_key[i + 4] >> (7 - bit)) & 1);
            }
        }

        return result;
    }
}
