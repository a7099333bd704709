using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>
/// Bulk TCP between two hosts on one core: Gbit/s of payload per CPU-second, and from the same runs chain lengths, copies and allocations.
/// </summary>
internal static class BulkTcp
{
    private const long WarmUp = 64L << 20;

    private static readonly (string Name, int Mtu, bool Offloads, bool Copies)[] Cases =
    [
        ("tcp.bulk.1460.copy", 1500, false, true),
        ("tcp.bulk.1460.zerocopy", 1500, false, false),
        ("tcp.bulk.8960.copy", 9000, false, true),
        ("tcp.bulk.lso.zerocopy", 1500, true, false),
    ];

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        foreach ((string name, int mtu, bool offloads, bool copies) in Cases)
        {
            if (options.Wants(name))
            {
                var run = new BulkRun(mtu, offloads, copies);
                run.Transfer(WarmUp);
                yield return new(name, CpuMeter.Rate(() => run.Transfer(options.Bytes)), "Gbit/s");
                run.Dispose();
            }
        }
    }

    public static IEnumerable<QuickResult> MeasureChains(QuickOptions options)
    {
        using var run = new BulkRun(1500, false, true);
        run.Transfer(WarmUp);
        run.Reset();
        run.Transfer(WarmUp);
        yield return new("chain.tx", run.SentChain, "lists");
        yield return new("chain.rx", run.ReceivedChain, "lists");
    }

    public static IEnumerable<QuickResult> MeasureAllocation(QuickOptions options)
    {
        using var run = new BulkRun(1500, false, true);
        run.Transfer(WarmUp * 4);
        long before = GC.GetAllocatedBytesForCurrentThread();
        run.Transfer(WarmUp);
        yield return new("alloc.segment", (GC.GetAllocatedBytesForCurrentThread() - before) / (WarmUp / 1460.0), "bytes");
    }

    public static IEnumerable<QuickResult> MeasureCopies(QuickOptions options)
    {
        foreach ((string name, bool copies) in new[] { ("copies.receive-copy", true), ("copies.zerocopy", false) })
        {
            using var run = new BulkRun(1500, false, copies);
            run.Transfer(WarmUp);
            run.Reset();
            run.Transfer(WarmUp);
            yield return new(name, run.StackBytesCopied / (double)WarmUp, "copies");
        }
    }
}
