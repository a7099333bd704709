using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class NdpTests
{
    private static readonly MacAddress Other = new(0x0200_0000_0BAD);

    private static (TestHost Host, TestNic Nic, IpInterface On) Start()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: "fd00::1/64");
        nic.Sent.Clear();
        return (host, nic, on);
    }

    private static string State(TestHost host) =>
        host.Stack.Store.GetNeighbors().FirstOrDefault(row => row.Address == IpAddress.Parse("fd00::2"))?.State ?? "none";

    private static byte[] Solicitation(string source, string target, MacAddress? link)
    {
        IpAddress group = IpAddress.Parse(target).SolicitedNode();
        return Frames.IpFrame(MacAddress.ForMulticast(group), Frames.Nd(source, group.ToString(), Frames.Solicitation(target, link)));
    }

    private static byte[] Advertisement(TestNic nic, MacAddress link, bool solicited = true, bool isOverride = true) =>
        Frames.IpFrame(nic.Mac, Frames.Nd("fd00::2", "fd00::1", Frames.Advertisement("fd00::2", link, solicited, isOverride)));

    private static byte[] From(MacAddress source, byte[] frame)
    {
        source.CopyTo(frame.AsSpan(6));
        return frame;
    }

    [Fact]
    public void Groups_OfAnAddress_AreInTheFilterOfTheNic()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        Assert.Contains(new MacAddress(0x3333_0000_0001), nic.MulticastList);
        Assert.Contains(new MacAddress(0x3333_FF00_0001), nic.MulticastList);
        host.Stack.RemoveAddress(on, IpAddress.Parse("fd00::1"));
        Assert.DoesNotContain(new MacAddress(0x3333_FF00_0001), nic.MulticastList);
        host.Dispose();
    }

    [Fact]
    public void Solicitation_ForUs_IsAnsweredByteForByte()
    {
        (TestHost host, TestNic nic, _) = Start();
        nic.Receive(Solicitation("fd00::2", "fd00::1", Frames.PeerMac));
        Assert.Equal(From(nic.Mac, Frames.IpFrame(Frames.PeerMac, Frames.Nd("fd00::1", "fd00::2", Frames.Advertisement("fd00::1", nic.Mac)))), nic.TakeSent());
        Assert.Equal("Stale", State(host));
        host.Dispose();
    }

    // Its resolution failed: nothing that comes without a link address makes the neighbour usable.
    [Fact]
    public void UnreachableNeighbourWithoutLinkAddress_AdvertisementWithoutOne_IsDropped()
    {
        (TestHost host, TestNic nic, _) = Start();
        _ = host.Stack.PingAsync(IpAddress.Parse("fd00::2"));
        host.Loop.RunFor(10_000_000_000);
        Assert.Equal("Unreachable", State(host));
        byte[] bare = Frames.Advertisement("fd00::2", Frames.PeerMac)[..24];
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Nd("fd00::2", "fd00::1", bare)));
        Assert.Equal("Unreachable", State(host));
        Assert.Equal(1, host.DropsOf(IcmpDrops.NdNoLinkAddress));
        nic.Receive(Advertisement(nic, Frames.PeerMac, solicited: false, isOverride: false));
        Assert.Equal("Stale", State(host));
        host.Dispose();
    }

    [Fact]
    public void RouterAdvertisement_WithAZeroLinkAddress_MakesNoNeighbour()
    {
        (TestHost host, TestNic nic, _) = Start();
        byte[] message = new byte[24];
        RouterAdvertisement.Write(message, 64, false, false, 1800, 0, 0);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(16), NdOptionType.SourceLinkLayerAddress, MacAddress.None);
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Nd("fe80::2", "ff02::1", message)));
        Assert.DoesNotContain(host.Stack.Store.GetNeighbors(), row => row.Address == IpAddress.Parse("fe80::2"));
        host.Dispose();
    }

    [Fact]
    public void Solicitation_InAnAtomicFragment_IsDropped()
    {
        (TestHost host, TestNic nic, _) = Start();
        byte[] plain = Frames.Nd("fd00::2", "fd00::1", Frames.Solicitation("fd00::1", Frames.PeerMac));
        byte[] payload = [(byte)IpProtocol.IcmpV6, 0, 0, 0, 0, 0, 0, 9, .. plain[40..]];
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Ip("fd00::2", "fd00::1", IpProtocol.FragmentHeader, payload, 255)));
        Assert.Empty(nic.Sent);
        Assert.Equal(1, host.DropsOf(IpDrops.FragmentOfNeighbourDiscovery));
        host.Dispose();
    }

    [Fact]
    public void Solicitation_FromNowhere_IsAnsweredToAllNodesUnsolicited()
    {
        (TestHost host, TestNic nic, _) = Start();
        nic.Receive(Solicitation("::", "fd00::1", null));
        byte[] frame = nic.TakeSent();
        Assert.Equal(IpAddress.AllNodesV6, Frames.Open(frame).Destination);
        Assert.True(NeighborAdvertisement.TryParse(Frames.IcmpOf(frame), out NeighborAdvertisement advertisement));
        Assert.False(advertisement.IsSolicited);
        Assert.True(advertisement.IsOverride);
        host.Dispose();
    }

    [Fact]
    public void Resolution_AsksTheSolicitedNodeGroupWithOurLinkAddress()
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "[fd00::1]:9");
        client.Send("[fd00::2]:5", [7]);
        Assert.Equal(
            From(nic.Mac, Frames.IpFrame(new MacAddress(0x3333_FF00_0002), Frames.Nd("fd00::1", "ff02::1:ff00:2", Frames.Solicitation("fd00::2", nic.Mac)))),
            nic.TakeSent());
        nic.Receive(Advertisement(nic, Frames.PeerMac));
        Assert.Equal(7, nic.TakeSent()[62]);
        Assert.Equal("Reachable", State(host));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(true, true, false, "Reachable", false)]
    [InlineData(true, true, true, "Reachable", true)]
    [InlineData(true, false, true, "Stale", true)]
    [InlineData(false, true, true, "Stale", false)]
    [InlineData(false, false, true, "Stale", false)]
    [InlineData(false, false, false, "Reachable", false)]
    public void Advertisement_ForAReachableNeighbour_FollowsTheFlags(bool isOverride, bool solicited, bool different, string state, bool moved)
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "[fd00::1]:9");
        client.Send("[fd00::2]:5", [7]);
        nic.Receive(Advertisement(nic, Frames.PeerMac));
        nic.Receive(Advertisement(nic, different ? Other : Frames.PeerMac, solicited, isOverride));
        Assert.Equal(state, State(host));
        Assert.Equal(moved ? Other : Frames.PeerMac, host.Stack.Store.GetNeighbors()[0].PhysicalAddress);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Progress_FromAbove_KeepsTheNeighbourReachable()
    {
        (TestHost host, TestNic nic, _) = Start();
        UdpClient client = new(host, "[fd00::1]:9");
        client.Send("[fd00::2]:5", [7]);
        nic.Receive(Advertisement(nic, Frames.PeerMac));
        host.Stack.Ip.TryGetPath(IpAddress.Parse("fd00::2"), IpAddress.Parse("fd00::1"), 0, out IpPath? path);
        for (int i = 0; i < 10; i++)
        {
            host.Loop.RunFor(14_000_000_000);
            path!.ConfirmReachability();
        }

        Assert.Equal("Reachable", State(host));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Dad_NewAddress_IsTentativeForASecondAndAsksFromNowhere()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        host.Stack.AddAddress(on, IpPrefix.Parse("fd00::9/64"));
        Assert.Equal(
            From(nic.Mac, Frames.IpFrame(new MacAddress(0x3333_FF00_0009), Frames.Nd("::", "ff02::1:ff00:9", Frames.Solicitation("fd00::9", null)))),
            nic.TakeSent());
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Echo("fd00::2", "fd00::9", 1, 1, [])));
        Assert.Equal(1, host.DropsOf(IpDrops.DestinationIsTentative));
        host.Loop.RunFor(1_000_000_000);
        Assert.Equal(DadState.Preferred, on.FindAddress(IpAddress.Parse("fd00::9"))!.State);
        host.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dad_SomebodyElseHasOrWantsIt_MakesItDuplicate(bool has)
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        host.Stack.AddAddress(on, IpPrefix.Parse("fd00::9/64"));
        nic.Receive(has
            ? Frames.IpFrame(MacAddress.ForMulticast(IpAddress.AllNodesV6), Frames.Nd("fe80::5", "ff02::1", Frames.Advertisement("fd00::9", Other, solicited: false)))
            : Solicitation("::", "fd00::9", null));
        Assert.Equal(DadState.Duplicate, on.FindAddress(IpAddress.Parse("fd00::9"))!.State);
        Assert.Equal(1, host.DropsOf(IcmpDrops.NdDuplicateAddress));
        host.Dispose();
    }

    [Fact]
    public void Dad_SolicitationFromAUnicastSource_IsIgnored()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        host.Stack.AddAddress(on, IpPrefix.Parse("fd00::9/64"));
        nic.Sent.Clear();
        nic.Receive(Solicitation("fd00::2", "fd00::9", Frames.PeerMac));
        Assert.Empty(nic.Sent);
        host.Loop.RunFor(1_000_000_000);
        Assert.Equal(DadState.Preferred, on.FindAddress(IpAddress.Parse("fd00::9"))!.State);
        host.Dispose();
    }

    [Fact]
    public void Redirect_FromTheFirstHop_ChangesTheNextHop()
    {
        (TestHost host, TestNic nic, IpInterface on) = Start();
        host.Stack.AddAddress(on, IpPrefix.Parse("fe80::1/64"), skipDad: true);
        host.Stack.AddDefaultGateway(IpAddress.Parse("fe80::ff"), on);
        byte[] message = new byte[48];
        RedirectMessage.Write(message, IpAddress.Parse("fe80::77"), IpAddress.Parse("2001:db8::5"));
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(40), NdOptionType.TargetLinkLayerAddress, Other);
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Nd("fe80::ff", "fe80::1", message)));
        Assert.Equal(NtStatus.Success, host.Stack.Ip.TryGetPath(IpAddress.Parse("2001:db8::5"), IpAddress.AnyV6, 0, out IpPath? path));
        Assert.Equal(IpAddress.Parse("fe80::77"), path!.NextHop);
        Assert.Equal("", host.Drops());
        host.Dispose();
    }

    [Fact]
    public void Interface_DownAndUp_ChecksTentativeAddressesWhenItIsUp()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: []);
        host.Ndis.PauseStack(host.Ndis.Adapters[0]);
        host.Loop.RunFor(0);
        Assert.False(on.IsUp);
        host.Stack.AddAddress(on, IpPrefix.Parse("fd00::9/64"));
        Assert.Empty(nic.Sent);
        host.Ndis.RestartStack(host.Ndis.Adapters[0]);
        host.Loop.RunFor(0);
        Assert.Single(nic.Sent);
        host.Loop.RunFor(1_000_000_000);
        Assert.Equal(DadState.Preferred, on.FindAddress(IpAddress.Parse("fd00::9"))!.State);
        host.Dispose();
    }
}
