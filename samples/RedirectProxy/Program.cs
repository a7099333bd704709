using System.Text;
using NetStackSim;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;
using RedirectProxy;

using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob);

FilterEngine engine = alice.Filters!;
LayerSchema layer = engine.Catalog.Get(LayerId.AleConnectRedirectV4);
Guid key = new("7d0c4f1b-92c5-4a0e-b3f6-18a5c0d9e2f4");
var local = new IpEndpoint(IpAddress.Parse("127.0.0.1"), 8080);
SimProcess proxy = alice.Kernel.Processes.Start(@"\device\harddiskvolume1\proxy.exe", SimToken.System);
RedirectHandle handle = engine.Redirection.CreateHandle(Guid.Empty, out _)!;
var callout = new RedirectCallout(engine, handle, proxy, local);
engine.Callouts.Register(key, callout, CalloutFlags.None, out _);
using EngineSession session = engine.Open(new SessionOptions { Name = "proxy", IsDynamic = true });
session.CalloutAdd(new Callout { Key = key, Name = "to the proxy", ApplicableLayer = layer.Key }, out _);
session.FilterAdd(
    new Filter
    {
        Name = "web goes to the proxy",
        LayerKey = layer.Key,
        Action = FilterActionType.CalloutTerminating,
        CalloutKey = key,
        Conditions = [new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(80))],
    },
    out _);

string answer = network.Run(async () =>
{
    await using SimTcpListener web = bob.Sockets.Listen(new IpEndpoint(IpAddress.AnyV4, 80));
    await using SimTcpListener listener = alice.Sockets.Listen(local, proxy);
    ValueTask<SimTcpStream> accept = listener.AcceptAsync();
    await using SimTcpStream application = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 80));
    await using SimTcpStream accepted = await accept;

    // The proxy reads where the application wanted to go, and opens that connection with the records of this one.
    var wanted = IpEndpoint.Parse(Encoding.ASCII.GetString(accepted.QueryRedirectContext()!));
    Console.WriteLine($"the application asked for {wanted}, the proxy has it");
    ValueTask<SimTcpStream> acceptAtBob = web.AcceptAsync();
    await using SimTcpStream outside = await alice.Sockets.ConnectAsProxyAsync(wanted, accepted.QueryRedirectRecords()!, proxy);
    await using SimTcpStream server = await acceptAtBob;
    await server.WriteAsync("page"u8.ToArray());
    byte[] page = new byte[4];
    await outside.ReadExactlyAsync(page);
    await accepted.WriteAsync(page);
    await application.ReadExactlyAsync(page);
    return Encoding.ASCII.GetString(page);
});

Console.WriteLine($"the application read \"{answer}\"; {callout.Redirected} connection redirected, broken rules: {engine.Contracts.Count}");
return answer == "page" && callout.Redirected == 1 && engine.Contracts.Count == 0 ? 0 : 1;
