using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>
/// The naive engine, the compiled one, and the compiled one with the permits that its packet layers keep: the same random traffic through the same random
/// policy is decided alike, to the last frame, net event, counter and nanosecond.
/// </summary>
public sealed class EngineEqualityOnTheStackTests
{
    /// <summary>Seeds per family; NETSTACKSIM_STACK_SEEDS asks for a longer run.</summary>
    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("NETSTACKSIM_STACK_SEEDS"), out int wanted) ? wanted : 6;

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void RandomTraffic_OverARandomPolicy_IsTheSameInAllEngines(IpFamily family)
    {
        for (ulong seed = 1; seed <= (ulong)Seeds; seed++)
        {
            string naive = Run(seed, family, ClassifierKind.Reference, traced: true);
            string compiled = Run(seed, family, ClassifierKind.Compiled, traced: true);
            Assert.Equal($"seed {seed}\n{naive}", $"seed {seed}\n{compiled}");
            Assert.Equal(
                $"seed {seed}\n{Run(seed, family, ClassifierKind.Reference, traced: false)}",
                $"seed {seed}\n{Run(seed, family, ClassifierKind.Compiled, traced: false)}");
        }
    }

    private static string Run(ulong seed, IpFamily family, ClassifierKind classifier, bool traced)
    {
        using RandomStack stack = new(seed, family, classifier, traced);
        return stack.Run();
    }
}
