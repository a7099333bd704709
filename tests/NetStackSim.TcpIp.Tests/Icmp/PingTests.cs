using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class PingTests
{
    internal static (TestHost Left, TestHost Right) Pair(IpFamily family, int mtu = 1500, StackProfile? profile = null)
    {
        EventLoop loop = new();
        TestHost left = new(loop, "left", 1, profile);
        TestHost right = new(loop, "right", 2, profile);
        (TestNic a, _) = left.AddNic(mtu, null, family == IpFamily.V4 ? "10.0.0.1/24" : "fd00::1/64");
        (TestNic b, _) = right.AddNic(mtu, null, family == IpFamily.V4 ? "10.0.0.2/24" : "fd00::2/64");
        a.Peer = b;
        b.Peer = a;
        return (left, right);
    }

    [Theory]
    [InlineData(IpFamily.V4, 32)]
    [InlineData(IpFamily.V6, 32)]
    [InlineData(IpFamily.V4, 1472)]
    [InlineData(IpFamily.V6, 1452)]
    [InlineData(IpFamily.V4, 1473)]
    [InlineData(IpFamily.V6, 1453)]
    [InlineData(IpFamily.V4, 60000)]
    [InlineData(IpFamily.V6, 60000)]
    [InlineData(IpFamily.V4, 65500)]
    [InlineData(IpFamily.V6, 65500)]
    public void Ping_AnyLength_ComesBackWhole(IpFamily family, int size)
    {
        (TestHost left, TestHost right) = Pair(family);

        EchoReply reply = left.Loop.Run(() => left.Stack.PingAsync(IpAddress.Parse(Frames.PeerOf(family)), new EchoRequestOptions { Size = size }).AsTask());

        Assert.Equal(NtStatus.Success, reply.Status);
        Assert.Equal(size, reply.Bytes);
        Assert.Equal(128, reply.HopLimit);
        Assert.Equal(IpAddress.Parse(Frames.PeerOf(family)), reply.Address);
        Assert.Equal("", left.Drops());
        Assert.Equal("", right.Drops());
        right.Dispose();
        left.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Ping_First_ResolvesAndTakesFourTransits(IpFamily family)
    {
        (TestHost left, TestHost right) = Pair(family);
        EchoReply reply = left.Loop.Run(() => left.Stack.PingAsync(IpAddress.Parse(Frames.PeerOf(family))).AsTask());
        Assert.Equal(4_000, reply.RoundTripNs);
        EchoReply second = left.Loop.Run(() => left.Stack.PingAsync(IpAddress.Parse(Frames.PeerOf(family))).AsTask());
        Assert.Equal(2_000, second.RoundTripNs);
        Assert.Equal("Reachable", left.Stack.Store.GetNeighbors()[0].State);
        Assert.Equal("Stale", right.Stack.Store.GetNeighbors()[0].State is "Delay" ? "Stale" : right.Stack.Store.GetNeighbors()[0].State);
        right.Dispose();
        left.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Ping_NobodyThere_FailsAfterThreeSolicitations(IpFamily family)
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: Frames.PrefixOf(family));
        nic.Sent.Clear();

        EchoReply reply = host.Loop.Run(() => host.Stack.PingAsync(IpAddress.Parse(Frames.PeerOf(family))).AsTask());

        Assert.Equal(NtStatus.HostUnreachable, reply.Status);
        Assert.Equal(3_000_000_000, reply.RoundTripNs);
        Assert.Equal(3, nic.Sent.Count);
        Assert.Equal("Unreachable", host.Stack.Store.GetNeighbors()[0].State);
        Assert.Equal(1, host.DropsOf(IpDrops.NeighbourUnresolved));
        host.Dispose();
    }

    [Fact]
    public void Ping_WithoutRoute_FailsAtOnce()
    {
        TestHost host = new();
        host.AddNic(addresses: "10.0.0.1/24");
        EchoReply reply = host.Loop.Run(() => host.Stack.PingAsync(IpAddress.Parse("192.168.1.1")).AsTask());
        Assert.Equal(NtStatus.NetworkUnreachable, reply.Status);
        host.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    [InlineData("fd00::1")]
    public void Ping_Ourselves_GoesThroughLoopbackAndNotTheWire(string address)
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(1500, null, "10.0.0.1/24", "fd00::1/64");
        nic.Sent.Clear();

        EchoReply reply = host.Loop.Run(() => host.Stack.PingAsync(IpAddress.Parse(address), new EchoRequestOptions { Size = 4000 }).AsTask());

        Assert.Equal((NtStatus.Success, 4000), (reply.Status, reply.Bytes));
        Assert.Empty(nic.Sent);
        Assert.True(host.Kernel.Copies.Bytes(CopyKind.Loopback) >= 8000);
        host.Dispose();
    }

    [Fact]
    public void Ping_LostRequest_TimesOut()
    {
        (TestHost left, TestHost right) = Pair(IpFamily.V4);
        left.Loop.Run(() => left.Stack.PingAsync(IpAddress.Parse("10.0.0.2")).AsTask());
        TestNic nic = (TestNic)left.Ndis.Adapters[0].Miniport!;
        nic.Loses = _ => true;
        EchoReply reply = left.Loop.Run(() => left.Stack.PingAsync(IpAddress.Parse("10.0.0.2")).AsTask());
        Assert.Equal((NtStatus.IoTimeout, 4_000_000_000), (reply.Status, reply.RoundTripNs));
        right.Dispose();
        left.Dispose();
    }
}
