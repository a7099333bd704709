using System.Text;
using DropCallout;
using NetStackSim;
using NetStackSim.Packets;
using NetStackSim.Wfp;

using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob);

// The driver's half: the function. The administrator's half: the callout, a sublayer and a filter that asks it.
FilterEngine engine = bob.Filters!;
LayerSchema layer = engine.Catalog.Get(LayerId.DatagramDataV4);
Guid calloutKey = new("6b1f0a52-9a43-4c19-8d37-2c7f1e5d9b04");
var callout = new WordCallout("secret"u8.ToArray());
engine.Callouts.Register(calloutKey, callout, CalloutFlags.None, out _);

using EngineSession session = engine.Open(new SessionOptions { Name = "sample", IsDynamic = true });
session.TransactionBegin();
session.CalloutAdd(new Callout { Key = calloutKey, Name = "word callout", ApplicableLayer = layer.Key }, out _);
session.SubLayerAdd(new SubLayer { Name = "word police", Weight = 0x4000 }, out Guid subLayer);
session.FilterAdd(
    new Filter
    {
        Name = "no secrets on port 5000",
        LayerKey = layer.Key,
        SubLayerKey = subLayer,
        Action = FilterActionType.CalloutUnknown,
        CalloutKey = calloutKey,
        Conditions = [new FilterCondition(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(5000))],
    },
    out ulong filterId);
session.TransactionCommit();

network.Run(async () =>
{
    await using SimUdpSocket receiver = bob.Sockets.OpenUdp(new IpEndpoint(bob.Address, 5000));
    await using SimUdpSocket sender = alice.Sockets.OpenUdp(new IpEndpoint(alice.Address, 4000));
    foreach (string text in (string[])["good morning", "this is a secret", "good night"])
    {
        await sender.SendToAsync(Encoding.UTF8.GetBytes(text), receiver.LocalEndpoint);
    }

    byte[] buffer = new byte[100];
    for (int i = 0; i < 2; i++)
    {
        UdpReceiveResult received = await receiver.ReceiveFromAsync(buffer);
        Console.WriteLine($"bob received \"{Encoding.UTF8.GetString(buffer, 0, received.Bytes)}\"");
    }
});

Console.WriteLine($"the callout looked at {callout.Seen} datagrams; filter {filterId} dropped {engine.Drops.Total}:");
Console.WriteLine(engine.Drops[0]);
return engine.Drops.Total == 1 ? 0 : 1;
