using NetStackSim;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using PassThroughFilter;

const int Bytes = 1_000_000;
var filter = new CountingFilter();
using var network = new SimNetwork(seed: 1);

// Without large send offload the stack cuts the stream itself: that makes chains worth looking at.
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Offloads(new OffloadCapabilities()).Filter(filter, "counting filter"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob, new LinkOptions { DelayNs = 500_000 });

network.Run(async () =>
{
    await using DiscardService discard = DiscardService.Start(bob.Kernel);
    await using SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, DiscardService.DefaultPort));
    await stream.WriteAsync(new byte[Bytes]);
    await stream.ShutdownSendAsync();
    await stream.CopyToAsync(Stream.Null);
});

CountingFilter.Module module = filter.Modules[0];
Console.WriteLine(alice.Adapters[0].DescribeStack());
Console.WriteLine($"{Bytes} bytes in {network.Elapsed.TotalMilliseconds} ms of virtual time.");
Console.WriteLine($"down: {module.ListsDown} lists in {module.ChainsDown} chains, {(double)module.ListsDown / module.ChainsDown:F1} lists to a chain");
Console.WriteLine($"up:   {module.ListsUp} lists in {module.ChainsUp} chains, {(double)module.ListsUp / module.ChainsUp:F1} lists to a chain");

// Every list went down and came back, every list went up and was returned: the report would name the filter otherwise.
Console.WriteLine($"after shutdown: {network.Shutdown()}");
