using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>One malformed frame per reason: it is dropped for exactly this reason, nothing leaks, nothing is thrown.</summary>
public sealed class DropTests
{
    private static readonly MacAddress Ours = new(0x0200_0000_0101);

    private static byte[] V4(Action<byte[]> change, bool fixChecksum = true)
    {
        byte[] packet = Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, Frames.Pattern(32));
        change(packet);
        int header = Math.Min((packet[0] & 0xF) * 4, packet.Length);
        if (fixChecksum && header >= 20)
        {
            IPv4Header.FillChecksum(packet.AsSpan(0, header));
        }

        return Frames.Ethernet(Ours, EtherTypes.IPv4, packet);
    }

    private static byte[] V6(Action<byte[]> change)
    {
        byte[] packet = Frames.Udp("fd00::2", 5, "fd00::1", 9, Frames.Pattern(32));
        change(packet);
        return Frames.Ethernet(Ours, EtherTypes.IPv6, packet);
    }

    private static byte[] From4(string source, string destination = "10.0.0.1") => V4(packet =>
    {
        IpAddress.Parse(source).WriteTo(packet.AsSpan(12));
        IpAddress.Parse(destination).WriteTo(packet.AsSpan(16));
    });

    private static byte[] From6(string source, string destination = "fd00::1") => V6(packet =>
    {
        IpAddress.Parse(source).WriteTo(packet.AsSpan(8));
        IpAddress.Parse(destination).WriteTo(packet.AsSpan(24));
    });

    private static byte[] WithMac(MacAddress destination, byte[] frame)
    {
        destination.CopyTo(frame);
        return frame;
    }

    private static byte[] Fragment4(int offset, bool more, int length, IpProtocol protocol = IpProtocol.Udp)
    {
        byte[] packet = Frames.Ip("10.0.0.2", "10.0.0.1", protocol, new byte[length]);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)((offset / 8) | (more ? 0x2000 : 0)));
        IPv4Header.FillChecksum(packet.AsSpan(0, 20));
        return Frames.Ethernet(Ours, EtherTypes.IPv4, packet);
    }

    private static byte[] Fragment6(int offset, bool more, int length, IpProtocol next = IpProtocol.Udp)
    {
        byte[] payload = new byte[8 + length];
        IPv6FragmentHeader.Write(payload, next, offset, more, 77);
        return Frames.Ethernet(Ours, EtherTypes.IPv6, Frames.Ip("fd00::2", "fd00::1", IpProtocol.FragmentHeader, payload));
    }

    private static byte[] Icmp4(params byte[] message)
    {
        Icmp4Header.FillChecksum(message);
        return Frames.IpFrame(Ours, Frames.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, message));
    }

    private static byte[] Icmp6(byte[] message, string source = "fd00::2", string destination = "fd00::1", byte hopLimit = 255)
    {
        return Frames.IpFrame(Ours, Frames.Nd(source, destination, message, hopLimit));
    }

    private static byte[] Udp4(Action<byte[]> change)
    {
        byte[] packet = Frames.Udp("10.0.0.2", 5, "10.0.0.1", 9, Frames.Pattern(32));
        change(packet);
        return Frames.Ethernet(Ours, EtherTypes.IPv4, packet);
    }

    private static byte[] WithType(byte[] frame, ushort type)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), type);
        return frame;
    }

    private static byte[] WithOptions(params byte[] options)
    {
        byte[] packet = new byte[20 + options.Length + 8];
        IPv4Header.Write(packet, IpAddress.Parse("10.0.0.2"), IpAddress.Parse("10.0.0.1"), IpProtocol.Udp, packet.Length, options: options);
        return Frames.Ethernet(Ours, EtherTypes.IPv4, packet);
    }

    private static byte[] Extension(IpProtocol first, params byte[] rest) =>
        Frames.Ethernet(Ours, EtherTypes.IPv6, Frames.Ip("fd00::2", "fd00::1", first, rest));

    private static byte[] ArpWith(Action<byte[]> change)
    {
        byte[] frame = Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.2", MacAddress.None, "10.0.0.1");
        change(frame);
        return frame;
    }

    private static byte[] Na(Action<byte[]> change)
    {
        byte[] message = Frames.Advertisement("fd00::2", Frames.PeerMac);
        change(message);
        return message;
    }

    public static TheoryData<string, byte[]> Cases()
    {
        TheoryData<string, byte[]> data = new()
        {
            // Ethernet
            { nameof(LinkDrops.InvalidEtherType), WithType(Frames.Ethernet(Ours, 0, new byte[50]), 0x05F0) },
            { nameof(LinkDrops.UnknownEtherType), Frames.Ethernet(Ours, 0x88CC, new byte[50]) },
            { nameof(LinkDrops.UnknownLlc), WithType(Frames.Ethernet(Ours, 0, Enumerable.Repeat((byte)0x42, 50).ToArray()), 40) },
            { nameof(LinkDrops.LlcTruncated), WithType(Frames.Ethernet(Ours, 0, new byte[50]), 5) },
            { nameof(LinkDrops.VlanReserved), Frames.Ethernet(Ours, EtherTypes.Vlan, [0x0F, 0xFF, 8, 0]) },
            { nameof(LinkDrops.VlanNotOurs), Frames.Ethernet(Ours, EtherTypes.Vlan, [0x00, 0x07, 8, 0]) },
            { nameof(LinkDrops.VlanTruncated), [.. Frames.Ethernet(Ours, EtherTypes.Vlan, [])[..14], 0, 0] },
            { nameof(LinkDrops.SourceIsGroup), Frames.Ethernet(Ours, EtherTypes.IPv4, new byte[50], new MacAddress(0x0100_5E00_0001)) },

            // ARP
            { nameof(LinkDrops.ArpTooShort), Frames.Ethernet(Ours, EtherTypes.Arp, [])[..30] },
            { nameof(LinkDrops.ArpBadType), ArpWith(frame => frame[15] = 6) },
            { nameof(LinkDrops.ArpBadLength), ArpWith(frame => frame[18] = 8) },
            { nameof(LinkDrops.ArpBadOperation), ArpWith(frame => frame[21] = 9) },
            { nameof(LinkDrops.ArpSenderIsGroup), ArpWith(frame => frame[22] = 0xFF) },
            { nameof(LinkDrops.ArpSenderAddressInvalid), ArpWith(frame => frame[28] = 224) },
            { nameof(LinkDrops.ArpAddressConflict), Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.1", MacAddress.None, "10.0.0.1") },
            { nameof(LinkDrops.ArpNotForUs), Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.2", MacAddress.None, "10.0.0.77") },

            // IPv4 header
            { nameof(IpDrops.HeaderTooShort), Frames.Ethernet(Ours, EtherTypes.IPv4, [])[..30] },
            { nameof(IpDrops.BadVersion), V4(packet => packet[0] = 0x55) },
            { nameof(IpDrops.BadHeaderLength), V4(packet => packet[0] = 0x44) },
            { nameof(IpDrops.HeaderBeyondPacket), [.. V4(packet => packet[0] = 0x4F)[..50]] },
            { nameof(IpDrops.BadHeaderChecksum), V4(packet => packet[10] ^= 1, fixChecksum: false) },
            { nameof(IpDrops.TotalLengthBelowHeader), V4(packet => packet[3] = 19) },
            { nameof(IpDrops.LengthBeyondFrame), V4(packet => packet[2] = 3) },
            { nameof(IpDrops.SourceIsBroadcast), From4("10.0.0.255") },
            { nameof(IpDrops.SourceIsBroadcast), From4("255.255.255.255") },
            { nameof(IpDrops.SourceIsMulticast), From4("224.0.0.5") },
            { nameof(IpDrops.SourceIsLoopback), From4("127.0.0.1") },
            { nameof(IpDrops.SourceIsReserved), From4("241.1.1.1") },
            { nameof(IpDrops.SourceIsThisNetwork), From4("0.1.2.3") },
            { nameof(IpDrops.SourceIsUnspecified), From4("0.0.0.0") },
            { nameof(IpDrops.SourceIsOurs), From4("10.0.0.1") },
            { nameof(IpDrops.DestinationIsLoopback), From4("10.0.0.2", "127.0.0.1") },
            { nameof(IpDrops.DestinationIsUnspecified), From4("10.0.0.2", "0.0.0.0") },
            { nameof(IpDrops.DestinationIsReserved), From4("10.0.0.2", "250.0.0.1") },
            { nameof(IpDrops.NotLocallyDestined), From4("10.0.0.2", "10.0.0.77") },
            { nameof(IpDrops.GroupNotJoined), From4("10.0.0.2", "239.1.1.1") },
            { nameof(IpDrops.LinkBroadcastToUnicast), WithMac(MacAddress.Broadcast, From4("10.0.0.2")) },
            { nameof(IpDrops.OptionMalformed), WithOptions(7, 0, 4, 0) },
            { nameof(IpDrops.SourceRouted), WithOptions(131, 7, 4, 10, 0, 0, 9, 0) },
            { nameof(IpDrops.ProtocolUnreachable), V4(packet => packet[9] = 200) },

            // IPv4 fragments
            { nameof(IpDrops.FragmentMisaligned), Fragment4(0, more: true, 33) },
            { nameof(IpDrops.FragmentTooLong), Fragment4(65528, more: false, 100) },
            { nameof(IpDrops.FragmentEmpty), Fragment4(80, more: false, 0) },
            { nameof(IpDrops.FragmentTiny), Fragment4(0, more: true, 8, IpProtocol.Tcp) },
            { nameof(IpDrops.FragmentTiny), Fragment4(8, more: true, 80, IpProtocol.Tcp) },

            // IPv6 header
            { nameof(IpDrops.HeaderTooShort), Frames.Ethernet(Ours, EtherTypes.IPv6, [])[..44] },
            { nameof(IpDrops.BadVersion), V6(packet => packet[0] = 0x45) },
            { nameof(IpDrops.LengthBeyondFrame), V6(packet => packet[4] = 3) },
            { nameof(IpDrops.SourceIsMulticast), From6("ff02::5") },
            { nameof(IpDrops.SourceIsLoopback), From6("::1") },
            { nameof(IpDrops.SourceIsMapped), From6("::ffff:1.2.3.4") },
            { nameof(IpDrops.SourceIsOurs), From6("fd00::1") },
            { nameof(IpDrops.DestinationIsLoopback), From6("fd00::2", "::1") },
            { nameof(IpDrops.DestinationIsUnspecified), From6("fd00::2", "::") },
            { nameof(IpDrops.DestinationIsMapped), From6("fd00::2", "::ffff:1.2.3.4") },
            { nameof(IpDrops.DestinationScopeReserved), From6("fd00::2", "ff00::1") },
            { nameof(IpDrops.DestinationScopeInterface), From6("fd00::2", "ff01::1") },
            { nameof(IpDrops.NotLocallyDestined), From6("fd00::2", "fd00::77") },
            { nameof(IpDrops.GroupNotJoined), From6("fd00::2", "ff02::99") },
            { nameof(IpDrops.UnknownNextHeader), V6(packet => packet[6] = 200) },
            { nameof(IpDrops.NoNextHeader), V6(packet => packet[6] = 59) },
            { nameof(IpDrops.HopByHopMisplaced), Extension(IpProtocol.DestinationOptions, 0, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0) },
            { nameof(IpDrops.ExtensionTruncated), Extension(IpProtocol.DestinationOptions, 17, 9, 1, 4, 0, 0, 0, 0) },
            { nameof(IpDrops.OptionTruncated), Extension(IpProtocol.HopByHopOptions, 17, 0, 1, 9, 0, 0, 0, 0) },
            { nameof(IpDrops.OptionUnknownDiscard), Extension(IpProtocol.HopByHopOptions, 17, 0, 0x5E, 4, 0, 0, 0, 0) },
            { nameof(IpDrops.OptionUnknownReport), Extension(IpProtocol.HopByHopOptions, 17, 0, 0x9E, 4, 0, 0, 0, 0) },
            { nameof(IpDrops.Jumbogram), Extension(IpProtocol.HopByHopOptions, 17, 0, 0xC2, 4, 0, 1, 0, 0) },
            { nameof(IpDrops.RoutingTypeUnknown), Extension(IpProtocol.RoutingHeader, 17, 0, 2, 1, 0, 0, 0, 0) },
            { nameof(IpDrops.FragmentMisaligned), Fragment6(0, more: true, 33) },
            { nameof(IpDrops.FragmentTooLong), Fragment6(65528, more: false, 100) },
            { nameof(IpDrops.FragmentChainIncomplete), Fragment6(0, more: true, 16, IpProtocol.Tcp) },

            // ICMP
            { nameof(IcmpDrops.TooShort), Frames.IpFrame(Ours, Frames.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, [8, 0, 1])) },
            { nameof(IcmpDrops.UnknownType), Icmp4(200, 0, 0, 0, 0, 0, 0, 0) },
            { nameof(IcmpDrops.NotAnswered), Icmp4(13, 0, 0, 0, 0, 0, 0, 0) },
            { nameof(IcmpDrops.NotAnswered), Icmp4(17, 0, 0, 0, 0, 0, 0, 0) },
            { nameof(IcmpDrops.SourceQuench), Icmp4(4, 0, 0, 0, 0, 0, 0, 0) },
            { nameof(IcmpDrops.EchoReplyUnexpected), Icmp4(0, 0, 0, 0, 0, 1, 0, 1) },
            { nameof(IcmpDrops.QuoteTooShort), Icmp4(3, 1, 0, 0, 0, 0, 0, 0, 0x45, 0) },
            { nameof(IcmpDrops.QuoteNotOurs), Icmp4([3, 1, 0, 0, 0, 0, 0, 0, .. Frames.Udp("10.0.0.7", 1, "10.0.0.9", 2, new byte[8])]) },
            { nameof(IcmpDrops.QuoteUnknownProtocol), Icmp4([3, 1, 0, 0, 0, 0, 0, 0, .. Frames.Ip("10.0.0.1", "10.0.0.9", (IpProtocol)99, new byte[8])]) },
            { nameof(IcmpDrops.RedirectRejected), Icmp4([5, 1, 0, 0, 10, 0, 0, 9, .. Frames.Udp("10.0.0.1", 1, "10.7.0.9", 2, new byte[8])]) },
            { nameof(IcmpDrops.UnknownInformational), Icmp6([200, 0, 0, 0, 0, 0, 0, 0]) },
            { nameof(IcmpDrops.GroupManagementIgnored), Icmp6([130, 0, 0, 0, 0, 0, 0, 0]) },
            { nameof(IcmpDrops.PacketTooBigIgnored), Icmp6([2, 0, 0, 0, 0, 0, 4, 0, .. Frames.Udp("fd00::1", 1, "fd00::9", 2, new byte[8])]) },

            // Neighbour discovery
            { nameof(IcmpDrops.NdHopLimit), Icmp6(Frames.Solicitation("fd00::1", Frames.PeerMac), hopLimit: 254) },
            { nameof(IcmpDrops.NdBadCode), Icmp6(Na(message => message[1] = 1)) },
            { nameof(IcmpDrops.NdTooShort), Icmp6([135, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]) },
            { nameof(IcmpDrops.NdOptionLengthZero), Icmp6(Na(message => message[25] = 0)) },
            { nameof(IcmpDrops.NdOptionTruncated), Icmp6(Na(message => message[25] = 9)) },
            { nameof(IcmpDrops.NdTargetIsGroup), Icmp6(Frames.Solicitation("ff02::1", Frames.PeerMac)) },
            { nameof(IcmpDrops.NdProbeDestination), Icmp6(Frames.Solicitation("fd00::1", null), source: "::") },
            { nameof(IcmpDrops.NdLinkAddressIsGroup), Icmp6(Frames.Solicitation("fd00::1", MacAddress.Broadcast)) },
            { nameof(IcmpDrops.NdNotOurTarget), Icmp6(Frames.Solicitation("fd00::99", Frames.PeerMac)) },
            { nameof(IcmpDrops.NdUnknownNeighbour), Icmp6(Frames.Advertisement("fd00::55", Frames.PeerMac)) },
            { nameof(IcmpDrops.NdDuplicateAddress), Icmp6(Frames.Advertisement("fd00::1", Frames.PeerMac)) },
            { nameof(IcmpDrops.NdNotARouter), Icmp6([133, 0, 0, 0, 0, 0, 0, 0]) },
            { nameof(IcmpDrops.NdSourceNotLinkLocal), Icmp6([134, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) },
            { nameof(IcmpDrops.NdRedirectInvalid), Icmp6([137, .. new byte[39]]) },

            // UDP
            { nameof(UdpDrops.HeaderTooShort), Frames.IpFrame(Ours, Frames.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, [1, 2, 3])) },
            { nameof(UdpDrops.LengthBelowHeader), Udp4(packet => packet[25] = 7) },
            { nameof(UdpDrops.LengthBeyondPayload), Udp4(packet => packet[25] = 200) },
            { nameof(UdpDrops.BadChecksum), Udp4(packet => packet[^1] ^= 1) },
            { nameof(UdpDrops.NoEndpoint), Frames.IpFrame(Ours, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 10, [])) },
            { nameof(UdpDrops.DestinationPortZero), Frames.IpFrame(Ours, Frames.Udp("10.0.0.2", 5, "10.0.0.1", 0, [])) },
            { nameof(UdpDrops.ZeroChecksum), V6(packet => packet.AsSpan(46, 2).Clear()) },
        };
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Frame_Malformed_IsDroppedForItsReason(string reason, byte[] frame)
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(1500, null, "10.0.0.1/24", "fd00::1/64");
        Assert.Equal(Ours, nic.Mac);
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.0.0.254"), on);
        UdpClient server = new(host, "0.0.0.0:9");
        UdpClient server6 = new(host, "[::]:9");

        nic.Receive(frame);

        Assert.Equal(reason, host.Drops());
        Assert.Equal(1, host.Kernel.Drops.Total);
        server.Endpoint.Close();
        server6.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void Cases_Reasons_AreManyAndDistinct()
    {
        HashSet<string> reasons = [.. Cases().Select(row => (string)((object[])row)[0])];
        Assert.True(reasons.Count >= 75, $"{reasons.Count} reasons");
    }

    [Fact]
    public void Causes_OfAllTables_HaveUniqueCodes()
    {
        List<DropReason> all = [];
        foreach (Type table in new[] { typeof(LinkDrops), typeof(IpDrops), typeof(IcmpDrops), typeof(UdpDrops) })
        {
            all.AddRange(table.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
                .Where(field => field.FieldType == typeof(DropCause)).Select(field => ((DropCause)field.GetValue(null)!).Reason));
        }

        Assert.Equal(all.Count, all.Select(reason => reason.Key).Distinct().Count());
        Assert.True(all.Count > 120);
    }
}
