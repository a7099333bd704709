using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class ForwardTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly TestHost _left;
    private readonly TestHost _router;
    private readonly TestHost _right;
    private readonly TestNic _routerLeft;
    private readonly TestNic _routerRight;
    private readonly TestNic _leftNic;

    public ForwardTests()
    {
        _left = new TestHost(_loop, "left", 1);
        _router = new TestHost(_loop, "router", 2);
        _right = new TestHost(_loop, "right", 3);
        (_leftNic, IpInterface left) = _left.AddNic(1500, null, "10.1.0.1/24", "fd01::1/64");
        (_routerLeft, IpInterface a) = _router.AddNic(1500, null, "10.1.0.254/24", "fd01::ff/64");
        (_routerRight, IpInterface b) = _router.AddNic(1400, null, "10.2.0.254/24", "fd02::ff/64");
        (TestNic rightNic, IpInterface right) = _right.AddNic(1500, null, "10.2.0.1/24", "fd02::1/64");
        Wire(_leftNic, _routerLeft);
        Wire(_routerRight, rightNic);
        foreach (IpInterface on in new[] { a, b })
        {
            on.V4.Forwarding = true;
            on.V6.Forwarding = true;
        }

        foreach (string gateway in new[] { "10.1.0.254", "fd01::ff" })
        {
            _left.Stack.AddDefaultGateway(IpAddress.Parse(gateway), left);
        }

        foreach (string gateway in new[] { "10.2.0.254", "fd02::ff" })
        {
            _right.Stack.AddDefaultGateway(IpAddress.Parse(gateway), right);
        }
    }

    public void Dispose()
    {
        _right.Dispose();
        _router.Dispose();
        _left.Dispose();
    }

    private static void Wire(TestNic a, TestNic b)
    {
        a.Peer = b;
        b.Peer = a;
    }

    private EchoReply Ping(string destination, EchoRequestOptions? options = null) =>
        _loop.Run(() => _left.Stack.PingAsync(IpAddress.Parse(destination), options).AsTask());

    [Theory]
    [InlineData("10.2.0.1", 32)]
    [InlineData("fd02::1", 32)]
    [InlineData("10.2.0.1", 1472)]
    [InlineData("10.2.0.1", 20000)]
    public void Ping_ThroughTheRouter_ComesBackWithOneHopLess(string destination, int size)
    {
        EchoReply reply = Ping(destination, new EchoRequestOptions { Size = size });
        Assert.Equal(NtStatus.Success, reply.Status);
        Assert.Equal((size, 127), (reply.Bytes, reply.HopLimit));
        Assert.True(_router.Stack.Ip.For(IpAddress.Parse(destination).Family).Statistics.Forwarded >= 2);
    }

    [Theory]
    [InlineData("10.2.0.1", "10.1.0.254")]
    [InlineData("fd02::1", "fd01::ff")]
    public void Ping_WithHopLimit1_IsAnsweredByTheRouter(string destination, string router)
    {
        EchoReply reply = Ping(destination, new EchoRequestOptions { HopLimit = 1 });
        Assert.Equal(NtStatus.HopLimitExceeded, reply.Status);
        Assert.Equal(IpAddress.Parse(router), reply.Address);
        Assert.Equal(1, _router.DropsOf(IpDrops.HopLimitExceeded));
    }

    [Theory]
    [InlineData("10.9.0.1", "10.1.0.254")]
    [InlineData("fd09::1", "fd01::ff")]
    public void Ping_WithoutRouteAtTheRouter_IsNetworkUnreachable(string destination, string router)
    {
        EchoReply reply = Ping(destination);
        Assert.Equal(NtStatus.NetworkUnreachable, reply.Status);
        Assert.Equal(IpAddress.Parse(router), reply.Address);
        Assert.Equal(1, _router.DropsOf(IpDrops.ForwardNoRoute));
    }

    [Theory]
    [InlineData("10.2.0.77", "10.1.0.254")]
    [InlineData("fd02::77", "fd01::ff")]
    public void Ping_NobodyBehindTheRouter_IsHostUnreachable(string destination, string router)
    {
        EchoReply reply = Ping(destination);
        Assert.Equal(NtStatus.HostUnreachable, reply.Status);
        Assert.Equal(IpAddress.Parse(router), reply.Address);
    }

    [Fact]
    public void Ping_TooBigWithDontFragment_IsToldTheMtu()
    {
        EchoReply reply = Ping("10.2.0.1", new EchoRequestOptions { Size = 1472, DontFragment = true });
        Assert.Equal(NtStatus.HostUnreachable, reply.Status);
        byte[] error = Frames.IcmpOf(_routerLeft.Sent[^1]);
        Assert.Equal((3, 4), (error[0], error[1]));
        Assert.Equal(1400, (error[6] << 8) | error[7]);
    }

    [Fact]
    public void Ping_TooBigForTheNextLinkV6_IsPacketTooBig()
    {
        EchoReply reply = Ping("fd02::1", new EchoRequestOptions { Size = 1450 });
        Assert.Equal(NtStatus.HostUnreachable, reply.Status);
        byte[] error = Frames.IcmpOf(_routerLeft.Sent[^1]);
        Assert.Equal((2, 1400), (error[0], (error[6] << 8) | error[7]));
        Assert.True(error.Length <= 1232 + 8);
    }

    [Fact]
    public void Router_Fragments_KeepIdentificationAndCopyOnlyWhatMustBe()
    {
        Ping("10.2.0.1", new EchoRequestOptions { Size = 1472 });
        List<byte[]> pieces = [.. _routerRight.Sent.Where(frame => Frames.TypeOf(frame) == EtherTypes.IPv4).Select(Frames.PacketOf)];
        Assert.Equal(2, pieces.Count);
        Assert.True(IPv4Header.TryParse(pieces[0], out IPv4Header first));
        Assert.True(IPv4Header.TryParse(pieces[1], out IPv4Header second));
        Assert.Equal(first.Identification, second.Identification);
        Assert.True(first.MoreFragments);
        Assert.False(second.MoreFragments);
        Assert.Equal(1376, second.FragmentOffset);
        Assert.Equal(127, second.TimeToLive);
    }

    [Fact]
    public void Router_LinkLocalSource_IsNotForwarded()
    {
        byte[] packet = Frames.Echo("fe80::5", "fd02::1", 1, 1, []);
        _routerLeft.Receive(Frames.IpFrame(_routerLeft.Mac, packet));
        Assert.Equal(1, _router.DropsOf(IpDrops.ForwardBeyondScope));
    }

    [Fact]
    public void Router_BroadcastFrameWithForeignDestination_IsDropped()
    {
        _routerLeft.Receive(Frames.IpFrame(MacAddress.Broadcast, Frames.Echo("10.1.0.1", "10.2.0.1", 1, 1, [])));
        Assert.Equal(1, _router.DropsOf(IpDrops.LinkBroadcastToUnicast));
    }

    [Fact]
    public void Router_SameInterfaceOut_SendsARedirectAndForwards()
    {
        IpInterface left = _router.Stack.Interfaces[1];
        _router.Stack.AddRoute(IpPrefix.Parse("10.8.0.0/16"), IpAddress.Parse("10.1.0.200"), left);
        _router.Stack.AddNeighbour(left, IpAddress.Parse("10.1.0.200"), new MacAddress(0x0200_0000_7777));
        _router.Stack.AddNeighbour(left, IpAddress.Parse("10.1.0.1"), _leftNic.Mac);
        _routerLeft.Sent.Clear();

        _routerLeft.Receive(Frames.IpFrame(_routerLeft.Mac, Frames.Echo("10.1.0.1", "10.8.0.1", 1, 1, [1])));

        Assert.Equal(2, _routerLeft.Sent.Count);
        byte[] redirect = Frames.IcmpOf(_routerLeft.Sent[0]);
        Assert.Equal((5, 1), (redirect[0], redirect[1]));
        Assert.Equal((byte[])[10, 1, 0, 200], redirect[4..8]);
        Assert.Equal(new MacAddress(0x0200_0000_7777), MacAddress.Read(_routerLeft.Sent[1]));
    }

    [Fact]
    public void Host_RedirectFromItsGateway_InstallsAHostRoute()
    {
        _router.Stack.AddRoute(IpPrefix.Parse("10.8.0.0/16"), IpAddress.Parse("10.1.0.200"), _router.Stack.Interfaces[1]);
        _router.Stack.AddNeighbour(_router.Stack.Interfaces[1], IpAddress.Parse("10.1.0.200"), new MacAddress(0x0200_0000_7777));
        Ping("10.8.0.1", new EchoRequestOptions { TimeoutNs = 1_000_000_000 });
        Assert.Contains(_left.Stack.Store.GetRoutes(), row => row.Destination == IpPrefix.Parse("10.8.0.1/32") && row.NextHop == IpAddress.Parse("10.1.0.200"));
    }

    [Fact]
    public void Host_RedirectFromItsIPv6Gateway_IsFollowed()
    {
        IpInterface on = _router.Stack.Interfaces[1];
        _router.Stack.AddRoute(IpPrefix.Parse("fd08::/64"), IpAddress.Parse("fe80::77"), on);
        _router.Stack.AddNeighbour(on, IpAddress.Parse("fe80::77"), new MacAddress(0x0200_0000_7777));
        IpInterface left = _left.Stack.Interfaces[1];
        IpAddress router = on.Addresses.First(address => address.Address.IsV6 && address.Address.IsLinkLocal).Address;
        _left.Stack.RemoveRoute(IpPrefix.Parse("::/0"), IpAddress.Parse("fd01::ff"), left);
        _left.Stack.AddDefaultGateway(router, left);

        Ping("fd08::1", new EchoRequestOptions { TimeoutNs = 1_000_000_000 });

        Assert.Contains(_left.Stack.Store.GetRoutes(), row => row.Destination == IpPrefix.Parse("fd08::1/128") && row.NextHop == IpAddress.Parse("fe80::77"));
        Assert.Contains(_left.Stack.Store.GetNeighbors(), row => row.Address == IpAddress.Parse("fe80::77") && row.PhysicalAddress == new MacAddress(0x0200_0000_7777));
        byte[] redirect = _routerLeft.Sent.First(frame => Frames.TypeOf(frame) == EtherTypes.IPv6 && frame[14 + 40] == 137);
        Assert.True(RedirectMessage.TryParse(Frames.IcmpOf(redirect), out RedirectMessage message));
        Assert.Equal((IpAddress.Parse("fe80::77"), IpAddress.Parse("fd08::1")), (message.Target, message.Destination));
    }

    [Fact]
    public void Errors_PerSecond_AreLimited()
    {
        byte[] frame = Frames.IpFrame(_routerLeft.Mac, Frames.Echo("10.1.0.1", "10.9.0.1", 1, 1, []));
        _router.Stack.AddNeighbour(_router.Stack.Interfaces[1], IpAddress.Parse("10.1.0.1"), _leftNic.Mac);
        _routerLeft.Sent.Clear();
        for (int i = 0; i < 50; i++)
        {
            _routerLeft.Receive(frame);
        }

        Assert.Equal(10, _routerLeft.Sent.Count);
        Assert.Equal(40, _router.DropsOf(IcmpDrops.ErrorRateLimited));
    }
}
