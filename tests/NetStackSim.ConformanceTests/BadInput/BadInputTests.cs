using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using Xunit.Abstractions;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>A million seeded mutations of real frames into a host with open connections.</summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    private const int FramesOfOneSeed = 50_000;
    private const int LeastReasons = 60;

    [Fact]
    public void Mutations_IntoAHostWithOpenConnections_AreDeliveredAnsweredOrCounted()
    {
        int seeds = RunScale.Of(quick: 2, full: 20);
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            // Every other time all inspection points of the filter engine are armed.
            var run = new MutationRun(seed, armed: seed % 2 == 0);
            run.Execute(FramesOfOneSeed);
            IReadOnlyList<DropReason> reasons = run.Reasons;
            output.WriteLine($"seed {seed}: {run.Repaired} of {FramesOfOneSeed} repaired, {reasons.Count} reasons, {run.Summary}");
            Assert.True(reasons.Count >= LeastReasons, $"Seed {seed} hit {reasons.Count} reasons only: {string.Join(", ", reasons)}");
            Assert.InRange(run.Repaired, FramesOfOneSeed * 48 / 100, FramesOfOneSeed * 52 / 100);
        }
    }
}
