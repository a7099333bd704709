using CaptureFilter;
using NetStackSim;
using NetStackSim.Ndis;
using NetStackSim.Packets.Capture;

string file = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "netstacksim-capture-filter.pcapng");
using (var writer = new PcapngWriter(File.Create(file)))
{
    using var network = new SimNetwork(seed: 1);
    var monitor = new FilterOptions { Name = "monitor", Type = FilterType.Monitoring };
    SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Filter(new CaptureFilter.Monitor(writer), monitor).Filter(new Mute(), "mute"));
    SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
    network.Connect(alice, bob);

    network.Run(async () =>
    {
        Console.WriteLine($"ping: {(await alice.PingAsync(bob.Address)).Status}");
    });

    Console.WriteLine(alice.Adapters[0].DescribeStack());
    Console.WriteLine($"after shutdown: {network.Shutdown()}");
    Console.WriteLine($"{writer.PacketCount} packets in {file}");
}
