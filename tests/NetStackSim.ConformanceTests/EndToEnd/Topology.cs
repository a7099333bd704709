using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>A network drawn from a seed: two to five hosts on a cable, on a switch, or on both sides of a router, with links of every kind.</summary>
internal sealed class Topology
{
    private readonly RandomStream _random;
    private readonly StringBuilder _text = new();
    private readonly bool _corrupts;

    public Topology(ulong seed, bool fuzzSchedule = false)
    {
        _random = new RandomStream(StableHash.Mix(seed, 0x746F_706F));
        Network = new SimNetwork(new SimNetworkOptions { Seed = seed, FuzzSchedule = fuzzSchedule });
        _corrupts = _random.Chance(0.2);
        int hosts = 2 + _random.Next(4);
        switch (hosts == 2 ? _random.Next(3) : 1 + _random.Next(2))
        {
            case 0:
                AddHost("10.1.0", "fd01", null);
                AddHost("10.1.0", "fd01", null);
                Link("cable", (a, b) => Network.Connect(a, b.Nic, Draw(), Draw()), Hosts[0].Nic, Hosts[1]);
                break;
            case 1:
                OnASwitch(hosts);
                break;
            default:
                BehindARouter(hosts);
                break;
        }
    }

    public SimNetwork Network { get; }

    /// <summary>Hosts that talk; a router is not among them.</summary>
    public List<SimHost> Hosts { get; } = [];

    /// <summary>True when a link flips bits: address resolution has no checksum, so that a transfer may fail for it.</summary>
    public bool Corrupts => _corrupts;

    public RandomStream Random => _random;

    public override string ToString() => _text.ToString();

    private void OnASwitch(int hosts)
    {
        Switch center = Network.AddSwitch("switch");
        for (int i = 0; i < hosts; i++)
        {
            SimHost host = AddHost("10.1.0", "fd01", null);
            Link("switch", (a, b) => Network.Connect(a, b.AddPort(), Draw(), Draw()), host.Nic, center);
        }
    }

    private void BehindARouter(int hosts)
    {
        SimHost router = Network.AddHost("router", host => host
            .Adapter().Address("10.1.0.254/24").Address("fd01::254/64")
            .Adapter().Address("10.2.0.254/24").Address("fd02::254/64")
            .Forwarding());
        for (int side = 0; side < 2; side++)
        {
            Switch center = Network.AddSwitch("switch" + side);
            Network.Connect(router.Nics[side], center.AddPort());
            for (int i = side; i < hosts; i += 2)
            {
                string net = side == 0 ? "1" : "2";
                SimHost host = AddHost($"10.{net}.0", $"fd0{net}", "254");
                Link("router", (a, b) => Network.Connect(a, b.AddPort(), Draw(), Draw()), host.Nic, center);
            }
        }
    }

    private SimHost AddHost(string v4, string v6, string? gateway)
    {
        int number = Hosts.Count + 1;
        bool offloads = _random.Chance(0.5);
        StackProfile profile = StackProfile.Windows11 with
        {
            TcpOfferTimestamps = _random.Chance(0.5),
            TcpCongestion = _random.Chance(0.3) ? CongestionAlgorithm.NewReno : CongestionAlgorithm.Cubic,
            TcpSack = !_random.Chance(0.2),
            TcpAckPerBatch = !_random.Chance(0.2),
        };
        VirtualNicOptions nic = DrawNic();
        int processors = 1 + _random.Next(3);
        SimHost added = Network.AddHost("h" + number, host =>
        {
            host.Processors(processors).Adapter(nic).Address($"{v4}.{number}/24").Address($"{v6}::{number}/64").Offloads(offloads ? VirtualNicOptions.AllOffloads : new OffloadCapabilities()).Profile(profile);
            if (gateway is not null)
            {
                host.Gateway($"{v4}.{gateway}").Gateway($"{v6}::{gateway}");
            }
        });
        _text.Append($"{added.Name}(lso={offloads} ts={profile.TcpOfferTimestamps} sack={profile.TcpSack} batch={profile.TcpAckPerBatch}) ");
        Hosts.Add(added);
        return added;
    }

    // Cards from generous to mean: few descriptors, a throttle, moderation, loans instead of memory.
    private VirtualNicOptions DrawNic()
    {
        if (_random.Chance(0.5))
        {
            return new VirtualNicOptions();
        }

        var nic = new VirtualNicOptions
        {
            ReceiveDescriptors = 16 << _random.Next(6),
            // At least one: a card that never lends instead of giving is deaf while the stack holds all its lists.
            TransmitDescriptors = 2 << _random.Next(8),
            ResourcesThreshold = 1 + _random.Next(40),
            MaxNblsToIndicate = 1 << _random.Next(10),
            InterruptModerationNs = _random.Chance(0.5) ? _random.Next(0L, 300_000) : 0,
            InterruptModerationFrames = _random.Next(20),
        };
        _text.Append($"nic(rx={nic.ReceiveDescriptors} tx={nic.TransmitDescriptors} resources={nic.ResourcesThreshold} throttle={nic.MaxNblsToIndicate} moderation={nic.InterruptModerationNs}/{nic.InterruptModerationFrames}) ");
        return nic;
    }

    private void Link<T>(string kind, Func<VirtualNic, T, Link> connect, VirtualNic nic, T other)
    {
        Link link = connect(nic, other);
        _text.Append($"{kind}[{Describe(link.AToB.Options)} | {Describe(link.BToA.Options)}] ");
    }

    private LinkOptions Draw()
    {
        bool rated = _random.Chance(0.5);
        bool lossy = _random.Chance(0.5);
        return new LinkOptions
        {
            DelayNs = _random.Chance(0.2) ? 0 : _random.Next(0L, 20_000_000),
            JitterNs = _random.Chance(0.2) ? 1_000_000 : 0,
            BitsPerSecond = rated ? 1_000_000L << _random.Next(10) : 0,
            QueueFrames = rated && _random.Chance(0.5) ? 20 + _random.Next(100) : 0,
            Loss = lossy ? _random.NextDouble() * 0.03 : 0,
            Duplicate = _random.Chance(0.3) ? 0.02 : 0,
            Reorder = _random.Chance(0.3) ? 0.03 : 0,
            ReorderDelayNs = 1 + _random.Next(5_000_000),
            Corrupt = _corrupts ? 0.005 : 0,
        };
    }

    private static string Describe(LinkOptions options) =>
        $"{options.DelayNs / 1000} us, {options.BitsPerSecond / 1_000_000} Mbit/s, queue {options.QueueFrames}, loss {options.Loss:F3}, dup {options.Duplicate}, reorder {options.Reorder}, corrupt {options.Corrupt}";
}
