using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.Tests.Hosts;

/// <summary>VLANs and teams of whole hosts: TCP over them, members that fail, frames that others can read.</summary>
public sealed class VirtualAdapterTests
{
    private const int Bytes = 300_000;

    [Theory]
    [InlineData("10.0.10.2")]
    [InlineData("fd10::2")]
    public void Vlan_TcpTransfer_ArrivesWholeWithoutACopyBelowTcp(string server)
    {
        using SimNetwork network = new(seed: 4);
        (SimHost alice, SimHost bob) = TwoHosts(network);

        long good = network.Run(() => EchoAsync(alice, bob, IpAddress.Parse(server)));

        Assert.Equal(Bytes, good);
        Assert.Equal(CopiedWithoutVlan(), alice.Kernel.Copies.StackBytes + bob.Kernel.Copies.StackBytes);
        Assert.True(network.Shutdown().IsClean);
    }

    [Theory]
    [InlineData(PriorityVlanTag.None, PriorityVlanTag.Both)]
    [InlineData(PriorityVlanTag.Both, PriorityVlanTag.None)]
    [InlineData(PriorityVlanTag.Priority, PriorityVlanTag.None)]
    [InlineData(PriorityVlanTag.Vlan, PriorityVlanTag.Priority)]
    public void Vlan_CardsThatInsertTagsOrDoNot_UnderstandEachOther(PriorityVlanTag left, PriorityVlanTag right)
    {
        using SimNetwork network = new(seed: 6);
        SimHost alice = AddHost("alice", 1, left);
        SimHost bob = AddHost("bob", 2, right);
        network.Connect(alice, bob, new LinkOptions { DelayNs = 50_000, BitsPerSecond = 1_000_000_000 });

        foreach (string server in (string[])["10.0.10.2", "fd10::2", "10.0.0.2"])
        {
            Assert.Equal(Bytes, network.Run(() => EchoAsync(alice, bob, IpAddress.Parse(server))));
            Assert.Equal(Bytes, network.Run(() => EchoAsync(bob, alice, IpAddress.Parse(server.Replace('2', '1')))));
        }

        Assert.Equal((left & PriorityVlanTag.Vlan) != 0 ? 1500 : 1496, alice.Ndis.FindAdapter("alice/eth0.10")!.Attributes.MtuSize);
        network.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(network.Shutdown().IsClean);

        SimHost AddHost(string name, int number, PriorityVlanTag tags) => network.AddHost(name, host => host
            .Adapter(new VirtualNicOptions { PriorityVlanTag = tags })
            .Vlan(10).Address($"10.0.10.{number}/24").Address($"fd10::{number}/64")
            .Vlan(0).Address($"10.0.0.{number}/24"));
    }

    // A stream copies once into its send buffer and once out of the received lists: nothing is added below.
    private static long CopiedWithoutVlan()
    {
        using SimNetwork network = new(seed: 4);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.10.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.10.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 50_000, BitsPerSecond = 1_000_000_000 });
        network.Run(() => EchoAsync(alice, bob, bob.Address));
        return alice.Kernel.Copies.StackBytes + bob.Kernel.Copies.StackBytes;
    }

    [Fact]
    public void Vlan_OverATeam_TcpSurvivesALostMember()
    {
        using SimNetwork network = new(seed: 4);
        Switch lan = network.AddSwitch("lan");
        LinkOptions cable = new() { DelayNs = 20_000, BitsPerSecond = 1_000_000_000 };
        SimHost alice = network.AddHost("alice", host => host.Adapter().Adapter().Team("team0").Vlan(10).Address("10.0.10.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Vlan(10).Address("10.0.10.2/24"));
        Link first = network.Connect(alice.Nics[0], lan.AddPort(), cable);
        network.Connect(alice.Nics[1], lan.AddPort(), cable);
        network.Connect(bob, lan, cable);

        long good = network.Run(async () =>
        {
            Task<long> transfer = EchoAsync(alice, bob, IpAddress.Parse("10.0.10.2"));
            await Task.Delay(TimeSpan.FromMilliseconds(2), network.TimeProvider);
            first.SetUp(false);
            return await transfer;
        });

        Assert.Equal(Bytes, good);
        Assert.Equal(alice.Adapters[1].Name, alice.Teams.PrimaryOf("team0"));
        network.RunFor(TimeSpan.FromSeconds(1));
        LeakReport leaks = network.Shutdown();
        Assert.True(leaks.IsClean, leaks.ToString());
    }

    [Fact]
    public void Vlan_TcpIp_IsBoundToTheVirtualAdapterOnly_UnlessTheHardwareHasAnAddress()
    {
        using SimNetwork network = new();
        SimHost plain = network.AddHost("plain", host => host.Vlan(10).Address("10.0.10.1/24"));
        SimHost both = network.AddHost("both", host => host.Address("10.0.0.1/24").Vlan(10).Address("10.0.10.1/24"));

        Assert.Equal(["plain/eth0.10"], plain.Stack.Interfaces.Skip(1).Select(each => each.Name));
        Assert.Equal(["both/eth0", "both/eth0.10"], both.Stack.Interfaces.Skip(1).Select(each => each.Name));
        Assert.Equal(IpAddress.Parse("10.0.10.1"), plain.Address);
        Assert.Throws<ArgumentException>(() => plain.InterfaceOf(plain.Adapters[0]));
        Assert.True(network.Shutdown().IsClean);
    }

    [Fact]
    public void AddVlan_OnARunningHost_TakesTheAdapterOver()
    {
        using SimNetwork network = new();
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Vlan(7).Address("10.0.7.2/24").Address("fd07::2/64"));
        network.Connect(alice, bob);
        network.RunFor(TimeSpan.FromSeconds(1));

        MiniportAdapter vlan = alice.AddVlan(alice.Adapters[0], 7, "10.0.7.1/24", "fd07::1/64");

        Assert.Equal("alice/eth0.7", vlan.Name);
        foreach (string address in (string[])["10.0.7.2", "fd07::2"])
        {
            EchoReply reply = network.Run(() => alice.PingAsync(IpAddress.Parse(address)).AsTask());
            Assert.True(reply.Status.IsSuccess, $"{address}: {reply}");
        }

        Assert.Throws<ArgumentException>(() => alice.AddVlan(alice.Adapters[0], 5000));
        Assert.True(network.Shutdown().IsClean);
    }

    [Fact]
    public void HardwareAdapter_Removed_TakesItsVlansFromTcpIp()
    {
        using SimNetwork network = new();
        (SimHost alice, SimHost bob) = TwoHosts(network);
        Assert.Equal(Bytes, network.Run(() => EchoAsync(alice, bob, bob.Address)));

        alice.Ndis.SurpriseRemoveAdapter(alice.Adapters[0]);
        network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Empty(alice.Ndis.Adapters);
        Assert.Single(alice.Stack.Interfaces);
    }

    [Fact]
    public void Vlan_OverVlan_IsTaggedTwice()
    {
        using SimNetwork network = new();
        SimHost alice = network.AddHost("alice");
        SimHost bob = network.AddHost("bob");
        network.Connect(alice, bob);
        foreach ((SimHost host, string address) in ((SimHost, string)[])[(alice, "10.1.2.1/24"), (bob, "10.1.2.2/24")])
        {
            Assert.True(new VlanMuxDriver(host.Ndis, "outer").AddVlan(host.Adapters[0].Name, new VlanOptions { VlanId = 100, Name = "outer100" }).IsSuccess);
            host.Ndis.Bindings.Disable(TcpIpStack.ProtocolName, host.Adapters[0].Name);
            host.AddVlan(host.Ndis.FindAdapter("outer100")!, 200, address);
        }

        network.RunFor(TimeSpan.FromSeconds(1));
        EchoReply reply = network.Run(() => alice.PingAsync(IpAddress.Parse("10.1.2.2"), new EchoRequestOptions { Size = 1000 }).AsTask());

        Assert.True(reply.Status.IsSuccess, reply.ToString());
        Assert.Equal(1496, alice.Ndis.FindAdapter("outer100.200")!.Attributes.MtuSize);
        Assert.Throws<ArgumentException>(() => alice.AddVlan(alice.Ndis.FindAdapter("outer100.200")!, 300));
    }

    private static (SimHost Alice, SimHost Bob) TwoHosts(SimNetwork network)
    {
        SimHost alice = network.AddHost("alice", host => host.Vlan(10).Address("10.0.10.1/24").Address("fd10::1/64"));
        SimHost bob = network.AddHost("bob", host => host.Vlan(10).Address("10.0.10.2/24").Address("fd10::2/64"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 50_000, BitsPerSecond = 1_000_000_000 });
        return (alice, bob);
    }

    private static async Task<long> EchoAsync(SimHost client, SimHost server, IpAddress address)
    {
        await using EchoService echo = EchoService.Start(server.Kernel);
        await using SimTcpStream stream = await client.Sockets.ConnectAsync(new IpEndpoint(address, EchoService.DefaultPort));
        byte[] bytes = new byte[Bytes];
        new Random(1).NextBytes(bytes);
        Task writing = WriteAsync();
        byte[] back = new byte[Bytes];
        await stream.ReadExactlyAsync(back);
        await writing;
        return bytes.AsSpan().SequenceEqual(back) ? Bytes : -1;

        async Task WriteAsync()
        {
            await stream.WriteAsync(bytes);
            await stream.ShutdownSendAsync();
        }
    }
}
