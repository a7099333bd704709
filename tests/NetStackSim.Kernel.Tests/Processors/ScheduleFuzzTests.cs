namespace NetStackSim.Kernel.Tests;

/// <summary>Under schedule fuzzing the seed permutes what Windows leaves unordered, and nothing else.</summary>
public sealed class ScheduleFuzzTests
{
    [Fact]
    public void Fuzz_ManySeeds_ReachEveryOrderOfTwoProcessors()
    {
        HashSet<string> orders = [];
        for (ulong seed = 1; seed <= 40; seed++)
        {
            orders.Add(Run(seed, fuzz: true, dpcs: true));
        }

        Assert.Equal(["0a 0b 1a 1b", "0a 1a 0b 1b", "0a 1a 1b 0b", "1a 0a 0b 1b", "1a 0a 1b 0b", "1a 1b 0a 0b"], orders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fuzz_WorkItemsOfOneProcessor_AreReordered()
    {
        HashSet<string> orders = [];
        for (ulong seed = 1; seed <= 400; seed++)
        {
            orders.Add(Run(seed, fuzz: true, dpcs: false));
        }

        Assert.Equal(24, orders.Count);
    }

    [Fact]
    public void Fuzz_SameSeed_RepeatsItself()
    {
        Assert.Equal(Run(5, fuzz: true, dpcs: true), Run(5, fuzz: true, dpcs: true));
        Assert.Equal("0a 1a 0b 1b", Run(5, fuzz: false, dpcs: true));
        Assert.Equal("0a 1a 0b 1b", Run(6, fuzz: false, dpcs: false));
    }

    private static string Run(ulong seed, bool fuzz, bool dpcs)
    {
        EventLoop loop = new(new EventLoopOptions { Seed = seed, FuzzSchedule = fuzz });
        SimKernel kernel = new(loop, new SimKernelOptions { ProcessorCount = 2 });
        Log log = new();
        for (int i = 0; i < 4; i++)
        {
            if (dpcs)
            {
                new Dpc(kernel.Processors[i % 2], log, i).Queue();
            }
            else
            {
                new WorkItem(kernel, log, i).Queue();
            }
        }

        loop.RunUntilIdle();
        return string.Join(' ', log.Ran);
    }

    private sealed class Log : IDpcTarget, IWorkItemTarget
    {
        public List<string> Ran { get; } = [];

        public void OnDpc(Dpc dpc) => Note(dpc.Id);

        public void OnWorkItem(WorkItem workItem) => Note(workItem.Id);

        private void Note(int id) => Ran.Add($"{id % 2}{(char)('a' + (id / 2))}");
    }
}
