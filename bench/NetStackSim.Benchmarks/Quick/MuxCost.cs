using NetStackSim.Benchmarks.Ndis;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>What a list costs through the VLAN multiplexer and the two driver stacks around it, there and back, in nanoseconds, by chain length.</summary>
internal static class MuxCost
{
    private static readonly int[] ChainLengths = [1, 8, 32, 64];

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        foreach ((string kind, bool insertsTags) in new[] { (string.Empty, true), (".inframe", false) })
        {
            foreach (int length in ChainLengths)
            {
                MuxStack stack = new(length, insertsTags);
                yield return new($"mux.send{kind}.{length}", PerList(stack.Send, length), "ns");
                yield return new($"mux.receive{kind}.{length}", PerList(stack.Indicate, length), "ns");
            }
        }

        MuxStack steady = new(32, true);
        Rounds(() => { steady.Send(); steady.Indicate(); }, 10_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Rounds(() => { steady.Send(); steady.Indicate(); }, 10_000);
        yield return new("mux.alloc", (GC.GetAllocatedBytesForCurrentThread() - before) / (2.0 * 32 * 10_000), "bytes");
    }

    private static double PerList(Action round, int chainLength)
    {
        int rounds = 2_000_000 / (chainLength + 7);
        return 1e9 / CpuMeter.Rate(() => Rounds(round, rounds)) / chainLength;
    }

    private static double Rounds(Action round, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            round();
        }

        return rounds;
    }
}
