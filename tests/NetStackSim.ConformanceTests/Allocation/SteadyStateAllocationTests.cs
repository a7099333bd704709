using NetStackSim.ConformanceTests.Support;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.ConformanceTests.Allocation;

/// <summary>A segment in steady state allocates nothing, from the client's memory to the client's memory and for the acknowledgments back.</summary>
public sealed class SteadyStateAllocationTests
{
    private const long Round = 4 << 20;
    private const int RoundsUntilSteady = 24;

    [Theory]
    [InlineData("cable", false, true, false, false)]
    [InlineData("cable", true, false, true, true)]
    [InlineData("delay", false, false, false, false)]
    [InlineData("delay", true, true, true, true)]
    [InlineData("rate", false, true, true, true)]
    [InlineData("rate", true, false, false, false)]
    [InlineData("lossy", false, false, true, true)]
    [InlineData("lossy", true, true, false, false)]
    public void Segments_InSteadyState_AllocateNothing(string link, bool offloads, bool copying, bool v6, bool bothWays)
    {
        OffloadCapabilities capabilities = offloads ? VirtualNicOptions.AllOffloads : new OffloadCapabilities();
        using var pair = new BulkPair(new BulkSettings
        {
            Family = v6 ? IpFamily.V6 : IpFamily.V4,
            SenderOffloads = capabilities,
            ReceiverOffloads = capabilities,
            Link = LinkOf(link),
            CopyingReceive = copying,
            BothWays = bothWays,
            Timestamps = v6,
        });

        // Windows open and pools grow to what they need at the most; then comes a time in which thousands of segments allocate nothing.
        int quiet = 0;
        List<long> allocated = [];
        while (quiet < 3 && allocated.Count < RoundsUntilSteady)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            pair.Transfer(Round);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated.Add(bytes);
            quiet = bytes == 0 ? quiet + 1 : 0;
        }

        Assert.True(quiet == 3, $"Still allocating: {string.Join(", ", allocated)} bytes in rounds of {Round}.");
        Assert.Empty(pair.Stop().Leaks);
    }

    private static LinkOptions? LinkOf(string name) => name switch
    {
        "delay" => new LinkOptions { DelayNs = 1_000_000 },
        "rate" => new LinkOptions { DelayNs = 200_000, BitsPerSecond = 1_000_000_000 },
        "lossy" => new LinkOptions { DelayNs = 200_000, BitsPerSecond = 1_000_000_000, Loss = 0.005, Reorder = 0.005, Duplicate = 0.002, ReorderDelayNs = 500_000 },
        _ => null,
    };
}
