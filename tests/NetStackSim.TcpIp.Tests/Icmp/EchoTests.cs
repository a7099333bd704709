using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class EchoTests
{
    private static (TestHost Host, TestNic Nic) Start(IpFamily family, StackProfile? profile = null)
    {
        TestHost host = new(profile: profile);
        (TestNic nic, IpInterface on) = host.AddNic(addresses: Frames.PrefixOf(family));
        host.Stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        nic.Sent.Clear();
        return (host, nic);
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Request_ForUs_IsAnsweredByteForByte(IpFamily family)
    {
        (TestHost host, TestNic nic) = Start(family);
        string peer = Frames.PeerOf(family);
        string ours = Frames.OursOf(family);
        byte[] data = Frames.Pattern(32);

        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Echo(peer, ours, 7, 3, data)));

        byte[] expectedMessage = Frames.EchoMessage(ours, peer, 7, 3, data, reply: true);
        byte[] expected = Frames.Ip(ours, peer, Frames.IcmpOf(ours), expectedMessage, hopLimit: 128);
        byte[] frame = nic.TakeSent();
        if (family == IpFamily.V4)
        {
            IPv4Header.SetLengthAndIdentification(expected.AsSpan(0, 20), expected.Length, 1);
        }

        Assert.Equal(Frames.IpFrame(Frames.PeerMac, expected)[14..], frame[14..]);
        Assert.Equal(Frames.PeerMac, MacAddress.Read(frame));
        Assert.Equal(nic.Mac, MacAddress.Read(frame.AsSpan(6)));
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Requests_InOneChain_AreAnsweredInOrder(IpFamily family)
    {
        (TestHost host, TestNic nic) = Start(family);
        byte[][] requests = [.. Enumerable.Range(0, 20).Select(i => Frames.IpFrame(nic.Mac, Frames.Echo(Frames.PeerOf(family), Frames.OursOf(family), 1, (ushort)i, [])))];

        nic.Receive(requests);

        Assert.Equal(Enumerable.Range(0, 20), nic.Sent.Select(frame => (int)Frames.IcmpOf(frame)[7]));
        Assert.Equal(20, host.Stack.Icmp.For(family).Statistics.OutEchoReplies);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Request_InScatteredMemory_IsAnswered(IpFamily family)
    {
        (TestHost host, TestNic nic) = Start(family);
        byte[] frame = Frames.IpFrame(nic.Mac, Frames.Echo(Frames.PeerOf(family), Frames.OursOf(family), 1, 2, Frames.Pattern(101)));

        nic.ReceiveScattered(frame, 5, 19, 36, 61, 77);

        byte[] reply = Frames.IcmpOf(nic.TakeSent());
        Assert.Equal(Frames.Pattern(101), reply[8..]);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Request_OnLoan_IsCopiedAndAnswered(IpFamily family)
    {
        (TestHost host, TestNic nic) = Start(family);

        nic.ReceiveOnLoan(Frames.IpFrame(nic.Mac, Frames.Echo(Frames.PeerOf(family), Frames.OursOf(family), 1, 2, Frames.Pattern(64))));

        Assert.Equal(Frames.Pattern(64), Frames.IcmpOf(nic.TakeSent())[8..]);
        Assert.True(host.Kernel.Copies.Bytes(CopyKind.StackOther) > 64);
        host.Dispose();
    }

    [Fact]
    public void Request_WithCode9_IsAnsweredWithCode0ByWindowsAndTheSameCodeByOthers()
    {
        foreach (StackProfile profile in StackProfile.All)
        {
            (TestHost host, TestNic nic) = Start(IpFamily.V4, profile);
            byte[] message = Frames.EchoMessage("10.0.0.2", "10.0.0.1", 1, 1, [1, 2, 3]);
            message[1] = 9;
            Icmp4Header.FillChecksum(message);

            nic.Receive(Frames.IpFrame(nic.Mac, Frames.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, message)));

            Assert.Equal(profile.ZeroEchoReplyCode ? 0 : 9, Frames.IcmpOf(nic.TakeSent())[1]);
            host.Dispose();
        }
    }

    [Fact]
    public void Request_ToBroadcast_IsIgnored()
    {
        (TestHost host, TestNic nic) = Start(IpFamily.V4);
        nic.Receive(Frames.IpFrame(MacAddress.Broadcast, Frames.Echo("10.0.0.2", "10.0.0.255", 1, 1, [])));
        Assert.Empty(nic.Sent);
        Assert.Equal(1, host.DropsOf(IcmpDrops.EchoToGroup));
        host.Dispose();
    }

    [Fact]
    public void Request_ToAllNodes_IsAnsweredFromTheAddressOfTheInterface()
    {
        (TestHost host, TestNic nic) = Start(IpFamily.V6);
        nic.Receive(Frames.IpFrame(MacAddress.ForMulticast(IpAddress.AllNodesV6), Frames.Echo("fd00::2", "ff02::1", 1, 1, [5, 6])));
        byte[] frame = nic.TakeSent();
        Assert.Equal(IpAddress.Parse("fd00::1"), Frames.Open(frame).Source);
        Assert.Equal((byte[])[5, 6], Frames.IcmpOf(frame)[8..]);
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Request_WithBadChecksum_IsDropped(IpFamily family)
    {
        (TestHost host, TestNic nic) = Start(family);
        byte[] frame = Frames.IpFrame(nic.Mac, Frames.Echo(Frames.PeerOf(family), Frames.OursOf(family), 1, 1, Frames.Pattern(64)));
        frame[^1] ^= 1;
        nic.Receive(frame);
        Assert.Empty(nic.Sent);
        Assert.Equal(1, host.DropsOf(IcmpDrops.BadChecksum));
        host.Dispose();
    }
}
