using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

public sealed class UdpTests
{
    private static string At(IpFamily family, int host, int port) => family == IpFamily.V4 ? $"10.0.0.{host}:{port}" : $"[fd00::{host}]:{port}";

    [Theory]
    [InlineData(IpFamily.V4, 0)]
    [InlineData(IpFamily.V6, 0)]
    [InlineData(IpFamily.V4, 1)]
    [InlineData(IpFamily.V6, 1472)]
    [InlineData(IpFamily.V4, 1473)]
    [InlineData(IpFamily.V6, 9000)]
    [InlineData(IpFamily.V4, 65507)]
    [InlineData(IpFamily.V6, 65527)]
    public void Datagram_OfAnyLength_ArrivesAndIsEchoed(IpFamily family, int length)
    {
        (TestHost left, TestHost right) = PingTests.Pair(family);
        UdpClient client = new(left, At(family, 1, 1000));
        UdpClient server = new(right, At(family, 2, 7)) { Echoes = true };
        byte[] data = Frames.Pattern(length);

        Assert.Equal(NtStatus.Pending, client.Send(At(family, 2, 7), data));
        left.Loop.RunUntilIdle();

        Assert.Equal((IpEndpoint.Parse(At(family, 1, 1000)), IpEndpoint.Parse(At(family, 2, 7))), (server.Received[0].From, server.Received[0].To));
        Assert.Equal(data, server.Received[0].Data);
        Assert.Equal(data, client.Received[0].Data);
        Assert.Equal(NtStatus.Success, client.Completed[0].Status);
        client.Endpoint.Close();
        server.Endpoint.Close();
        Assert.Equal((1, 1), (client.ClosedCount, server.ClosedCount));
        right.Dispose();
        left.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Datagram_ToUnboundPort_ComesBackAsPortUnreachable(IpFamily family)
    {
        (TestHost left, TestHost right) = PingTests.Pair(family);
        UdpClient client = new(left, At(family, 1, 1000));
        client.Send(At(family, 2, 9), [1, 2, 3]);
        left.Loop.RunUntilIdle();
        Assert.Equal([(IpEndpoint.Parse(At(family, 2, 9)), NtStatus.PortUnreachable)], client.Errors);
        Assert.Equal(1, right.DropsOf(UdpDrops.NoEndpoint));
        Assert.Equal(1, right.Stack.UdpStatistics.NoPorts);
        client.Endpoint.Close();
        right.Dispose();
        left.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Send_Offloaded_LeavesThePseudoSumAndSaysWhereTheHeaderIs(IpFamily family)
    {
        TestHost host = new();
        OffloadCapabilities offloads = new() { Checksum = ChecksumOffloads.All };
        (TestNic nic, IpInterface on) = host.AddNic(1500, offloads, Frames.PrefixOf(family));
        host.Stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        nic.Sent.Clear();
        UdpClient client = new(host, At(family, 1, 1000));

        client.Send(At(family, 2, 9), [1, 2, 3]);

        byte[] frame = nic.TakeSent();
        int header = family == IpFamily.V4 ? 34 : 54;
        uint pseudo = InternetChecksum.PseudoHeader(IpAddress.Parse(Frames.OursOf(family)), IpAddress.Parse(Frames.PeerOf(family)), 17, 11);
        Assert.Equal(InternetChecksum.Fold(pseudo), (frame[header + 6] << 8) | frame[header + 7]);
        Assert.Equal(0, family == IpFamily.V4 ? (frame[24] << 8) | frame[25] : 0);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_Offloaded_TrustsTheNic()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient server = new(host, "0.0.0.0:9");
        byte[] frame = Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [1, 2]));
        frame[40] ^= 0xFF;

        nic.ReceiveChecked(ReceiveChecksumInfo.IpChecksumSucceeded | ReceiveChecksumInfo.UdpChecksumSucceeded, frame);
        nic.ReceiveChecked(ReceiveChecksumInfo.UdpChecksumFailed, frame);
        nic.Receive(frame);

        Assert.Single(server.Received);
        Assert.Equal(2, host.DropsOf(UdpDrops.BadChecksum));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_ZeroChecksum_IsAcceptedByIPv4AndDroppedByIPv6()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(1500, null, "10.0.0.1/24", "fd00::1/64");
        UdpClient v4 = new(host, "0.0.0.0:9");
        UdpClient v6 = new(host, "[::]:9");
        byte[] frame4 = Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [1, 2]));
        frame4.AsSpan(40, 2).Clear();
        byte[] frame6 = Frames.IpFrame(nic.Mac, Frames.Udp("fd00::2", 5, "fd00::1", 9, [1, 2]));
        frame6.AsSpan(60, 2).Clear();

        nic.Receive(frame4, frame6);

        Assert.Single(v4.Received);
        Assert.Empty(v6.Received);
        Assert.Equal(1, host.DropsOf(UdpDrops.ZeroChecksum));
        v4.Endpoint.Close();
        v6.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_ManyForOneEndpoint_ArriveAsOneChain()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient server = new(host, "0.0.0.0:9");
        nic.Receive([.. Enumerable.Range(0, 32).Select(i => Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [(byte)i])))]);
        Assert.Equal(32, server.LongestChain);
        Assert.Equal(Enumerable.Range(0, 32), server.Received.Select(item => (int)item.Data[0]));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_MostSpecificEndpoint_GetsTheDatagram()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient wildcard = new(host, "0.0.0.0:9", AddressSharing.Reuse);
        UdpClient bound = new(host, "10.0.0.1:9", AddressSharing.Reuse);
        UdpClient connected = new(host, "10.0.0.1:9", AddressSharing.Reuse);
        Assert.Equal(NtStatus.Success, connected.Endpoint.SetRemote(IpEndpoint.Parse("10.0.0.2:5"), filterReceives: true));

        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [1])), Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 6, "10.0.0.1", 9, [2])));

        Assert.Equal(1, connected.Received.Single().Data[0]);
        Assert.Equal(2, bound.Received.Single().Data[0]);
        Assert.Empty(wildcard.Received);
        wildcard.Endpoint.Close();
        bound.Endpoint.Close();
        connected.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_Broadcast_GoesToAll()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient first = new(host, "0.0.0.0:9", AddressSharing.Reuse);
        UdpClient second = new(host, "0.0.0.0:9", AddressSharing.Reuse);
        nic.Receive(Frames.IpFrame(MacAddress.Broadcast, Frames.Udp("10.0.0.2", 5, "10.0.0.255", 9, [1, 2])));
        Assert.Equal((1, 1), (first.Received.Count, second.Received.Count));
        nic.Sent.Clear();
        nic.Receive(Frames.IpFrame(MacAddress.Broadcast, Frames.Udp("10.0.0.2", 5, "255.255.255.255", 10, [1, 2])));
        Assert.Empty(nic.Sent);
        Assert.Equal(1, host.DropsOf(UdpDrops.NoEndpointForGroup));
        first.Endpoint.Close();
        second.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_BufferFull_DropsTheNewest()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient server = new(host, "0.0.0.0:9") { Keeps = true };
        server.Endpoint.SetOption(TransportOption.ReceiveBuffer, 2500);
        byte[] frame = Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, Frames.Pattern(1000)));
        nic.Receive(frame, frame, frame, frame);
        Assert.Equal(2, server.Received.Count);
        Assert.Equal(2, host.DropsOf(UdpDrops.ReceiveBufferFull));
        server.ReturnKept();
        nic.Receive(frame);
        Assert.Equal(3, server.Received.Count);
        server.ReturnKept();
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Receive_EmptyDatagramsThatNobodyTakes_AreBoundedInNumber()
    {
        TestHost host = new(profile: StackProfile.Windows11 with { UdpReceiveLists = 10 });
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient server = new(host, "0.0.0.0:9") { Keeps = true };
        byte[] frame = Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, []));
        nic.Receive([.. Enumerable.Repeat(frame, 25)]);
        Assert.Equal(10, server.Received.Count);
        Assert.Equal(15, host.DropsOf(UdpDrops.ReceiveBufferFull));
        server.ReturnKept();
        nic.Receive(frame);
        Assert.Equal(11, server.Received.Count);
        server.ReturnKept();
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void DualEndpoint_ServesIPv4WithMappedAddresses()
    {
        (TestHost left, TestHost right) = PingTests.Pair(IpFamily.V4);
        UdpClient server = new(right, "[::]:9", dual: true) { Echoes = true };
        UdpClient client = new(left, "10.0.0.1:1000");
        client.Send("10.0.0.2:9", [4, 2]);
        left.Loop.RunUntilIdle();
        Assert.Equal(IpEndpoint.Parse("[::ffff:10.0.0.1]:1000"), server.Received[0].From);
        Assert.Equal((byte[])[4, 2], client.Received[0].Data);
        Assert.Equal(NtStatus.AddressAlreadyExists, new UdpClient(right, "0.0.0.0:9").BindStatus);
        client.Endpoint.Close();
        server.Endpoint.Close();
        right.Dispose();
        left.Dispose();
    }

    [Fact]
    public void Bind_PortZero_TakesDifferentDynamicPorts()
    {
        TestHost host = new();
        UdpClient first = new(host, "0.0.0.0:0");
        UdpClient second = new(host, "0.0.0.0:0");
        Assert.InRange(first.Endpoint.Local.Port, 49152, 65535);
        Assert.NotEqual(first.Endpoint.Local.Port, second.Endpoint.Local.Port);
        first.Endpoint.Close();
        second.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Bind_AddressThatIsNotOurs_IsRefused()
    {
        TestHost host = new();
        Assert.Equal(NtStatus.InvalidAddressComponent, new UdpClient(host, "192.168.7.7:9").BindStatus);
        host.Dispose();
    }

    [Fact]
    public void Send_BroadcastWithoutPermission_IsDenied()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        nic.Sent.Clear();
        UdpClient client = new(host, "10.0.0.1:9");
        client.Send("10.0.0.255:9", [1]);
        client.Endpoint.SetOption(TransportOption.Broadcast, 1);
        client.Send("10.0.0.255:9", [1]);
        Assert.Equal([NtStatus.AccessDenied, NtStatus.Success], client.Completed.Select(send => send.Status));
        Assert.Equal(MacAddress.Broadcast, MacAddress.Read(nic.TakeSent()));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Send_TooLong_IsRefusedWithItsStatus()
    {
        TestHost host = new();
        host.AddNic(addresses: "10.0.0.1/24");
        UdpClient client = new(host, "10.0.0.1:9");
        client.Send("10.0.0.2:9", new byte[65508]);
        Assert.Equal(NtStatus.InvalidBufferSize, client.Completed.Single().Status);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Send_DontFragmentAboveTheMtu_IsRefused()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        host.Stack.AddNeighbour(on, IpAddress.Parse("10.0.0.2"), Frames.PeerMac);
        UdpClient client = new(host, "10.0.0.1:9");
        client.Endpoint.SetOption(TransportOption.DontFragment, 1);
        client.Send("10.0.0.2:9", new byte[1473]);
        Assert.Equal(NtStatus.InvalidBufferSize, client.Completed.Single().Status);
        Assert.Equal(1, host.DropsOf(IpDrops.SendTooBig));
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void PacketTooBig_ForADatagramOfOurs_LowersThePathMtuForTenMinutes()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        host.Stack.AddNeighbour(on, IpAddress.Parse("10.0.0.2"), Frames.PeerMac);
        UdpClient client = new(host, "10.0.0.1:9");
        client.Endpoint.SetOption(TransportOption.DontFragment, 1);
        client.Send("10.0.0.2:9", new byte[1400]);
        byte[] quoted = Frames.PacketOf(nic.Sent[^1]);
        byte[] error = new byte[8 + 28];
        Icmp4Header.Write(error, Icmp4Type.DestinationUnreachable, Icmp4Codes.FragmentationNeeded, 1000);
        quoted.AsSpan(0, 28).CopyTo(error.AsSpan(8));
        Icmp4Header.FillChecksum(error);

        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, error)));
        client.Send("10.0.0.2:9", new byte[1400]);
        Assert.Equal(NtStatus.InvalidBufferSize, client.Completed[^1].Status);
        host.Loop.RunFor(600_000_000_000);
        client.Send("10.0.0.2:9", new byte[1400]);
        Assert.Equal(NtStatus.Success, client.Completed[^1].Status);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Multicast_JoinedGroup_IsReceivedAndInTheFilterOfTheNic()
    {
        TestHost host = new();
        (TestNic nic, _) = host.AddNic(addresses: "10.0.0.1/24");
        UdpClient server = new(host, "0.0.0.0:9");
        byte[] frame = Frames.IpFrame(MacAddress.ForMulticast(IpAddress.Parse("239.1.2.3")), Frames.Udp("10.0.0.2", 5, "239.1.2.3", 9, [1, 2]));
        Assert.Equal(NtStatus.Success, server.Endpoint.SetMembership(IpAddress.Parse("239.1.2.3"), 0, join: true));
        Assert.Contains(new MacAddress(0x0100_5E01_0203), nic.MulticastList);
        nic.Receive(frame);
        Assert.Single(server.Received);
        Assert.Equal(NtStatus.Success, server.Endpoint.SetMembership(IpAddress.Parse("239.1.2.3"), 0, join: false));
        Assert.Equal(NtStatus.NotFound, server.Endpoint.SetMembership(IpAddress.Parse("239.1.2.3"), 0, join: false));
        Assert.DoesNotContain(new MacAddress(0x0100_5E01_0203), nic.MulticastList);
        server.Endpoint.Close();
        host.Dispose();
    }
}
