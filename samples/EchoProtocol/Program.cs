using EchoProtocol;
using NetStackSim;
using NetStackSim.Ndis;
using NetStackSim.Simulation;

using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob, new LinkOptions { DelayNs = 250_000, BitsPerSecond = 1_000_000_000 });

var client = new RawEcho();
var server = new RawEcho();
ProtocolRegistration onAlice = alice.Ndis.RegisterProtocol(client, new ProtocolOptions { Name = "RAWECHO" });
ProtocolRegistration onBob = bob.Ndis.RegisterProtocol(server, new ProtocolOptions { Name = "RAWECHO" });
client.Answered += static ns => Console.WriteLine($"answer after {ns / 1000.0} us");

network.Run(async () =>
{
    foreach (int length in (int[])[60, 512, 1514])
    {
        Console.Write($"{length} bytes to {server.Address}: ");
        client.Ping(server.Address, length);
        await Task.Delay(TimeSpan.FromMilliseconds(10), network.TimeProvider);
    }

    // TCP/IP is bound to the same adapter and does not notice.
    Console.WriteLine($"ping: {(await alice.PingAsync(bob.Address)).Status}");
});

Console.WriteLine(alice.Adapters[0].DescribeStack());
onAlice.Dispose();
onBob.Dispose();
Console.WriteLine($"after shutdown: {network.Shutdown()}");
