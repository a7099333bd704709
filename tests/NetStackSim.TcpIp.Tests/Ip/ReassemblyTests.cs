using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class ReassemblyTests
{
    private static (TestHost Host, TestNic Nic, UdpClient Server) Start(IpFamily family, StackProfile? profile = null)
    {
        TestHost host = new(profile: profile);
        (TestNic nic, IpInterface on) = host.AddNic(addresses: Frames.PrefixOf(family));
        host.Stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        nic.Sent.Clear();
        return (host, nic, new UdpClient(host, family == IpFamily.V4 ? "0.0.0.0:9" : "[::]:9"));
    }

    /// <summary>Cuts a datagram of the peer into fragments with payloads of the given size.</summary>
    internal static List<byte[]> Cut(IpFamily family, MacAddress mac, byte[] data, int size, uint id = 7, byte trafficClass = 0)
    {
        byte[] datagram = Frames.Udp(Frames.PeerOf(family), 5, Frames.OursOf(family), 9, data)[(family == IpFamily.V4 ? 20 : 40)..];
        List<byte[]> fragments = [];
        for (int offset = 0; offset < datagram.Length; offset += size)
        {
            byte[] piece = datagram[offset..Math.Min(datagram.Length, offset + size)];
            fragments.Add(Fragment(family, mac, piece, offset, offset + size < datagram.Length, id, trafficClass));
        }

        return fragments;
    }

    internal static byte[] Fragment(IpFamily family, MacAddress mac, byte[] piece, int offset, bool more, uint id = 7, byte trafficClass = 0)
    {
        if (family == IpFamily.V6)
        {
            byte[] payload = new byte[8 + piece.Length];
            IPv6FragmentHeader.Write(payload, IpProtocol.Udp, offset, more, id);
            piece.CopyTo(payload, 8);
            return Frames.IpFrame(mac, Frames.Ip(Frames.PeerOf(family), Frames.OursOf(family), IpProtocol.FragmentHeader, payload, 64, trafficClass));
        }

        byte[] packet = Frames.Ip(Frames.PeerOf(family), Frames.OursOf(family), IpProtocol.Udp, piece, 64, trafficClass);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)((offset / 8) | (more ? 0x2000 : 0)));
        IPv4Header.FillChecksum(packet.AsSpan(0, 20));
        return Frames.IpFrame(mac, packet);
    }

    [Theory]
    [InlineData(IpFamily.V4, 1)]
    [InlineData(IpFamily.V6, 1)]
    [InlineData(IpFamily.V4, 2)]
    [InlineData(IpFamily.V6, 2)]
    [InlineData(IpFamily.V4, 3)]
    [InlineData(IpFamily.V6, 3)]
    public void Fragments_InAnyOrder_GiveTheDatagram(IpFamily family, int seed)
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(family);
        byte[] data = Frames.Pattern(20_000);
        List<byte[]> fragments = Cut(family, nic.Mac, data, 512);
        RandomStream random = new((ulong)seed);
        for (int i = fragments.Count - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (fragments[i], fragments[j]) = (fragments[j], fragments[i]);
        }

        foreach (byte[] fragment in fragments)
        {
            nic.Receive(fragment);
        }

        Assert.Equal(data, server.Received.Single().Data);
        Assert.Equal("", host.Drops());
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Fragments_MissingOne_TimeOutAfterSixtySecondsWithAnAnswer(IpFamily family)
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(family);
        List<byte[]> fragments = Cut(family, nic.Mac, Frames.Pattern(3000), 1024);
        nic.Receive(fragments[0], fragments[2]);

        host.Loop.RunFor(59_999_999_999);
        Assert.Empty(nic.Sent);
        host.Loop.RunFor(1);

        byte[] error = Frames.IcmpOf(nic.TakeSent());
        Assert.Equal(family == IpFamily.V4 ? (11, 1) : (3, 1), (error[0], error[1]));
        Assert.Equal(Frames.PacketOf(fragments[0])[..40], error[8..48]);
        Assert.Equal(1, host.DropsOf(IpDrops.ReassemblyTimeout));
        nic.Receive(fragments[1]);
        Assert.Empty(server.Received);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Fragments_WithoutTheFirst_TimeOutSilently(IpFamily family)
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(family);
        nic.Receive(Cut(family, nic.Mac, Frames.Pattern(3000), 1024)[1]);
        host.Loop.RunUntilIdle();
        Assert.Empty(nic.Sent);
        Assert.Equal(1, host.DropsOf(IpDrops.ReassemblyTimeout));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Overlap_IPv6_GivesUpTheDatagramAndWhatComesLater()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V6);
        List<byte[]> fragments = Cut(IpFamily.V6, nic.Mac, Frames.Pattern(3000), 1024);
        nic.Receive(fragments[0], Fragment(IpFamily.V6, nic.Mac, new byte[1024], 512, more: true), fragments[1], fragments[2]);
        Assert.Empty(server.Received);
        Assert.Equal(1, host.DropsOf(IpDrops.FragmentOverlap));
        Assert.Equal(2, host.DropsOf(IpDrops.FragmentOfBadDatagram));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Duplicate_Exact_IsHarmless(IpFamily family)
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(family);
        byte[] data = Frames.Pattern(3000);
        List<byte[]> fragments = Cut(family, nic.Mac, data, 1024);
        nic.Receive(fragments[0], fragments[0], fragments[1], fragments[2]);
        Assert.Equal(data, server.Received.Single().Data);
        Assert.Equal(1, host.DropsOf(IpDrops.FragmentDuplicate));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Atomic_FragmentIPv6_IsProcessedAlone()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V6);
        byte[] data = Frames.Pattern(100);
        byte[] datagram = Frames.Udp("fd00::2", 5, "fd00::1", 9, data)[40..];
        nic.Receive(Cut(IpFamily.V6, nic.Mac, Frames.Pattern(3000), 1024)[0], Fragment(IpFamily.V6, nic.Mac, datagram, 0, more: false));
        Assert.Equal(data, server.Received.Single().Data);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Ecn_CongestionWithNotCapable_DropsTheDatagram(IpFamily family)
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(family);
        byte[] data = Frames.Pattern(1500);
        nic.Receive(Cut(family, nic.Mac, data, 1024, trafficClass: 0)[0], Cut(family, nic.Mac, data, 1024, trafficClass: 3)[1]);
        Assert.Empty(server.Received);
        Assert.Equal(1, host.DropsOf(IpDrops.FragmentEcnMixed));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Flood_OfIncompleteDatagrams_StaysBounded(IpFamily family)
    {
        StackProfile profile = StackProfile.Windows11 with { ReassemblyLimitBytes = 64 * 1024 };
        (TestHost host, TestNic nic, UdpClient server) = Start(family, profile);
        for (uint id = 0; id < 500; id++)
        {
            nic.Receive(Cut(family, nic.Mac, Frames.Pattern(3000), 1024, id + 1)[0]);
        }

        // Each holds a buffer of more than its 1024 bytes.
        Assert.InRange(host.DropsOf(IpDrops.ReassemblyLimit), 500 - 50, 499);
        Assert.True(host.Kernel.Pools.TotalOutstanding < 300);
        byte[] data = Frames.Pattern(2000);
        nic.Receive([.. Cut(family, nic.Mac, data, 1024, 9999)]);
        Assert.Equal(data, server.Received.Single().Data);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Flood_OfTinyFragments_IsBoundedByTheBuffersTheyHold(IpFamily family)
    {
        StackProfile profile = StackProfile.Windows11 with { ReassemblyLimitBytes = 256 * 1024 };
        (TestHost host, TestNic nic, UdpClient server) = Start(family, profile);
        for (uint id = 1; id <= 2000; id++)
        {
            nic.Receive(Fragment(family, nic.Mac, Frames.Pattern(8), 64, more: true, id));
        }

        // 64 pieces are lent by the card; the others lie in buffers of 2 KiB.
        Assert.True(host.Kernel.Pools.Find("tcpip/small")!.Outstanding <= 256 / 2);
        Assert.True(host.DropsOf(IpDrops.ReassemblyLimit) > 1500);
        server.Endpoint.Close();
        host.Dispose();
        Assert.Equal(0, host.Kernel.Pools.Find("tcpip/small")!.Outstanding);
    }

    [Fact]
    public void Flood_OfSpoiledDatagrams_IsForgottenToo()
    {
        StackProfile profile = StackProfile.Windows11 with { ReassemblyLimitBytes = 64 * 1024 };
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V6, profile);
        for (uint id = 1; id <= 2000; id++)
        {
            nic.Receive(Fragment(IpFamily.V6, nic.Mac, Frames.Pattern(24), 64, more: true, id));
            nic.Receive(Fragment(IpFamily.V6, nic.Mac, Frames.Pattern(24), 72, more: true, id));
        }

        Assert.Equal(2000, host.DropsOf(IpDrops.FragmentOverlap));

        // The key of an old one is gone: its next fragment begins anew.
        nic.Receive(Fragment(IpFamily.V6, nic.Mac, Frames.Pattern(24), 64, more: true, 1));
        Assert.Equal(0, host.DropsOf(IpDrops.FragmentOfBadDatagram));
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Overlap_IPv4Windows_KeepsOldDataAndFillsHoles()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V4);
        byte[] data = Frames.Pattern(1016);
        byte[] datagram = Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, data)[20..];
        byte[] wrong = [.. Enumerable.Repeat((byte)0xEE, 64), .. datagram[576..1024]];
        nic.Receive(
            Fragment(IpFamily.V4, nic.Mac, datagram[..576], 0, more: true),
            Fragment(IpFamily.V4, nic.Mac, wrong, 512, more: false));
        Assert.Equal(data, server.Received.Single().Data);
        server.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void NeighbourSolicitation_InFragments_IsDropped()
    {
        (TestHost host, TestNic nic, UdpClient server) = Start(IpFamily.V6);
        byte[] message = Frames.Solicitation("fd00::1", Frames.PeerMac);
        Icmp6Header.FillChecksum(message, IpAddress.Parse("fd00::2"), IpAddress.Parse("fd00::1"));
        byte[] First(byte[] piece, int offset, bool more)
        {
            byte[] payload = new byte[8 + piece.Length];
            IPv6FragmentHeader.Write(payload, IpProtocol.IcmpV6, offset, more, 5);
            piece.CopyTo(payload, 8);
            return Frames.IpFrame(nic.Mac, Frames.Ip("fd00::2", "fd00::1", IpProtocol.FragmentHeader, payload, 255));
        }

        nic.Receive(First(message[..24], 0, true), First(message[24..], 24, false));
        Assert.Equal(1, host.DropsOf(IpDrops.FragmentOfNeighbourDiscovery));
        Assert.Empty(nic.Sent);
        server.Endpoint.Close();
        host.Dispose();
    }
}
