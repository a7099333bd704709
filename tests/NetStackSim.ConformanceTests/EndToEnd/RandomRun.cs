using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>A drawn network with a drawn programme: some streams and datagrams at the same time.</summary>
internal sealed class RandomRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1200);

    private readonly Topology _topology;
    private readonly List<StreamTransfer> _streams = [];
    private readonly List<DatagramTransfer> _datagrams = [];

    public RandomRun(ulong seed, bool fuzzSchedule = false)
    {
        _topology = new Topology(seed, fuzzSchedule);
        RandomStream random = _topology.Random;
        int streams = 1 + random.Next(5);
        for (int i = 0; i < streams; i++)
        {
            (SimHost from, SimHost to) = Pair(random);
            byte[] forth = new byte[random.Next(random.Chance(0.3) ? 120_000 : 10_000)];
            byte[] back = new byte[random.Next(random.Chance(0.3) ? 60_000 : 2_000)];
            random.NextBytes(forth);
            random.NextBytes(back);
            _streams.Add(new StreamTransfer(from, to, (ushort)(2000 + i), Family(random), forth, back, random.NextUInt64()));
        }

        for (int i = random.Next(3); i > 0; i--)
        {
            (SimHost from, SimHost to) = Pair(random);
            _datagrams.Add(new DatagramTransfer(from, to, (ushort)(3000 + i), Family(random), 20, random.NextUInt64()));
        }
    }

    public SimNetwork Network => _topology.Network;

    public ulong Digest => Network.Digest;

    public IReadOnlyList<StreamTransfer> Streams => _streams;

    public override string ToString() => $"{_topology}{string.Join(", ", _streams)}";

    /// <summary>Runs the programme to its end and the hosts down.</summary>
    public void Execute()
    {
        Network.Run(async () =>
        {
            Task all = Task.WhenAll([.. _streams.Select(stream => stream.RunAsync()), .. _datagrams.Select(datagrams => datagrams.RunAsync())]);
            Task first = await Task.WhenAny(all, Task.Delay(Limit, Network.TimeProvider));
            Assert.True(first == all, $"Not done after {Limit.TotalSeconds} s.");
            await all;
        });
        foreach (StreamTransfer stream in _streams)
        {
            Assert.True(stream.Failure is null || _topology.Corrupts, $"{stream} failed: {stream.Failure}");
        }

        Network.RunFor(TimeSpan.FromSeconds(1));
        LeakReport report = Network.Shutdown();
        Assert.True(report.IsClean, report.ToString());
    }

    private (SimHost From, SimHost To) Pair(RandomStream random)
    {
        int from = random.Next(_topology.Hosts.Count);
        int to = (from + 1 + random.Next(_topology.Hosts.Count - 1)) % _topology.Hosts.Count;
        return (_topology.Hosts[from], _topology.Hosts[to]);
    }

    private static IpFamily Family(RandomStream random) => random.Chance(0.5) ? IpFamily.V4 : IpFamily.V6;
}
