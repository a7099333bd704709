using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;

namespace NetStackSim.Benchmarks.Kernel;

/// <summary>Timers as TCP uses them: armed again and again, seldom expiring.</summary>
[MemoryDiagnoser]
public class TimerBenchmarks : ITimerTarget
{
    private const int Rounds = 1024;

    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private KernelTimer[] _timers = [];

    public TimerBenchmarks() => _kernel = new SimKernel(_loop, new SimKernelOptions { Name = "bench", Verifier = false });

    /// <summary>Timers that are armed at the same time.</summary>
    [Params(1, 10_000)]
    public int Armed { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _timers = new KernelTimer[Armed];
        for (int i = 0; i < Armed; i++)
        {
            _timers[i] = new KernelTimer(_kernel.Processors[0], this, i);
            _timers[i].SetAfter(1_000_000_000 + (i * 1_000L));
        }
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public void Rearm()
    {
        for (int i = 0; i < Rounds; i++)
        {
            _timers[i % Armed].SetAfter(1_000_000_000 + (i * 1_000L));
        }
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public void SetAndCancel()
    {
        for (int i = 0; i < Rounds; i++)
        {
            KernelTimer timer = _timers[i % Armed];
            timer.Cancel();
            timer.SetAfter(200_000_000);
        }
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public void Expire()
    {
        for (int i = 0; i < Rounds; i++)
        {
            _timers[i % Armed].SetAfter(100);
            _loop.RunOne();
        }
    }

    public void OnTimer(int id)
    {
    }
}
