using System.Text;
using NetStackSim;
using NetStackSim.Packets;
using NetStackSim.Wfp;
using StreamEditor;

using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob);

FilterEngine engine = bob.Filters!;
LayerSchema layer = engine.Catalog.Get(LayerId.StreamV4);
Guid key = new("3c5a9d70-2f1e-4d0b-9a44-5f2b7c6e8d10");
InjectionHandle handle = engine.Injection!.CreateHandle(null, InjectionTypes.Stream, out _)!;
var editor = new ReplaceCallout(engine, handle, "cat"u8.ToArray(), "tiger"u8.ToArray());
engine.Callouts.Register(key, editor, CalloutFlags.None, out uint id);
editor.Id = id;
using EngineSession session = engine.Open(new SessionOptions { Name = "editor", IsDynamic = true });
session.CalloutAdd(new Callout { Key = key, Name = "editor", ApplicableLayer = layer.Key }, out _);
session.FilterAdd(new Filter { Name = "cats are tigers", LayerKey = layer.Key, Action = FilterActionType.CalloutTerminating, CalloutKey = key }, out _);

string text = network.Run(async () =>
{
    await using SimTcpListener listener = bob.Sockets.Listen(new IpEndpoint(IpAddress.AnyV4, 7));
    ValueTask<SimTcpStream> accept = listener.AcceptAsync();
    await using SimTcpStream client = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
    await using SimTcpStream server = await accept;

    // The worst case: every byte in a segment of its own.
    foreach (byte one in "the cat sat; concatenated cats"u8.ToArray())
    {
        await client.WriteAsync(new[] { one });
        await Task.Delay(TimeSpan.FromMilliseconds(1), network.TimeProvider);
    }

    await client.ShutdownSendAsync();
    using var reader = new StreamReader(server, Encoding.ASCII, leaveOpen: true);
    return await reader.ReadToEndAsync();
});

Console.WriteLine($"bob reads \"{text}\"");
Console.WriteLine($"{editor.Replaced} replaced, broken rules: {engine.Contracts.Count}");
return text == "the tiger sat; contigerenated tigers" && engine.Contracts.Count == 0 ? 0 : 1;
