using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

/// <summary>The layer sequences of the conformance tables for datagrams, ICMP, forwarding and drops.</summary>
public sealed class InspectionTests
{
    private static (TestHost Host, TestNic Nic, Recorder Recorder) Start(IpFamily family)
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: Frames.PrefixOf(family));
        host.Stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        nic.Sent.Clear();
        return (host, nic, new Recorder(host));
    }

    private static string Any(IpFamily family) => family == IpFamily.V4 ? "0.0.0.0:9" : "[::]:9";

    private static string Peer(IpFamily family, int port) => family == IpFamily.V4 ? $"10.0.0.2:{port}" : $"[fd00::2]:{port}";

    private static byte[] Datagram(IpFamily family, TestNic nic, ushort from, ushort to) =>
        Frames.IpFrame(nic.Mac, Frames.Udp(Frames.PeerOf(family), from, Frames.OursOf(family), to, [0xCC]));

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Udp_OutAndBack_FollowsTheTable(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        UdpClient client = new(host, Any(family));
        Assert.Equal("BindRedirect Bind", recorder.Take());

        client.Send(Peer(family, 5), [1, 2]);
        Assert.Equal("ConnectRedirect Connect FlowEstablished Datagram OutboundTransport OutboundNetwork", recorder.Take());
        client.Send(Peer(family, 5), [1, 2]);
        Assert.Equal("Datagram OutboundTransport OutboundNetwork", recorder.Take());

        nic.Receive(Datagram(family, nic, 5, 9));
        Assert.Equal("InboundNetwork InboundTransport Datagram", recorder.Take());

        nic.Receive(Datagram(family, nic, 6, 9));
        Assert.Equal("InboundNetwork InboundTransport Accept FlowEstablished Datagram", recorder.Take());
        nic.Receive(Datagram(family, nic, 6, 9));
        Assert.Equal("InboundNetwork InboundTransport Datagram", recorder.Take());

        host.Loop.RunFor(60_000_000_001);
        recorder.Take();
        nic.Receive(Datagram(family, nic, 6, 9));
        Assert.Equal("InboundNetwork InboundTransport Accept FlowEstablished Datagram", recorder.Take());

        host.Stack.Inspection.PolicyEpoch++;
        nic.Receive(Datagram(family, nic, 6, 9));
        Assert.Equal("InboundNetwork InboundTransport Accept Datagram", recorder.Take());
        Assert.Contains(recorder.Facts, fact => fact.Layer == InspectionLayer.Accept && (fact.Flags & InspectionFlags.Reauthorize) != 0);

        client.Endpoint.Close();
        Assert.Equal("Closure Release", recorder.Take());
        Assert.Equal(5, client.Received.Count);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Udp_NoEndpoint_IsDiscardedAtTheNetworkAndAnswered(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        nic.Receive(Datagram(family, nic, 5, 10));
        Assert.Equal("InboundNetwork Discard OutboundIcmpError OutboundTransport OutboundNetwork", recorder.Take());
        Assert.Equal(NetworkDrop.PortUnreachable, recorder.Discards.Single());
        Assert.Single(nic.Sent);
        host.Dispose();
    }

    [Theory]
    [InlineData(InspectionLayer.Discard)]
    [InlineData(InspectionLayer.OutboundIcmpError)]
    public void Udp_NoEndpointAndBlockedAnswer_IsSilent(InspectionLayer layer)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(IpFamily.V4);
        recorder.Decide = at => at == layer ? new InspectionVerdict(InspectionAction.Block, GeneralDrop.FirewallPolicy, 7) : InspectionVerdict.Permit;
        nic.Receive(Datagram(IpFamily.V4, nic, 5, 10));
        Assert.Empty(nic.Sent);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Offsets_AtEveryLayer_AreThoseOfTheTable(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        int header = family == IpFamily.V4 ? 20 : 40;
        byte version = (byte)(family == IpFamily.V4 ? 0x45 : 0x60);
        UdpClient client = new(host, Any(family));
        client.Send(Peer(family, 5), [0xAA, 0xBB]);
        nic.Receive(Datagram(family, nic, 5, 9));

        var facts = recorder.Facts.ToLookup(fact => fact.Layer, fact => (fact.DataLength, fact.IpHeaderSize, fact.TransportHeaderSize, fact.First));
        Assert.Equal((10, 0, 8, (byte)0), facts[InspectionLayer.OutboundTransport].First());
        Assert.Equal((10 + header, header, 8, version), facts[InspectionLayer.OutboundNetwork].First());
        Assert.Equal((9, header, 0, (byte)0), facts[InspectionLayer.InboundNetwork].First());
        Assert.Equal((1, header, 8, (byte)0xCC), facts[InspectionLayer.InboundTransport].First());
        Assert.Equal([(10, (byte)0), (1, (byte)0xCC)], facts[InspectionLayer.Datagram].Select(fact => (fact.DataLength, fact.First)));
        Assert.Equal([((ushort)9, (ushort)5)], recorder.Facts.Where(fact => fact.Layer == InspectionLayer.InboundTransport).Select(fact => (fact.Local, fact.Remote)));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Echo_In_FollowsTheTable(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Echo(Frames.PeerOf(family), Frames.OursOf(family), 1, 1, [1])));
        Assert.Equal(
            "InboundNetwork InboundTransport Accept FlowEstablished Datagram Datagram OutboundTransport OutboundNetwork", recorder.Take());
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Echo(Frames.PeerOf(family), Frames.OursOf(family), 1, 2, [1])));
        Assert.Equal("InboundNetwork InboundTransport Datagram Datagram OutboundTransport OutboundNetwork", recorder.Take());
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Fragments_In_AreShownEachAndOnceWhole(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        UdpClient server = new(host, Any(family));
        recorder.Take();
        nic.Receive([.. ReassemblyTests.Cut(family, nic.Mac, Frames.Pattern(3000), 1024)]);
        Assert.Equal("InboundNetwork InboundNetwork InboundNetwork InboundNetwork InboundNetwork InboundNetwork InboundNetwork InboundTransport Accept FlowEstablished Datagram", recorder.Take());
        Assert.True((recorder.Facts.Last(fact => fact.Layer == InspectionLayer.InboundNetwork).Flags & InspectionFlags.Reassembled) != 0);
        Assert.Single(server.Received);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Fragments_Out_AreShownOnceWhole(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        UdpClient client = new(host, Any(family));
        recorder.Take();
        client.Send(Peer(family, 5), Frames.Pattern(5000));
        Assert.Equal("ConnectRedirect Connect FlowEstablished Datagram OutboundTransport OutboundNetwork", recorder.Take());
        Assert.Equal(4, nic.Sent.Count);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(InspectionLayer.InboundNetwork)]
    [InlineData(InspectionLayer.InboundTransport)]
    [InlineData(InspectionLayer.Accept)]
    [InlineData(InspectionLayer.Datagram)]
    public void Block_OnTheWayIn_DropsWithThePolicyReasonAndReturnsTheList(InspectionLayer layer)
    {
        foreach (IpFamily family in Enum.GetValues<IpFamily>())
        {
            (TestHost host, TestNic nic, Recorder recorder) = Start(family);
            UdpClient server = new(host, Any(family));
            recorder.Decide = at => at == layer ? new InspectionVerdict(InspectionAction.Block, GeneralDrop.FirewallPolicy, 42) : InspectionVerdict.Permit;
            nic.Receive(Datagram(family, nic, 5, 9));
            Assert.Empty(server.Received);
            Assert.Equal(1, host.Kernel.Drops[GeneralDrop.FirewallPolicy]);
            Assert.Equal(GeneralDrop.FirewallPolicy, recorder.Discards.Single());
            Assert.Empty(nic.Sent);
            server.Endpoint.Close();
            host.Dispose();
        }
    }

    [Theory]
    [InlineData(InspectionLayer.Connect)]
    [InlineData(InspectionLayer.Datagram)]
    [InlineData(InspectionLayer.OutboundTransport)]
    [InlineData(InspectionLayer.OutboundNetwork)]
    public void Block_OnTheWayOut_CompletesTheSendWithAccessDenied(InspectionLayer layer)
    {
        foreach (IpFamily family in Enum.GetValues<IpFamily>())
        {
            (TestHost host, TestNic nic, Recorder recorder) = Start(family);
            UdpClient client = new(host, Any(family));
            recorder.Decide = at => at == layer ? new InspectionVerdict(InspectionAction.Block, GeneralDrop.FirewallPolicy, 42) : InspectionVerdict.Permit;
            client.Send(Peer(family, 5), [1]);
            client.Send(Peer(family, 5), new byte[4000]);
            Assert.Equal([NtStatus.AccessDenied, NtStatus.AccessDenied], client.Completed.Select(send => send.Status));
            Assert.Equal(2, host.Kernel.Drops[GeneralDrop.FirewallPolicy]);
            Assert.Empty(nic.Sent);
            client.Endpoint.Close();
            host.Dispose();
        }
    }

    [Fact]
    public void Block_AtBind_IsAccessDenied()
    {
        (TestHost host, _, Recorder recorder) = Start(IpFamily.V4);
        recorder.Decide = at => at == InspectionLayer.Bind ? new InspectionVerdict(InspectionAction.Block) : InspectionVerdict.Permit;
        Assert.Equal(NtStatus.AccessDenied, new UdpClient(host, "0.0.0.0:9").BindStatus);
        host.Dispose();
    }

    [Fact]
    public void Absorb_OnTheWayIn_LeavesTheListToTheInspector()
    {
        (TestHost host, TestNic nic, _) = Start(IpFamily.V4);
        UdpClient server = new(host, "0.0.0.0:9");
        Absorber absorber = new();
        host.Stack.Inspection[InspectionLayer.InboundTransport, IpFamily.V4].Handler = absorber;
        nic.Receive(Datagram(IpFamily.V4, nic, 5, 9));
        Assert.Empty(server.Received);
        Assert.Equal(0, host.Kernel.Drops.Total);
        host.Stack.Ip.ReturnReceived(absorber.Taken!);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Forwarded_Packet_IsShownAtForward()
    {
        TestHost host = new();
        (TestNic left, IpInterface a) = host.AddNic(addresses: "10.1.0.254/24");
        (TestNic right, IpInterface b) = host.AddNic(addresses: "10.2.0.254/24");
        a.V4.Forwarding = true;
        host.Stack.AddNeighbour(b, IpAddress.Parse("10.2.0.1"), Frames.PeerMac);
        host.Stack.AddNeighbour(a, IpAddress.Parse("10.1.0.1"), Frames.PeerMac);
        Recorder recorder = new(host);
        left.Receive(Frames.IpFrame(left.Mac, Frames.Echo("10.1.0.1", "10.2.0.1", 1, 1, [])));
        Assert.Equal("InboundNetwork Forward OutboundNetwork", recorder.Take());
        Assert.Single(right.Sent, frame => Frames.TypeOf(frame) == EtherTypes.IPv4);
        left.Receive(Frames.IpFrame(left.Mac, Frames.Echo("10.1.0.1", "10.2.0.1", 1, 1, [], hopLimit: 1)));
        Assert.Equal("InboundNetwork Discard OutboundIcmpError OutboundTransport OutboundNetwork", recorder.Take());
        host.Dispose();
    }

    [Fact]
    public void Loopback_Datagram_CarriesTheFlagAtEveryLayer()
    {
        TestHost host = new();
        UdpClient server = new(host, "0.0.0.0:9");
        UdpClient client = new(host, "0.0.0.0:10");
        Recorder recorder = new(host);
        client.Send("127.0.0.1:9", [1]);
        host.Loop.RunUntilIdle();
        Assert.Equal("ConnectRedirect Connect FlowEstablished Datagram OutboundTransport OutboundNetwork InboundNetwork InboundTransport Accept FlowEstablished Datagram", recorder.Take());
        Assert.All(
            recorder.Facts.Where(fact => fact.Layer is InspectionLayer.OutboundNetwork or InspectionLayer.InboundNetwork or InspectionLayer.InboundTransport),
            fact => Assert.True((fact.Flags & InspectionFlags.Loopback) != 0, fact.Layer.ToString()));
        client.Endpoint.Close();
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void IcmpError_In_IsShownAtTheQuotedHeader(IpFamily family)
    {
        (TestHost host, TestNic nic, Recorder recorder) = Start(family);
        UdpClient client = new(host, Any(family));
        client.Send(Peer(family, 5), [1, 2]);
        byte[] quoted = Frames.PacketOf(nic.Sent[^1]);
        byte[] error = [(byte)(family == IpFamily.V4 ? 3 : 1), (byte)(family == IpFamily.V4 ? 3 : 4), 0, 0, 0, 0, 0, 0, .. quoted];
        if (family == IpFamily.V4)
        {
            Icmp4Header.FillChecksum(error);
        }
        else
        {
            Icmp6Header.FillChecksum(error, IpAddress.Parse("fd00::2"), IpAddress.Parse("fd00::1"));
        }

        recorder.Take();
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Ip(Frames.PeerOf(family), Frames.OursOf(family), Frames.IcmpOf(Frames.OursOf(family)), error)));
        Assert.Equal("InboundNetwork InboundIcmpError", recorder.Take());
        Assert.Equal((byte)(family == IpFamily.V4 ? 0x45 : 0x60), recorder.Facts[^1].First);
        Assert.Equal(NtStatus.PortUnreachable, client.Errors.Single().Status);
        client.Endpoint.Close();
        host.Dispose();
    }

    private sealed class Absorber : IInspectionHandler
    {
        public NetBufferList? Taken { get; private set; }

        public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
        {
            Taken = context.List;
            return new InspectionVerdict(InspectionAction.Absorb);
        }
    }
}
