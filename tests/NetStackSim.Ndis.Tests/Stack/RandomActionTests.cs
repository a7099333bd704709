using NetStackSim.Ndis.Tests.Stack.RandomActions;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>
/// Anything that may happen to a driver stack, in any order, with reference drivers that answer at once or late: nothing leaks, nothing is completed twice, no state is
/// illegal. The default run is a sample; <c>NETSTACKSIM_FULL=1</c> makes a million actions over a thousand seeds. A failure names its seed, and the seed replays.
/// </summary>
public sealed class RandomActionTests
{
    private const int ActionsPerSeed = 1000;

    private static readonly int _seeds = Environment.GetEnvironmentVariable("NETSTACKSIM_FULL") == "1" ? 1000 : 30;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RandomActions_ManySeeds_LoseNothing(bool verifier)
    {
        // The verifier sees most; every fourth seed also runs without it, when the bug checks of NDIS stand alone.
        int resets = 0;
        for (int seed = 1; seed <= _seeds; seed += verifier ? 1 : 4)
        {
            resets += Run((ulong)seed, verifier).Resets;
        }

        Assert.True(resets > 0, "no adapter was ever reset");
    }

    [Fact]
    public void RandomActions_SameSeed_ReplaysTheSameRun()
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            Assert.Equal(Run(seed, verifier: true).Digest, Run(seed, verifier: true).Digest);
        }
    }

    private static RandomWorld Run(ulong seed, bool verifier)
    {
        int action = 0;
        RandomWorld world = new(seed, verifier);
        try
        {
            for (; action < ActionsPerSeed; action++)
            {
                world.Step();
            }

            world.Finish();
            return world;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}, action {action}, verifier {(verifier ? "on" : "off")}: {exception.Message}\n{world.Steps}", exception);
        }
    }
}
