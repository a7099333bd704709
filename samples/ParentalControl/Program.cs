using NetStackSim;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

using var network = new SimNetwork(seed: 1);
SimHost family = network.AddHost("family-pc", host => host.Address("10.0.0.1/24"));
SimHost internet = network.AddHost("internet", host => host.Address("10.0.0.2/24").Address("10.0.0.66/24"));
network.Connect(family, internet);
IpAddress games = IpAddress.Parse("10.0.0.66");
SimToken childToken = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001"));
SimToken parentToken = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1000"));
SimProcess child = family.Kernel.Processes.Start(@"\device\harddiskvolume1\browser.exe", childToken);
SimProcess parent = family.Kernel.Processes.Start(@"\device\harddiskvolume1\browser.exe", parentToken);

// Two sublayers: the lighter one forbids, the heavier one holds what a parent allowed for a while, as a hard permit.
FilterEngine engine = family.Filters!;
LayerSchema layer = engine.Catalog.Get(LayerId.AleAuthConnectV4);
FwpValue theChild = FwpValue.Of(SecurityDescriptor.Parse("D:(A;;CC;;;S-1-5-21-1-2-3-1001)"));
FilterCondition isChild = new(FieldKeys.AleUserId, FwpMatchType.Equal, theChild);
FilterCondition isGames = new(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.UInt32(games.V4Value));
using EngineSession session = engine.Open(new SessionOptions { Name = "parental control", IsDynamic = true });
session.SubLayerAdd(new SubLayer { Name = "allowed for now", Weight = 0x9000 }, out Guid allowed);
session.SubLayerAdd(new SubLayer { Name = "house rules", Weight = 0x4000 }, out Guid rules);
session.FilterAdd(
    new Filter { Name = "no games", LayerKey = layer.Key, SubLayerKey = rules, Action = FilterActionType.Block, Conditions = [isChild, isGames] }, out _);

string[] seen =
[
    Try("child, games", child, games),
    Try("child, school", child, internet.Address),
    Try("parent, games", parent, games),
    Allow(),
    Try("child, games", child, games),
];
foreach (string line in seen)
{
    Console.WriteLine(line);
}

Console.WriteLine(engine.Drops[0]);
return string.Join('|', seen).Contains("refused|child, school: ok|parent, games: ok|half an hour|child, games: ok", StringComparison.Ordinal) ? 0 : 1;

string Allow()
{
    session.FilterAdd(
        new Filter
        {
            Name = "half an hour",
            LayerKey = layer.Key,
            SubLayerKey = allowed,
            Action = FilterActionType.Permit,
            Flags = FilterFlags.ClearActionRight,
            Conditions = [isChild],
        },
        out _);
    return "half an hour";
}

string Try(string what, SimProcess who, IpAddress where) => network.Run(async () =>
{
    await using SimTcpListener listener = internet.Sockets.Listen(new IpEndpoint(IpAddress.AnyV4, 443));
    try
    {
        await using SimTcpStream stream = await family.Sockets.ConnectAsync(new IpEndpoint(where, 443), process: who);
        return what + ": ok";
    }
    catch (SocketStatusException error)
    {
        return what + ": " + (error.Status == NtStatus.AccessDenied ? "refused" : error.Status);
    }
});
