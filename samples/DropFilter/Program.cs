using DropFilter;
using NetStackSim;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;

const int Bytes = 2_000_000;
foreach (int every in (int[])[int.MaxValue, 200, 50])
{
    var filter = new LossyFilter(every);
    using var network = new SimNetwork(seed: 1);
    SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Offloads(new OffloadCapabilities()));
    SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24").Offloads(new OffloadCapabilities()).Filter(filter, "lossy filter"));
    network.Connect(alice, bob, new LinkOptions { DelayNs = 2_000_000, BitsPerSecond = 100_000_000 });

    network.Run(async () =>
    {
        await using DiscardService discard = DiscardService.Start(bob.Kernel);
        await using SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, DiscardService.DefaultPort));
        await stream.WriteAsync(new byte[Bytes]);
        await stream.ShutdownSendAsync();
        await stream.CopyToAsync(Stream.Null);
    });

    string rate = every == int.MaxValue ? "nothing" : $"every {every}th frame";
    double seconds = network.Elapsed.TotalSeconds;
    Console.WriteLine($"drops {rate}: {filter.Dropped} of {filter.Dropped + filter.Passed} frames, {Bytes * 8 / seconds / 1e6:F1} Mbit/s");
    Console.WriteLine($"after shutdown: {network.Shutdown()}");
}
