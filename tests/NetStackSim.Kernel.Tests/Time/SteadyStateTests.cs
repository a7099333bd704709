namespace NetStackSim.Kernel.Tests;

/// <summary>Nothing is allocated in steady state, and observers change nothing.</summary>
[Collection(nameof(RunsAlone))]
public sealed class SteadyStateTests
{
    [Fact]
    public void Loop_SourcesInterruptsDpcsTimersWorkItems_AllocateNothing()
    {
        EventLoop loop = new();
        Machine machine = new(new SimKernel(loop), trace: null);
        loop.RunFor(2_000_000);
        long events = loop.EventsDispatched;
        long before = GC.GetAllocatedBytesForCurrentThread();

        loop.RunFor(2_000_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(loop.EventsDispatched - events > 5_000);
        Assert.True(machine.Runs > 5_000);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Digest_WithAndWithoutObservers_IsTheSame(bool verifier, bool trace)
    {
        EventLoop loop = new(new EventLoopOptions { Seed = 9 });
        SimKernel kernel = new(loop, new SimKernelOptions { Verifier = verifier });
        TraceRing? ring = trace ? new TraceRing(256) : null;
        _ = new Machine(kernel, ring);
        loop.RunFor(1_000_000);

        Assert.Equal(Reference(9), loop.Digest);
        Assert.Equal(trace, ring is { Written: > 1000 });
    }

    [Fact]
    public void Digest_OtherSeed_Differs()
    {
        Assert.Equal(Reference(9), Reference(9));
        Assert.NotEqual(Reference(9), Reference(10));
    }

    private static ulong Reference(ulong seed)
    {
        EventLoop loop = new(new EventLoopOptions { Seed = seed });
        _ = new Machine(new SimKernel(loop), trace: null);
        loop.RunFor(1_000_000);
        return loop.Digest;
    }

    private sealed class Machine : EventSource, IInterruptTarget, IDpcTarget, ITimerTarget, IWorkItemTarget
    {
        private readonly InterruptObject _interrupt;
        private readonly Dpc _dpc;
        private readonly KernelTimer _timer;
        private readonly WorkItem _workItem;
        private readonly RandomStream _random;

        public Machine(SimKernel kernel, TraceRing? trace)
            : base(kernel.Loop, EventClass.WireArrival, "wire")
        {
            kernel.Trace = trace;
            _random = kernel.RandomStream("machine");
            _interrupt = new InterruptObject(kernel.BootProcessor, this);
            _dpc = new Dpc(kernel.BootProcessor, this);
            _timer = new KernelTimer(kernel.BootProcessor, this);
            _workItem = new WorkItem(kernel, this);
            SetNext(10, Loop.NextSequence());
        }

        public long Runs { get; private set; }

        public bool OnInterrupt(InterruptObject interrupt)
        {
            Runs++;
            return _dpc.Queue();
        }

        public void OnDpc(Dpc dpc)
        {
            Runs++;
            _timer.SetAfter(_random.Next(300));
            _workItem.Queue();
        }

        public void OnTimer(int id)
        {
            Runs++;
            SetNext(Loop.Now + 1 + _random.Next(500), Loop.NextSequence());
        }

        public void OnWorkItem(WorkItem workItem) => Runs++;

        protected internal override void RunHead() => _interrupt.Assert();
    }
}
