namespace NetStackSim.Packets.Tests.Fuzzing;

/// <summary>One well-formed frame of each kind that the library reads.</summary>
internal static class FuzzCorpus
{
    private static readonly MacAddress From = MacAddress.Parse("02-00-00-00-00-01");
    private static readonly MacAddress To = MacAddress.Parse("02-00-00-00-00-02");
    private static readonly IpAddress Source4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress Source6 = IpAddress.Parse("fe80::1");
    private static readonly IpAddress Destination6 = IpAddress.Parse("fe80::2");

    internal static byte[][] Frames() =>
    [
        Frame().Arp(ArpOperation.Request, From, Source4, MacAddress.None, Destination4).ToArray(padded: true),
        Frame().IPv4(Source4, Destination4).Tcp(1, 2, 3, 4, TcpFlags.Syn, 5, SynOptions()).ToArray(),
        Frame().IPv4(Source4, Destination4).Tcp(1, 2, 3, 4, TcpFlags.Ack, 5, SackOptions()).PayloadOf(30).ToArray(),
        Frame().IPv4(Source4, Destination4, options: [148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0]).Udp(1, 2).PayloadOf(20).ToArray(),
        Frame().IPv4(Source4, Destination4, identification: 9, flags: IPv4Flags.MoreFragments, fragmentOffset: 8).PayloadOf(24).ToArray(),
        Frame().IPv4(Source4, Destination4).Icmp4(Icmp4Type.Echo, 0, 0x10001).PayloadOf(32).ToArray(),
        Frame().IPv4(Source4, Destination4).Icmp4(Icmp4Type.DestinationUnreachable, 3).Payload(Quote()).ToArray(),
        new PacketBuilder(new byte[256]).Ethernet(To, From, new VlanTag(3, 1, false)).IPv6(Source6, Destination6).Udp(1, 2).PayloadOf(20).ToArray(),
        Frame().IPv6(Source6, Destination6).Extension(IpProtocol.HopByHopOptions, [5, 2, 0, 0]).Extension(IpProtocol.DestinationOptions, [])
            .Extension(IpProtocol.RoutingHeader, [0, 1, 0, 0, 0, 0]).Fragment(0, true, 5).Tcp(1, 2, 3, 4, TcpFlags.Ack).PayloadOf(8).ToArray(),
        Frame().IPv6(Source6, Destination6, 255).Icmp6Message(Solicitation()).ToArray(),
        Frame().IPv6(Source6, IpAddress.AllNodesV6, 255).Icmp6Message(Advertisement()).ToArray(),
        Frame().IPv4(Source4, Destination4).IP(Source6, Destination6).Udp(1, 2).PayloadOf(5).ToArray(),
    ];

    private static PacketBuilder Frame() => new PacketBuilder(new byte[256]).Ethernet(To, From);

    private static byte[] Quote() => PacketBuilder.Allocate().IPv4(Source4, Destination4).Udp(7, 9).ToArray();

    private static TcpOptions SynOptions()
    {
        TcpOptions options = default;
        options.SetMaximumSegmentSize(1460);
        options.SetWindowScale(8);
        options.SetSackPermitted();
        options.SetTimestamps(1, 2);
        options.SetFastOpen([1, 2, 3, 4, 5, 6, 7, 8]);
        return options;
    }

    private static TcpOptions SackOptions()
    {
        TcpOptions options = default;
        options.SetTimestamps(1, 2);
        options.AddSackBlock(new SackBlock(new SequenceNumber(10), new SequenceNumber(20)));
        options.AddSackBlock(new SackBlock(new SequenceNumber(30), new SequenceNumber(40)));
        return options;
    }

    private static byte[] Solicitation()
    {
        byte[] message = new byte[32];
        NeighborSolicitation.Write(message, Destination6);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.SourceLinkLayerAddress, From);
        return message;
    }

    private static byte[] Advertisement()
    {
        byte[] message = new byte[80];
        int length = RouterAdvertisement.Write(message, 64, false, false, 1800, 0, 0);
        length += NdOptionWriter.WritePrefixInformation(message.AsSpan(length), new NdPrefixInformation(IpPrefix.Parse("2001:db8::/64"), true, true, 100, 50));
        length += NdOptionWriter.WriteRouteInformation(message.AsSpan(length), new NdRouteInformation(IpPrefix.Parse("2001:db8:1::/48"), 0, 60));
        length += NdOptionWriter.WriteMtu(message.AsSpan(length), 1400);
        return message[..length];
    }
}
