using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Wfp.Tests;

/// <summary>The compiled engine decides every random packet over every random policy as the naive one does.</summary>
public sealed class EngineEqualityTests
{
    private const int PacketsPerPolicy = 40;

    /// <summary>Policies per run; NETSTACKSIM_CLASSIFICATIONS asks for a longer run by number of classifications.</summary>
    private static int Policies =>
        int.TryParse(Environment.GetEnvironmentVariable("NETSTACKSIM_CLASSIFICATIONS"), out int wanted) ? Math.Max(100, wanted / PacketsPerPolicy) : 100;

    [Fact]
    public void Classify_RandomPoliciesAndPackets_EqualsTheReference() =>
        Check.One(
            Choice(Policies),
            Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<ulong>>(), static seed => Agree(seed.Item, filters: 1 + (int)(seed.Item % 24))));

    [Fact]
    public void Classify_LargeRandomPolicies_EqualsTheReference() =>
        Check.One(
            Choice(8),
            Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<ulong>>(), static seed => Agree(seed.Item, filters: 400)));

    /// <summary>Another choice of policies each time, unless NETSTACKSIM_SEED says which.</summary>
    private static Config Choice(int policies)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(policies);
        return ulong.TryParse(Environment.GetEnvironmentVariable("NETSTACKSIM_SEED"), out ulong seed) ? config.WithReplay(seed, seed | 1) : config;
    }

    private static bool Agree(ulong seed, int filters)
    {
        RandomPolicy random = new(seed, filters);
        for (int i = 0; i < PacketsPerPolicy; i++)
        {
            random.NextPacket();
            ClassifyResult fast = random.Policy.Classify();
            ClassifyResult naive = Reference.Classify(random.Policy);
            Assert.Equal(
                (seed, i, naive.Action, naive.FilterId, naive.IsHard, naive.IsVeto, naive.IsAbsorbed),
                (seed, i, fast.Action, fast.FilterId, fast.IsHard, fast.IsVeto, fast.IsAbsorbed));
            Assert.Equal(naive.Terminating.Count, fast.Terminating.Count);
            for (int t = 0; t < fast.Terminating.Count; t++)
            {
                Assert.Equal(naive.Terminating[t], fast.Terminating[t]);
            }
        }

        return true;
    }
}
