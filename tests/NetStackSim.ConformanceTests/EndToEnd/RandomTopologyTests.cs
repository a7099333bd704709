using NetStackSim.ConformanceTests.Support;

namespace NetStackSim.ConformanceTests.EndToEnd;

public sealed class RandomTopologyTests
{
    [Fact]
    public void AnyNetwork_CarriesEveryByteInBoundedTimeAndLeavesNothing()
    {
        for (ulong seed = 1; seed <= (ulong)RunScale.Of(quick: 60, full: 2_000); seed++)
        {
            var run = new RandomRun(seed);
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
}
