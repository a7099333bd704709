using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>Headers that are legal and unusual get through.</summary>
public sealed class HeaderTests
{
    private static (TestHost Host, TestNic Nic, UdpClient Server) Start(IpFamily family)
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: Frames.PrefixOf(family));
        host.Stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        nic.Sent.Clear();
        return (host, nic, new UdpClient(host, family == IpFamily.V4 ? "0.0.0.0:9" : "[::]:9"));
    }

    private static byte[] Datagram(IpFamily family, byte[] data) =>
        Frames.Udp(Frames.PeerOf(family), 5, Frames.OursOf(family), 9, data)[(family == IpFamily.V4 ? 20 : 40)..];

    [Fact]
    public void IPv4_WithOptions_IsDelivered()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V4);
        byte[] datagram = Datagram(IpFamily.V4, [1, 2, 3]);
        byte[] options = [1, 7, 7, 4, 0, 0, 0, 0, 148, 4, 0, 0];
        byte[] packet = new byte[32 + datagram.Length];
        datagram.CopyTo(packet, 32);
        IPv4Header.Write(packet, IpAddress.Parse("10.0.0.2"), IpAddress.Parse("10.0.0.1"), IpProtocol.Udp, packet.Length, options: options);
        nic.Receive(Frames.IpFrame(nic.Mac, packet));
        Assert.Equal((byte[])[1, 2, 3], server.Received.Single().Data);
        Assert.Equal("", host.Drops());
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void IPv6_WithHopByHopAndDestinationOptions_IsDelivered()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V6);
        byte[] chain = [60, 0, 5, 2, 0, 0, 1, 0, 43, 0, 0x1E, 4, 9, 9, 9, 9, 17, 0, 4, 0, 0, 0, 0, 0];
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Ip("fd00::2", "fd00::1", IpProtocol.HopByHopOptions, [.. chain, .. Datagram(IpFamily.V6, [1, 2, 3])])));
        Assert.Equal((byte[])[1, 2, 3], server.Received.Single().Data);
        Assert.Equal("", host.Drops());
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void IPv6_FragmentsWithOptionsOnBothSides_AreDelivered()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V6);
        byte[] data = Frames.Pattern(2000);
        byte[] fragmentable = [17, 0, 1, 4, 0, 0, 0, 0, .. Datagram(IpFamily.V6, data)];
        for (int offset = 0; offset < fragmentable.Length; offset += 800)
        {
            byte[] piece = fragmentable[offset..Math.Min(fragmentable.Length, offset + 800)];
            byte[] fragment = new byte[8];
            IPv6FragmentHeader.Write(fragment, IpProtocol.DestinationOptions, offset, offset + 800 < fragmentable.Length, 99);
            byte[] hopByHop = [44, 0, 1, 4, 0, 0, 0, 0];
            nic.Receive(Frames.IpFrame(nic.Mac, Frames.Ip("fd00::2", "fd00::1", IpProtocol.HopByHopOptions, [.. hopByHop, .. fragment, .. piece])));
        }

        Assert.Equal(data, server.Received.Single().Data);
        Assert.Equal("", host.Drops());
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Snap_Encapsulation_IsAccepted()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V4);
        byte[] packet = Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [4, 5]);
        byte[] frame = Frames.Ethernet(nic.Mac, (ushort)(8 + packet.Length), [0xAA, 0xAA, 3, 0, 0, 0, 8, 0, .. packet]);
        nic.Receive(frame);
        Assert.Equal((byte[])[4, 5], server.Received.Single().Data);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void PriorityTag_LeftInTheFrame_IsSkipped()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V4);
        nic.Receive(Frames.Ethernet(nic.Mac, EtherTypes.Vlan, [0xA0, 0, 8, 0, .. Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [4, 5])]));
        Assert.Equal((byte[])[4, 5], server.Received.Single().Data);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Parameter_Problem_PointsAtTheByte(IpFamily family)
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(family);
        byte[] packet;
        if (family == IpFamily.V4)
        {
            packet = new byte[24 + 8];
            IPv4Header.Write(packet, IpAddress.Parse("10.0.0.2"), IpAddress.Parse("10.0.0.1"), IpProtocol.Udp, packet.Length, options: [7, 0, 0, 0]);
        }
        else
        {
            packet = Frames.Ip("fd00::2", "fd00::1", (IpProtocol)200, new byte[8]);
        }

        nic.Receive(Frames.IpFrame(nic.Mac, packet));
        byte[] error = Frames.IcmpOf(nic.TakeSent());
        Assert.Equal(family == IpFamily.V4 ? (12, 0, 21) : (4, 1, 6), (error[0], error[1], family == IpFamily.V4 ? error[4] : error[7]));
        Assert.Equal(packet, error[8..]);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Identification_OfWhatWeSend_CountsUpAndIsNeverZero()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V4);
        for (int i = 0; i < 3; i++)
        {
            server.Send("10.0.0.2:7", [1]);
        }

        Assert.Equal([1, 2, 3], nic.Sent.Select(frame => (int)BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(18))));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Forwarding_SwitchedOn_TurnsCoalescingOff()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(1500, new OffloadCapabilities { CoalesceIPv4 = true, Checksum = ChecksumOffloads.All }, "10.0.0.1/24");
        on.V4.Forwarding = true;
        Assert.True(on.V4.WeakHostSend && on.V4.WeakHostReceive);
        Assert.Equal(OffloadSetting.Off, Assert.IsType<OffloadParameters>(nic.Requests[Oid.TcpOffloadParameters]).CoalesceIPv4);
        Assert.Contains(Oid.OffloadEncapsulation, nic.Requests.Keys);
        host.Dispose();
    }

    [Fact]
    public void Trace_OfADatagram_NamesTheLayersInOrder()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V4);
        server.Echoes = true;
        TraceRing ring = new(1024);
        host.Kernel.Trace = ring;
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, [1])));
        List<string> seen = [];
        for (int i = 0; i < ring.Count; i++)
        {
            TraceEvent item = ring[i];
            string component = ring.ComponentName(item.Component);
            if (component is "host/ip" or "host/udp")
            {
                seen.Add($"{component} {item.Kind} {item.Length}");
            }
        }

        Assert.Equal(
            ["host/ip HeaderRemoved 46", "host/udp HeaderRemoved 9", "host/udp Deliver 1", "host/udp HeaderAdded 9", "host/ip HeaderAdded 43"], seen);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Store_Tables_ShowTheHost()
    {
        TestHost host = new();
        (_, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.0.0.254"), on);
        UdpClient server = new(host, "10.0.0.1:9");
        Assert.Equal([1u, 2u], host.Stack.Store.GetInterfaces().Select(row => row.Index));
        Assert.Equal(["127.0.0.1", "::1", on.Addresses[0].Address.ToString(), "10.0.0.1"], host.Stack.Store.GetAddresses().Select(row => row.Address.ToString()));
        Assert.Contains(host.Stack.Store.GetRoutes(), row => row.Destination.Length == 0 && row.NextHop == IpAddress.Parse("10.0.0.254") && row.Metric == 25);
        Assert.Contains(host.Stack.Store.GetRoutes(), row => row.Destination == IpPrefix.Parse("10.0.0.255/32"));
        Assert.Equal(IpEndpoint.Parse("10.0.0.1:9"), host.Stack.Store.GetEndpoints().Single().Local);
        Assert.Contains(host.Stack.Store.GetStatistics(), pair => pair.Key == "udp.in.datagrams");
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void LinkLocal_Address_IsThereByItselfAndTheSameForTheSameSeed()
    {
        List<IpAddress> found = [];
        foreach (ulong seed in new ulong[] { 1, 1, 2 })
        {
            TestHost host = new(new EventLoop(new EventLoopOptions { Seed = seed }));
            (TestNic nic, IpInterface on) = host.AddNic();
            InterfaceAddress address = Assert.Single(on.Addresses);
            Assert.True(address.Address.IsLinkLocal && address.IsUsable);
            Assert.Empty(nic.Sent);
            found.Add(address.Address);
            host.Dispose();
        }

        Assert.Equal(found[0], found[1]);
        Assert.NotEqual(found[0], found[2]);
    }

    [Fact]
    public void Address_Removed_TakesItsRoutesAndPathsAlong()
    {
        TestHost host = new();
        (_, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        Assert.Equal(NtStatus.Success, host.Stack.Ip.TryGetPath(IpAddress.Parse("10.0.0.9"), IpAddress.AnyV4, 0, out IpPath? path));
        Assert.True(path!.IsValid);
        Assert.Equal(NtStatus.Success, host.Stack.RemoveAddress(on, IpAddress.Parse("10.0.0.1")));
        Assert.False(path.IsValid);
        Assert.Equal(NtStatus.NetworkUnreachable, host.Stack.Ip.TryGetPath(IpAddress.Parse("10.0.0.9"), IpAddress.AnyV4, 0, out _));
        host.Dispose();
    }

    [Fact]
    public void StrongHost_PacketForAnotherInterface_IsNotOurs()
    {
        TestHost host = new();
        (TestNic first, _) = host.AddNic(addresses: "10.0.0.1/24");
        host.AddNic(addresses: "10.1.0.1/24");
        first.Receive(Frames.IpFrame(first.Mac, Frames.Echo("10.0.0.2", "10.1.0.1", 1, 1, [])));
        Assert.Equal(1, host.DropsOf(IpDrops.NotLocallyDestined));
        host.Dispose();

        TestHost weak = new(profile: StackProfile.LinuxLike);
        (TestNic nic, _) = weak.AddNic(addresses: "10.0.0.1/24");
        weak.AddNic(addresses: "10.1.0.1/24");
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Echo("10.0.0.2", "10.1.0.1", 1, 1, [])));
        Assert.Equal(0, weak.DropsOf(IpDrops.NotLocallyDestined));
        weak.Dispose();
    }
}
