using NetStackSim;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

using var network = new SimNetwork(seed: 1);
SimHost scanner = network.AddHost("scanner", host => host.Address("10.0.0.1/24"));
SimHost victim = network.AddHost("victim", host => host.Address("10.0.0.2/24"));
network.Connect(scanner, victim);

string open = Scan();
FilterEngine engine = victim.Filters!;
using EngineSession session = engine.Open(new SessionOptions { Name = "stealth", IsDynamic = true });
session.TransactionBegin();

// No reset for a closed port: the built-in callout swallows the answer at the discard layer, for everybody but the host itself.
Add(LayerId.InboundTransportV4Discard, FilterActionType.CalloutTerminating, BuiltInCallouts.SilentDropV4);

// No ICMP unreachable either: type 3 stands in the field of the local port.
Add(LayerId.OutboundIcmpErrorV4, FilterActionType.Block, Guid.Empty, new FilterCondition(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(3)));
session.TransactionCommit();
string stealthy = Scan();

Console.WriteLine($"without policy: {open}");
Console.WriteLine($"with policy:    {stealthy}");
return open == "22 open, 23 closed, ping answered" && stealthy == "22 open, 23 filtered, ping answered" ? 0 : 1;

void Add(LayerId id, FilterActionType action, Guid callout, params FilterCondition[] conditions)
{
    LayerSchema layer = engine.Catalog.Get(id);
    FilterCondition notLoopback = new(layer.FindField("FLAGS")!.Key, FwpMatchType.FlagsNoneSet, FwpValue.UInt32(0x1));
    session.FilterAdd(
        new Filter { Name = "stealth", LayerKey = layer.Key, Action = action, CalloutKey = callout, Conditions = [notLoopback, .. conditions] }, out _);
}

string Scan() => network.Run(async () =>
{
    await using SimTcpListener ssh = victim.Sockets.Listen(22);
    List<string> found = [];
    foreach (ushort port in (ushort[])[22, 23])
    {
        try
        {
            await using SimTcpStream stream = await scanner.Sockets.ConnectAsync(new IpEndpoint(victim.Address, port));
            found.Add($"{port} open");
        }
        catch (SocketStatusException error)
        {
            found.Add($"{port} {(error.Status == NtStatus.ConnectionRefused ? "closed" : "filtered")}");
        }
    }

    found.Add((await scanner.PingAsync(victim.Address)).Status.IsSuccess ? "ping answered" : "no ping");
    return string.Join(", ", found);
});
