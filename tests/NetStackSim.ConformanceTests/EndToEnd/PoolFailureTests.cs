using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using Xunit.Abstractions;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>Memory runs out, once, at every possible place: the k-th rent of each pool fails while two hosts talk. Nothing may throw, leak or hang.</summary>
public sealed class PoolFailureTests(ITestOutputHelper output)
{
    private const int Rents = 50;

    [Theory]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    public void KthRent_OfEachPoolFails_TheTransferEndsOrFailsWithAStatus(IpFamily family, bool offloads)
    {
        List<(string Pool, long Rents)> pools = Pools(family, offloads);
        int runs = 0;
        int met = 0;
        int failed = 0;
        foreach ((string pool, long rents) in pools)
        {
            for (int k = 1; k <= Math.Min(Rents, rents); k += RunScale.IsFull || k < 6 ? 1 : 7)
            {
                try
                {
                    failed += Execute(family, offloads, pool, (_, found) => found.FailRentAt(k), out long failures) ? 0 : 1;
                    met += failures > 0 ? 1 : 0;
                    runs++;
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"Rent {k} of pool '{pool}': {e.Message}", e);
                }
            }
        }

        // The last rents of a run belong to its end, when nothing fails any more.
        Assert.InRange(met, runs * 8 / 10, runs);
        output.WriteLine($"{pools.Count} pools, {runs} runs, {met} with a failure, {failed} transfers failed with a status");
    }

    [Theory]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    public void Pool_EmptyForAWhile_TheTransferEndsOrFailsWithAStatus(IpFamily family, bool offloads)
    {
        foreach ((string pool, _) in Pools(family, offloads))
        {
            try
            {
                Execute(family, offloads, pool, Starve, out _);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Pool '{pool}' empty for 50 ms: {e.Message}", e);
            }
        }
    }

    // Nothing more can be rented than is out at this moment, for 50 ms in the middle of the transfer.
    private static void Starve(SimNetwork network, IKernelPool pool) =>
        network.Loop.Post(static state => _ = StarveAsync((SimNetwork)((object[])state!)[0], (IKernelPool)((object[])state!)[1]), new object[] { network, pool });

    private static async Task StarveAsync(SimNetwork network, IKernelPool pool)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), network.TimeProvider);
        pool.Quota = pool.Outstanding;
        await Task.Delay(TimeSpan.FromMilliseconds(50), network.TimeProvider);
        pool.Quota = null;
    }

    // The pools that a transfer rents from, and how often.
    private static List<(string Pool, long Rents)> Pools(IpFamily family, bool offloads)
    {
        List<(string, long)> used = [];
        using var rig = new PoolRig(family, offloads);
        Dictionary<string, long> before = rig.Pools().ToDictionary(entry => entry.Name, entry => entry.Pool.Rents);
        rig.Execute();
        foreach ((string name, IKernelPool pool) in rig.Pools())
        {
            long rents = pool.Rents - before.GetValueOrDefault(name);
            if (rents > 0)
            {
                used.Add((name, rents));
            }
        }

        return used;
    }

    /// <returns>True when all bytes arrived.</returns>
    private static bool Execute(IpFamily family, bool offloads, string pool, Action<SimNetwork, IKernelPool> prepare, out long failures)
    {
        using var rig = new PoolRig(family, offloads);
        IKernelPool found = rig.Find(pool);
        long before = found.Failures;
        prepare(rig.Network, found);
        bool arrived = rig.Execute();
        failures = found.Failures - before;
        return arrived;
    }
}
