using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>One interrupt of an idle device through its whole way: pin, service routine, DPC; by message, and on a line that others share.</summary>
[MemoryDiagnoser]
public class InterruptBenchmarks
{
    private const int PerInvocation = 1024;

    private EventLoop _loop = null!;
    private InterruptMiniportDriver _driver = null!;

    /// <summary>0: a message; else a line with so many devices, of which the last interrupts.</summary>
    [Params(0, 1, 4)]
    public int DevicesOnLine { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _loop = new EventLoop();
        SimKernel kernel = new(_loop, new SimKernelOptions { Verifier = false });
        NdisRuntime runtime = new(kernel);
        InterruptLine? line = DevicesOnLine > 0 ? new InterruptLine(kernel.Processors[0]) : null;
        for (int i = 0; i < Math.Max(1, DevicesOnLine); i++)
        {
            _driver = new InterruptMiniportDriver(new InterruptResources(line is null ? kernel.Processors : [], line));
            runtime.AddAdapter(runtime.RegisterMiniport(_driver, new MiniportOptions { Name = $"nic{i}" }), new AdapterOptions { Name = $"eth{i}", Device = _driver });
        }

        _loop.RunUntilIdle();
    }

    [Benchmark(OperationsPerInvoke = PerInvocation)]
    public long InterruptAndDpc()
    {
        for (int i = 0; i < PerInvocation; i++)
        {
            _driver.Interrupt();
            _loop.RunUntilIdle(long.MaxValue);
        }

        return _driver.Dpcs;
    }
}
