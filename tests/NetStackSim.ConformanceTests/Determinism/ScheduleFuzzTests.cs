using NetStackSim.ConformanceTests.EndToEnd;
using NetStackSim.ConformanceTests.Support;

namespace NetStackSim.ConformanceTests.Determinism;

/// <summary>What Windows leaves unordered is permuted by the seed: nothing may depend on it but the digest.</summary>
public sealed class ScheduleFuzzTests
{
    [Fact]
    public void PermutedSchedules_KeepEveryInvariant()
    {
        for (ulong seed = 1001; seed <= 1000 + (ulong)RunScale.Of(quick: 50, full: 500); seed++)
        {
            var run = new RandomRun(seed, fuzzSchedule: true);
            try
            {
                run.Execute();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {run}: {e.Message}", e);
            }
        }
    }

    [Fact]
    public void PermutedSchedule_OfOneSeed_IsTheSameInEveryRun()
    {
        foreach (ulong seed in new ulong[] { 5, 6, 7 })
        {
            Assert.Equal(Run(seed), Run(seed));
        }

        static (ulong Digest, long EndNs, long Events) Run(ulong seed)
        {
            var run = new RandomRun(seed, fuzzSchedule: true);
            run.Execute();
            return (run.Digest, run.Network.NowNs, run.Network.Loop.EventsDispatched);
        }
    }
}
