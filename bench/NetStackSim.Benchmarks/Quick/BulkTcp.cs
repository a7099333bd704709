using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Bulk TCP between two hosts on one core, in Gbit/s of payload per CPU-second.</summary>
internal static class BulkTcp
{
    private const long Sample = 64L << 20;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        foreach ((string name, int mtu, bool offloads, bool copies) in Cases)
        {
            if (options.Wants(name))
            {
                yield return new(name, Rate(options, mtu, offloads, copies), "Gbit/s");
            }
        }
    }

    private static readonly (string Name, int Mtu, bool Offloads, bool Copies)[] Cases =
    [
        ("tcp.bulk.1460.copy", 1500, false, true),
        ("tcp.bulk.1460.zerocopy", 1500, false, false),
        ("tcp.bulk.8960.copy", 9000, false, true),
        ("tcp.bulk.lso.zerocopy", 1500, true, false),
    ];

    private static double Rate(QuickOptions options, int mtu, bool offloads, bool copies)
    {
        using var hosts = new TwoHosts(mtu, offloads);
        (WskConnectionSocket client, WskConnectionSocket server) = hosts.Connect();
        var sender = new BulkSender(client, hosts.A.Kernel);
        CopyingReceiver? copying = copies ? new CopyingReceiver(server, hosts.B.Kernel) : null;
        RetainingReceiver? retaining = copies ? null : new RetainingReceiver(server);
        long expected = 0;
        long bytes = options.Bytes > 0 ? Math.Min(options.Bytes, 512L << 20) : Sample;

        double Run(long count)
        {
            expected += count;
            sender.Start(count);
            hosts.Network.RunUntilIdle();
            long received = copying?.Bytes ?? retaining!.Bytes;
            if (received != expected)
            {
                throw new InvalidOperationException($"{received} of {expected} bytes arrived.");
            }

            return count * 8 / 1e9;
        }

        Run(Sample);
        return CpuMeter.Rate(() => Run(bytes));
    }
}
