using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class ArpTests
{
    private static (TestHost Host, TestNic Nic, IpInterface On) Start()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        nic.Sent.Clear();
        return (host, nic, on);
    }

    private static (ArpOperation Operation, IpAddress Target, bool IsProbe, bool IsAnnouncement) Open(byte[] frame)
    {
        Assert.Equal(EtherTypes.Arp, Frames.TypeOf(frame));
        Assert.True(ArpPacket.TryParse(frame.AsSpan(14), out ArpPacket packet));
        return (packet.Operation, packet.TargetAddress, packet.IsProbe, packet.IsAnnouncement);
    }

    private static string State(TestHost host, string address) =>
        host.Stack.Store.GetNeighbors().FirstOrDefault(row => row.Address == IpAddress.Parse(address))?.State ?? "none";

    private static byte[] ReplyOfPeer(TestNic nic) => Frames.Arp(ArpOperation.Reply, Frames.PeerMac, "10.0.0.2", nic.Mac, "10.0.0.1", nic.Mac);

    [Fact]
    public void Request_ForUs_IsAnsweredByteForByteAndRemembered()
    {
        (TestHost host, TestNic nic, _) = Start();
        nic.Receive(Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.2", MacAddress.None, "10.0.0.1"));
        Assert.Equal(Frames.Arp(ArpOperation.Reply, nic.Mac, "10.0.0.1", Frames.PeerMac, "10.0.0.2", Frames.PeerMac), nic.TakeSent());
        Assert.Equal("Stale", State(host, "10.0.0.2"));
        host.Dispose();
    }

    [Fact]
    public void Probe_ForUs_IsAnsweredAndNotRemembered()
    {
        (TestHost host, TestNic nic, _) = Start();
        nic.Receive(Frames.Arp(ArpOperation.Request, Frames.PeerMac, "0.0.0.0", MacAddress.None, "10.0.0.1"));
        Assert.Equal(ArpOperation.Reply, Open(nic.TakeSent()).Operation);
        Assert.Empty(host.Stack.Store.GetNeighbors());
        host.Dispose();
    }

    [Fact]
    public void Request_ForOthers_DoesNotMakeAnEntry()
    {
        (TestHost host, TestNic nic, _) = Start();
        nic.Receive(Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.2", MacAddress.None, "10.0.0.3"));
        Assert.Empty(host.Stack.Store.GetNeighbors());
        Assert.Empty(nic.Sent);
        host.Dispose();
    }

    [Fact]
    public void Request_OfAKnownNeighbourForOthers_UpdatesItsAddress()
    {
        (TestHost host, TestNic nic, _) = Start();
        nic.Receive(Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.2", MacAddress.None, "10.0.0.1"));
        MacAddress moved = new(0x0200_0000_0BAD);
        nic.Receive(Frames.Arp(ArpOperation.Request, moved, "10.0.0.2", MacAddress.None, "10.0.0.3"));
        Assert.Equal(moved, host.Stack.Store.GetNeighbors()[0].PhysicalAddress);
        host.Dispose();
    }

    [Fact]
    public void Sends_ToAnUnresolvedNeighbour_WaitAndLeaveTogether()
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "10.0.0.1:9");
        for (byte i = 0; i < 5; i++)
        {
            client.Send("10.0.0.2:5", [i]);
        }

        Assert.Equal((ArpOperation.Request, IpAddress.Parse("10.0.0.2"), false, false), Open(nic.TakeSent()));
        Assert.Empty(nic.Sent);
        Assert.Equal("Incomplete", State(host, "10.0.0.2"));
        nic.Receive(ReplyOfPeer(nic));
        Assert.Equal([0, 1, 2, 3, 4], nic.Sent.Select(frame => (int)frame[42]));
        Assert.Equal(5, nic.MaximumChain);
        Assert.All(nic.Sent, frame => Assert.Equal(Frames.PeerMac, MacAddress.Read(frame)));
        Assert.Equal("Reachable", State(host, "10.0.0.2"));
        Assert.Equal(5, client.Completed.Count(send => send.Status.IsSuccess));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Sends_BeyondTheQueueOfANeighbour_DropTheOldest()
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "10.0.0.1:9");
        for (int i = 0; i < 70; i++)
        {
            client.Send("10.0.0.2:5", [(byte)i]);
        }

        Assert.Equal(6, client.Completed.Count(send => send.Status == NtStatus.HostUnreachable));
        Assert.Equal(6, host.DropsOf(IpDrops.NeighbourQueueFull));
        nic.Receive(ReplyOfPeer(nic));
        Assert.Equal(6, nic.Sent[1][42]);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Reachable_Neighbour_GoesStaleDelayProbeUnreachable()
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "10.0.0.1:9");
        client.Send("10.0.0.2:5", [1]);
        nic.Receive(ReplyOfPeer(nic));
        Assert.Equal("Reachable", State(host, "10.0.0.2"));
        host.Loop.RunFor(45_000_000_001);
        Assert.Equal("Stale", State(host, "10.0.0.2"));
        nic.Sent.Clear();

        client.Send("10.0.0.2:5", [1]);
        Assert.Equal("Delay", State(host, "10.0.0.2"));
        Assert.Single(nic.Sent);
        host.Loop.RunFor(5_000_000_000);
        Assert.Equal("Probe", State(host, "10.0.0.2"));
        Assert.Equal(Frames.PeerMac, MacAddress.Read(nic.Sent[^1]));
        Assert.Equal(EtherTypes.Arp, Frames.TypeOf(nic.Sent[^1]));
        host.Loop.RunFor(2_999_999_999);
        Assert.Equal("Probe", State(host, "10.0.0.2"));
        host.Loop.RunFor(1);
        Assert.Equal("Unreachable", State(host, "10.0.0.2"));
        Assert.Equal(4, nic.Sent.Count);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Probing_Neighbour_IsConfirmedByItsReply()
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "10.0.0.1:9");
        client.Send("10.0.0.2:5", [1]);
        nic.Receive(ReplyOfPeer(nic));
        host.Loop.RunFor(46_000_000_000);
        client.Send("10.0.0.2:5", [1]);
        host.Loop.RunFor(5_500_000_000);
        nic.Receive(ReplyOfPeer(nic));
        Assert.Equal("Reachable", State(host, "10.0.0.2"));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Dad_ForANewAddress_ProbesThreeTimesThenAnnounces()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        Assert.Equal(NtStatus.Success, host.Stack.AddAddress(on, IpPrefix.Parse("10.0.0.9/24")));
        Assert.Equal(DadState.Tentative, on.FindAddress(IpAddress.Parse("10.0.0.9"))!.State);
        host.Loop.RunFor(2_999_999_999);
        Assert.Equal([true, true, true], nic.Sent.Select(frame => Open(frame).IsProbe));
        host.Loop.RunFor(1);
        Assert.True(Open(nic.Sent[^1]).IsAnnouncement);
        Assert.Equal(DadState.Preferred, on.FindAddress(IpAddress.Parse("10.0.0.9"))!.State);
        host.Dispose();
    }

    [Fact]
    public void Dad_AnswerOfAnother_MakesTheAddressDuplicate()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        host.Stack.AddAddress(on, IpPrefix.Parse("10.0.0.9/24"));
        nic.Receive(Frames.Arp(ArpOperation.Reply, Frames.PeerMac, "10.0.0.9", nic.Mac, "0.0.0.0", nic.Mac));
        Assert.Equal(DadState.Duplicate, on.FindAddress(IpAddress.Parse("10.0.0.9"))!.State);
        host.Loop.RunUntilIdle();
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Echo("10.0.0.2", "10.0.0.9", 1, 1, [])));
        Assert.Equal(1, host.DropsOf(IpDrops.DestinationIsTentative));
        host.Dispose();
    }

    [Fact]
    public void Conflict_Later_IsDefendedOnceInTenSeconds()
    {
        (TestHost host, TestNic nic, _) = Start();
        byte[] foreign = Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.1", MacAddress.None, "10.0.0.1");
        nic.Receive(foreign, foreign);
        Assert.True(Open(nic.TakeSent()).IsAnnouncement);
        Assert.Empty(nic.Sent);
        host.Loop.RunFor(10_000_000_000);
        nic.Receive(foreign);
        Assert.Single(nic.Sent);
        host.Dispose();
    }

    [Fact]
    public void Cache_Flooded_StaysAtItsLimit()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/8");
        for (int i = 0; i < 1000; i++)
        {
            nic.Receive(Frames.Arp(ArpOperation.Request, Frames.PeerMac, $"10.1.{i / 250}.{(i % 250) + 1}", MacAddress.None, "10.0.0.1"));
        }

        Assert.Equal(256, host.Stack.Store.GetNeighbors().Count);
        host.Dispose();
    }

    [Fact]
    public void Permanent_Neighbour_IsNotChangedByTheNetwork()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        host.Stack.AddNeighbour(on, IpAddress.Parse("10.0.0.2"), Frames.PeerMac);
        nic.Receive(Frames.Arp(ArpOperation.Request, new MacAddress(0x0200_0000_0BAD), "10.0.0.2", MacAddress.None, "10.0.0.1"));
        Assert.Equal(("Permanent", Frames.PeerMac), (State(host, "10.0.0.2"), host.Stack.Store.GetNeighbors()[0].PhysicalAddress));
        host.Dispose();
    }
}
