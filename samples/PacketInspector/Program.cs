using NetStackSim;
using NetStackSim.Packets;
using NetStackSim.Wfp;
using PacketInspector;

using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob);

FilterEngine engine = bob.Filters!;
LayerSchema layer = engine.Catalog.Get(LayerId.InboundTransportV4);
Guid key = new("0a2b6a5e-1c09-4b9d-8e77-6a3c4f0d1b21");
var inspector = new InspectorCallout();
engine.Callouts.Register(key, inspector, CalloutFlags.None, out _);
using EngineSession session = engine.Open(new SessionOptions { Name = "inspector", IsDynamic = true });
session.CalloutAdd(new Callout { Key = key, Name = "inspector", ApplicableLayer = layer.Key }, out _);
session.FilterAdd(new Filter { Name = "look at everything", LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);

network.Run(async () =>
{
    await alice.PingAsync(bob.Address);
    await using SimTcpListener listener = bob.Sockets.Listen(7);
    ValueTask<SimTcpStream> accept = listener.AcceptAsync();
    await using SimTcpStream client = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
    await using SimTcpStream server = await accept;
    await client.WriteAsync("hello"u8.ToArray());
    await server.ReadExactlyAsync(new byte[5]);
});

foreach ((string what, int count) in inspector.Seen)
{
    Console.WriteLine($"{count,3} x {what}");
}

Console.WriteLine($"broken rules: {engine.Contracts.Count}");
return inspector.Seen.Count == 2 && engine.Contracts.Count == 0 ? 0 : 1;
