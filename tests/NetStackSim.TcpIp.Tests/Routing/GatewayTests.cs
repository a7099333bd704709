using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class GatewayTests
{
    private static readonly IpAddress Far = IpAddress.Parse("192.168.9.9");

    private static IpAddress NextHop(TestHost host)
    {
        Assert.Equal(NtStatus.Success, host.Stack.Ip.TryGetPath(Far, IpAddress.AnyV4, 0, out IpPath? path));
        return path!.NextHop;
    }

    [Fact]
    public void Gateway_ThatDoesNotAnswer_IsAvoidedForAMinute()
    {
        TestHost host = new();
        (_, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.0.0.254"), on, 1);
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.0.0.253"), on, 2);
        host.Stack.AddNeighbour(on, IpAddress.Parse("10.0.0.253"), Frames.PeerMac);
        Assert.Equal(IpAddress.Parse("10.0.0.254"), NextHop(host));

        UdpClient client = new(host, "10.0.0.1:9");
        client.Send("192.168.9.9:5", [1]);
        host.Loop.RunFor(3_000_000_000);
        Assert.Equal(NtStatus.HostUnreachable, client.Completed.Single().Status);
        Assert.Equal(IpAddress.Parse("10.0.0.253"), NextHop(host));
        client.Send("192.168.9.9:5", [1]);
        Assert.Equal(NtStatus.Success, client.Completed[^1].Status);

        host.Loop.RunFor(60_000_000_000);
        host.Stack.V4.Routes.Touch();
        Assert.Equal(IpAddress.Parse("10.0.0.254"), NextHop(host));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Route_WithTheLongerPrefix_WinsOverTheBetterMetric()
    {
        TestHost host = new();
        (_, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.0.0.254"), on, 1);
        host.Stack.AddRoute(IpPrefix.Parse("192.168.0.0/16"), IpAddress.Parse("10.0.0.253"), on, 500);
        Assert.Equal(IpAddress.Parse("10.0.0.253"), NextHop(host));
        Assert.Equal(NtStatus.ObjectNameCollision, host.Stack.AddRoute(IpPrefix.Parse("192.168.0.0/16"), IpAddress.Parse("10.0.0.253"), on, 1));
        Assert.Equal(NtStatus.Success, host.Stack.RemoveRoute(IpPrefix.Parse("192.168.0.0/16"), IpAddress.Parse("10.0.0.253"), on));
        Assert.Equal(IpAddress.Parse("10.0.0.254"), NextHop(host));
        host.Dispose();
    }

    [Fact]
    public void Interface_Metric_DecidesBetweenEqualRoutes()
    {
        TestHost host = new();
        (_, IpInterface first) = host.AddNic(addresses: "10.0.0.1/24");
        (_, IpInterface second) = host.AddNic(addresses: "10.1.0.1/24");
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.0.0.254"), first);
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.1.0.254"), second);
        Assert.Equal(IpAddress.Parse("10.0.0.254"), NextHop(host));
        second.Metric = 5;
        Assert.Equal(IpAddress.Parse("10.1.0.254"), NextHop(host));
        Assert.Equal(NtStatus.Success, host.Stack.Ip.TryGetPath(Far, IpAddress.Parse("10.0.0.1"), 0, out IpPath? strong));
        Assert.Equal(first, strong!.Interface);
        host.Dispose();
    }

    [Theory]
    [InlineData("2001:db8:1::5", "2001:db8:1::1")]
    [InlineData("fe80::5", "fe80::1")]
    [InlineData("fd01::5", "fd01::1")]
    [InlineData("2002::5", "2002::1")]
    public void Source_OfSeveral_IsChosenByRfc6724(string destination, string expected)
    {
        TestHost host = new(profile: StackProfile.Windows11 with { AutoLinkLocal = false });
        (_, IpInterface on) = host.AddNic(1500, null, "fe80::1/64", "fd01::1/64", "2002::1/64", "2001:db8:1::1/64");
        Assert.True(SourceAddressSelection.TrySelect(IpAddress.Parse(destination), on, out IpAddress source));
        Assert.Equal(IpAddress.Parse(expected), source);
        host.Dispose();
    }

    [Fact]
    public void Router_DirectedBroadcast_IsNotForwarded()
    {
        TestHost host = new();
        (TestNic left, IpInterface a) = host.AddNic(addresses: "10.1.0.254/24");
        (TestNic right, _) = host.AddNic(addresses: "10.2.0.254/24");
        a.V4.Forwarding = true;
        right.Sent.Clear();
        left.Receive(Frames.IpFrame(left.Mac, Frames.Echo("10.1.0.1", "10.2.0.255", 1, 1, [])));
        Assert.Equal(1, host.DropsOf(IpDrops.ForwardDirectedBroadcast));
        Assert.Empty(right.Sent);
        host.Dispose();
    }
}
