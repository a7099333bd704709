using NetStackSim;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using VlanMux;

int[] vlans = [10, 20];
using var network = new SimNetwork(seed: 1);
SimHost alice = AddHost("alice", 1);
SimHost bob = AddHost("bob", 2);
network.Connect(alice, bob);

network.Run(async () =>
{
    await using EchoService echo = EchoService.Start(bob.Kernel);
    foreach (int vlan in vlans)
    {
        var server = new IpEndpoint(IpAddress.Parse($"10.0.{vlan}.2"), EchoService.DefaultPort);
        await using SimTcpStream stream = await alice.Sockets.ConnectAsync(server);
        await stream.WriteAsync(new byte[100_000]);
        await stream.ShutdownSendAsync();
        var back = new MemoryStream();
        await stream.CopyToAsync(back);
        Console.WriteLine($"VLAN {vlan}: {back.Length} bytes to {server} and back");
    }

    // Bob has this address in VLAN 20; asked for in VLAN 10 nobody answers.
    bob.Stack.AddAddress(bob.InterfaceOf(bob.Ndis.FindAdapter("vlan20")!), IpPrefix.Parse("10.0.10.99/32"), skipDad: true);
    EchoReply reply = await alice.PingAsync(IpAddress.Parse("10.0.10.99"));
    Console.WriteLine($"from VLAN 10 to an address of VLAN 20: {(reply.Status.IsSuccess ? "answered" : "no answer")}");
});

foreach (MiniportAdapter adapter in alice.Ndis.Adapters)
{
    Console.WriteLine(adapter.DescribeStack().TrimEnd());
}

Console.WriteLine($"after shutdown: {network.Shutdown()}");

SimHost AddHost(string name, int number)
{
    SimHost host = network.AddHost(name);
    _ = new TinyMux(host.Ndis, host.Adapters[0].Name, vlans);
    foreach (int vlan in vlans)
    {
        host.Stack.AddAddress(host.InterfaceOf(host.Ndis.FindAdapter($"vlan{vlan}")!), IpPrefix.Parse($"10.0.{vlan}.{number}/24"), skipDad: true);
    }

    return host;
}
