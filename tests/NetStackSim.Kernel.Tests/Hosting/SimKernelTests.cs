namespace NetStackSim.Kernel.Tests;

public sealed class SimKernelTests
{
    private readonly EventLoop _loop = new();

    public static TheoryData<HostPhase, HostPhase, bool> PhasePairs()
    {
        HashSet<(HostPhase From, HostPhase To)> legal =
        [
            (HostPhase.Off, HostPhase.BootTime), (HostPhase.BootTime, HostPhase.Running), (HostPhase.Running, HostPhase.Stopping),
            (HostPhase.Stopping, HostPhase.Off), (HostPhase.BootTime, HostPhase.Stopping),
        ];
        TheoryData<HostPhase, HostPhase, bool> pairs = [];
        foreach (HostPhase from in Enum.GetValues<HostPhase>())
        {
            foreach (HostPhase to in Enum.GetValues<HostPhase>())
            {
                pairs.Add(from, to, legal.Contains((from, to)));
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(PhasePairs))]
    public void EnterPhase_EveryPair_AllowsOnlyTheLifeCycle(HostPhase from, HostPhase to, bool isLegal)
    {
        SimKernel kernel = new(_loop);
        for (HostPhase phase = HostPhase.BootTime; phase <= from; phase++)
        {
            kernel.EnterPhase(phase);
        }

        if (isLegal)
        {
            kernel.EnterPhase(to);
            Assert.Equal(to, kernel.Phase);
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => kernel.EnterPhase(to));
            Assert.Equal(from, kernel.Phase);
        }
    }

    [Fact]
    public void EnterPhase_Observers_AreToldInOrderAndInReverseWhenStopping()
    {
        SimKernel kernel = new(_loop);
        List<string> log = [];
        kernel.AddPhaseObserver(new Observer("a", log));
        kernel.AddPhaseObserver(new Observer("b", log));
        kernel.EnterPhase(HostPhase.BootTime);
        kernel.EnterPhase(HostPhase.Stopping);

        Assert.Equal(["a Off>BootTime", "b Off>BootTime", "b BootTime>Stopping", "a BootTime>Stopping"], log);
    }

    [Fact]
    public void NextCorrelationId_Host_IsInTheUpperBits()
    {
        SimKernel kernel = new(_loop, new SimKernelOptions { HostIndex = 0x1234 });

        Assert.Equal(0x1234_0000_0000_0001UL, kernel.NextCorrelationId());
        Assert.Equal(0x1234_0000_0000_0002UL, kernel.NextCorrelationId());
    }

    [Fact]
    public void CheckLeaks_MdlAndTimer_AreNamedUntilTheyAreBack()
    {
        SimKernel kernel = new(_loop, new SimKernelOptions { Name = "alice" });
        Mdl mdl = kernel.Mdls.Get();
        KernelTimer timer = new(kernel.BootProcessor, new Target(), 4);
        timer.SetAfter(10);

        Assert.Equal([new Leak("pool", "mdl", 1), new Leak("timer", "alice: Target timer 4", 1)], kernel.CheckLeaks().Leaks);
        Assert.Equal(2, kernel.CheckLeaks().Total);

        kernel.Mdls.Return(mdl);
        timer.Cancel();
        Assert.True(kernel.CheckLeaks().IsClean);
        Assert.Equal("nothing outstanding", kernel.CheckLeaks().ToString());
    }

    [Fact]
    public void RandomStream_TwoHosts_AreIndependent()
    {
        SimKernel alice = new(_loop, new SimKernelOptions { Name = "alice" });
        SimKernel bob = new(_loop, new SimKernelOptions { Name = "bob" });

        Assert.Same(_loop.Random["alice/tcp.isn"], alice.RandomStream("tcp.isn"));
        Assert.NotEqual(alice.RandomStream("tcp.isn").NextUInt64(), bob.RandomStream("tcp.isn").NextUInt64());
    }

    [Fact]
    public void BugCheck_Parameters_AreKept()
    {
        SimKernel kernel = new(_loop, new SimKernelOptions { Name = "alice" });

        BugCheckException stop = Assert.Throws<BugCheckException>(() => kernel.BugCheck(BugCheckCode.BugcodeNdisDriver, 1, 2, 3, 4, "nic.sys", "a list came back twice"));

        Assert.Equal([1UL, 2UL, 3UL, 4UL], stop.Parameters);
        Assert.Equal("alice: a list came back twice", stop.ReportText);
    }

    private sealed class Observer(string name, List<string> log) : IHostPhaseObserver
    {
        public void OnPhaseChanged(SimKernel kernel, HostPhase before) => log.Add($"{name} {before}>{kernel.Phase}");
    }

    private sealed class Target : ITimerTarget
    {
        public void OnTimer(int id)
        {
        }
    }
}
