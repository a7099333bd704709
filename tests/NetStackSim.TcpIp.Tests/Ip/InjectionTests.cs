using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

/// <summary>Packets of a filter engine: they take the path from where they are injected, and come back to their owner once.</summary>
public sealed class InjectionTests
{
    private sealed class Injector : INetBufferListOwner
    {
        private readonly NetBufferListPool _pool;

        public Injector(TestHost host) => _pool = new NetBufferListPool(host.Kernel, new NetBufferListPoolOptions { Name = "inject", HeadRoom = 64, DataSize = 2048 });

        public List<NtStatus> Completed { get; } = [];

        public NetBufferListChain Make(byte[] data)
        {
            NetBufferList list = _pool.Get();
            list.FirstNetBuffer.DataLength = data.Length;
            data.CopyTo(list.FirstNetBuffer.GetWritable(data.Length));
            list.Owner = this;
            return new NetBufferListChain(list);
        }

        public void SendComplete(ref NetBufferListChain chain)
        {
            while (chain.RemoveFirst() is { } list)
            {
                Completed.Add(list.Status);
                list.Free();
            }
        }
    }

    private static (TestHost Host, TestNic Nic, IpInterface On, Injector Injector) Start(IpFamily family)
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: Frames.PrefixOf(family));
        host.Stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        nic.Sent.Clear();
        return (host, nic, on, new Injector(host));
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void SendNetwork_FinishedPacket_LeavesAsItIs(IpFamily family)
    {
        (TestHost host, TestNic nic, _, Injector injector) = Start(family);
        byte[] packet = Frames.Udp(Frames.OursOf(family), 9, Frames.PeerOf(family), 5, [1, 2]);
        NetBufferListChain chain = injector.Make(packet);
        Assert.Equal(NtStatus.Pending, host.Stack.Injection.SendNetwork(ref chain, family, 1));
        Assert.Equal(packet, Frames.PacketOf(nic.TakeSent()));
        Assert.Equal([NtStatus.Success], injector.Completed);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void SendNetwork_WithoutRoute_CompletesWithAnError(IpFamily family)
    {
        (TestHost host, _, _, Injector injector) = Start(family);
        NetBufferListChain chain = injector.Make(Frames.Udp(Frames.OursOf(family), 9, family == IpFamily.V4 ? "192.168.1.1" : "2001:db8::1", 5, [1]));
        host.Stack.Injection.SendNetwork(ref chain, family, 1);
        Assert.Equal([NtStatus.NetworkUnreachable], injector.Completed);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void SendTransport_GetsItsHeaders(IpFamily family)
    {
        (TestHost host, TestNic nic, _, Injector injector) = Start(family);
        byte[] packet = Frames.Udp(Frames.OursOf(family), 9, Frames.PeerOf(family), 5, [1, 2]);
        NetBufferListChain chain = injector.Make(packet[(family == IpFamily.V4 ? 20 : 40)..]);
        ref NetworkLayerInfo network = ref chain.Head!.Network;
        network.Source = IpAddress.Parse(Frames.OursOf(family));
        network.Destination = IpAddress.Parse(Frames.PeerOf(family));
        network.Protocol = 17;
        network.HopLimit = 55;
        host.Stack.Injection.SendTransport(ref chain, family, 1);
        Assert.Equal(55, Frames.Open(nic.TakeSent()).HopLimit);
        Assert.Equal([NtStatus.Success], injector.Completed);
        host.Dispose();
    }

    [Theory]
    [InlineData("ff02::5", false, true)]
    [InlineData("ff02::5", true, false)]
    [InlineData("fd00::2", true, true)]
    public void SendTransport_Scope_IsTheInterfaceOfALinkLocalDestinationOnly(string destination, bool unknown, bool sent)
    {
        (TestHost host, TestNic nic, IpInterface on, Injector injector) = Start(IpFamily.V6);
        byte[] packet = Frames.Udp(Frames.OursOf(IpFamily.V6), 9, destination, 5, [1, 2]);
        NetBufferListChain chain = injector.Make(packet[40..]);
        ref NetworkLayerInfo network = ref chain.Head!.Network;
        network.Source = IpAddress.Parse(Frames.OursOf(IpFamily.V6));
        network.Destination = IpAddress.Parse(destination);
        network.InterfaceIndex = unknown ? 77 : on.Index;
        network.Protocol = 17;
        network.HopLimit = 55;
        host.Stack.Injection.SendTransport(ref chain, IpFamily.V6, 1);
        Assert.Equal(sent, Assert.Single(injector.Completed).IsSuccess);
        if (sent)
        {
            Assert.Equal(55, Frames.Open(nic.TakeSent()).HopLimit);
        }

        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, false)]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V6, true)]
    public void Receive_InjectedPacket_ReachesTheEndpointAndGoesHome(IpFamily family, bool atTransport)
    {
        (TestHost host, _, IpInterface on, Injector injector) = Start(family);
        UdpClient server = new(host, family == IpFamily.V4 ? "0.0.0.0:9" : "[::]:9");
        Recorder recorder = new(host);
        NetBufferListChain chain = injector.Make(Frames.Udp(Frames.PeerOf(family), 5, Frames.OursOf(family), 9, [7]));
        NtStatus status = atTransport
            ? host.Stack.Injection.ReceiveTransport(ref chain, family, on.Index)
            : host.Stack.Injection.ReceiveNetwork(ref chain, family, on.Index);
        Assert.Equal(NtStatus.Pending, status);
        Assert.Equal((byte[])[7], server.Received.Single().Data);
        Assert.Single(injector.Completed);
        Assert.Contains(nameof(InspectionLayer.InboundNetwork), recorder.Log);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_OnAnUnknownInterface_LeavesTheListsToTheCaller()
    {
        (TestHost host, _, _, Injector injector) = Start(IpFamily.V4);
        NetBufferListChain chain = injector.Make(Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [7]));
        Assert.Equal(NtStatus.NoInterface, host.Stack.Injection.ReceiveNetwork(ref chain, IpFamily.V4, 77));
        injector.SendComplete(ref chain);
        host.Dispose();
    }

    [Fact]
    public void Forward_ToAnInterface_LeavesThere()
    {
        (TestHost host, TestNic nic, IpInterface on, Injector injector) = Start(IpFamily.V4);
        byte[] packet = Frames.Udp("192.168.3.3", 9, "10.0.0.2", 5, [1, 2]);
        NetBufferListChain chain = injector.Make(packet);
        Assert.Equal(NtStatus.Pending, host.Stack.Injection.Forward(ref chain, IpFamily.V4, on.Index));
        Assert.Equal(packet, Frames.PacketOf(nic.TakeSent()));
        Assert.Equal([NtStatus.Success], injector.Completed);
        host.Dispose();
    }
}
