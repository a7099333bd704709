using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>The VLAN multiplexer alone, by chain length: nanoseconds for a list down through both stacks, and up again. Must allocate nothing.</summary>
[MemoryDiagnoser]
public class MuxBenchmarks
{
    private const int ListsPerInvocation = 1024;

    private MuxStack _stack = null!;

    /// <summary>Lists in a chain.</summary>
    [Params(1, 8, 32, 64)]
    public int ChainLength { get; set; }

    /// <summary>The adapter inserts tags; otherwise they go into the frames.</summary>
    [Params(true, false)]
    public bool InsertsTags { get; set; }

    [GlobalSetup]
    public void Setup() => _stack = new MuxStack(ChainLength, InsertsTags);

    [Benchmark(OperationsPerInvoke = ListsPerInvocation)]
    public void SendAndComplete()
    {
        for (int i = 0; i < ListsPerInvocation / ChainLength; i++)
        {
            _stack.Send();
        }
    }

    [Benchmark(OperationsPerInvoke = ListsPerInvocation)]
    public void IndicateAndReturn()
    {
        for (int i = 0; i < ListsPerInvocation / ChainLength; i++)
        {
            _stack.Indicate();
        }
    }
}
