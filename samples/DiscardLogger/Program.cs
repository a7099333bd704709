using DiscardLogger;
using NetStackSim;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
network.Connect(alice, bob);

var logger = new DiscardLoggerDriver(bob.Filters!);
NtStatus loaded = bob.Kernel.Io.LoadDriver("DiscardLogger", logger.Entry, out DriverObject? driver);
Console.WriteLine($"DriverEntry: {loaded}");

// Something to discard: a policy that refuses port 80, and a port that nobody listens at.
using EngineSession admin = bob.Filters!.Open();
admin.FilterAdd(
    new Filter
    {
        Name = "no web",
        LayerKey = bob.Filters.Catalog.Get(LayerId.AleAuthRecvAcceptV4).Key,
        Action = FilterActionType.Block,
        Conditions = [new FilterCondition(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(80))],
    },
    out _);
network.Run(async () =>
{
    await using SimTcpListener web = bob.Sockets.Listen(new IpEndpoint(IpAddress.AnyV4, 80));
    foreach (ushort port in (ushort[])[80, 81])
    {
        try
        {
            await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, port));
        }
        catch (SocketStatusException error)
        {
            Console.WriteLine($"port {port}: {error.Status}");
        }
    }
});

foreach ((string layer, (int total, int policy)) in logger.Counts)
{
    Console.WriteLine($"{layer,-32} {total,3} discarded, {policy,3} by firewall policy");
}

bob.Kernel.Io.UnloadDriver(driver!);
(int accepts, int blocked) = logger.Counts["ALE_AUTH_RECV_ACCEPT_V4_DISCARD"];
return accepts == blocked && blocked > 0 && logger.Counts["INBOUND_TRANSPORT_V4_DISCARD"].Policy == 0 ? 0 : 1;
