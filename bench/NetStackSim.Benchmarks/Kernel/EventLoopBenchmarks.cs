using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;

namespace NetStackSim.Benchmarks.Kernel;

/// <summary>What the loop itself costs: one turn, a DPC, an interrupt. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class EventLoopBenchmarks
{
    private const int Turns = 1024;

    private readonly EventLoop _loop = new();
    private readonly Counter _counter;

    public EventLoopBenchmarks()
    {
        var kernel = new SimKernel(_loop, new SimKernelOptions { Name = "bench", Verifier = false });
        _counter = new Counter(_loop, kernel.Processors[0]);
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void OneShotEvent()
    {
        for (int i = 0; i < Turns; i++)
        {
            _loop.Schedule(_loop.Now + 10, EventClass.WireArrival, _counter, 0);
            _loop.RunOne();
        }
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void QueueSource()
    {
        for (int i = 0; i < Turns; i++)
        {
            _counter.Source.Arm();
            _loop.RunOne();
        }
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void Dpc()
    {
        for (int i = 0; i < Turns; i++)
        {
            _counter.Dpc.Queue();
            _loop.RunOne();
        }
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void Interrupt()
    {
        for (int i = 0; i < Turns; i++)
        {
            _counter.Interrupt.Assert();
            _loop.RunOne();
        }
    }

    private sealed class Counter : IEventTarget, IDpcTarget, IInterruptTarget
    {
        public Counter(EventLoop loop, Processor processor)
        {
            Source = new OneEventSource(loop);
            Dpc = new Dpc(processor, this);
            Interrupt = new InterruptObject(processor, this);
        }

        public OneEventSource Source { get; }

        public Dpc Dpc { get; }

        public InterruptObject Interrupt { get; }

        public long Count { get; private set; }

        public void OnEvent(int token) => Count++;

        public void OnDpc(Dpc dpc) => Count++;

        public bool OnInterrupt(InterruptObject interrupt)
        {
            Count++;
            return true;
        }
    }

    /// <summary>The cheapest source: one event at a time.</summary>
    private sealed class OneEventSource(EventLoop loop) : EventSource(loop, EventClass.WireArrival, "bench")
    {
        public void Arm() => SetNext(Loop.Now + 10, Loop.NextSequence());

        protected override void RunHead() => SetIdle();
    }
}
