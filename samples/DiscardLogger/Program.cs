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
Console.WriteLine($"DriverEntry: {FwpStatusText.Of(loaded)}");
if (loaded.IsError)
{
    return 1;
}

// Something to discard: a policy that refuses port 80, and port 81, at which nobody listens.
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

bob.Kernel.Io.UnloadDriver(driver!);
foreach (LayerTally count in logger.Counts)
{
    Console.WriteLine(count);
}

// As many as the engine itself says that filters blocked.
return logger.Counts.Sum(static count => count.Policy) == bob.Filters.Drops.Total ? 0 : 1;
