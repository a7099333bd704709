namespace NetStackSim.Packets.Tests.Summary;

public sealed class PacketSummaryTests
{
    private static readonly MacAddress From = MacAddress.Parse("02-00-00-00-00-01");
    private static readonly MacAddress To = MacAddress.Parse("02-00-00-00-00-02");
    private static readonly IpAddress Source4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress Source6 = IpAddress.Parse("fe80::1");
    private static readonly IpAddress Destination6 = IpAddress.Parse("fe80::2");

    [Fact]
    public void Describe_SynWithOptions_NamesThem()
    {
        TcpOptions options = default;
        options.SetMaximumSegmentSize(1460);
        options.SetWindowScale(8);
        options.SetSackPermitted();
        byte[] frame = PacketBuilder.Allocate().Ethernet(To, From).IPv4(Source4, Destination4).Tcp(49152, 7, 100, 0, TcpFlags.Syn, 64240, options).ToArray();

        Assert.Equal("10.0.0.1:49152 > 10.0.0.2:7 TCP [S] seq 100 win 64240 len 0 <mss 1460, wscale 8, sackOK>", PacketSummary.Describe(frame));
        Assert.StartsWith("02-00-00-00-00-01 > 02-00-00-00-00-02 10.0.0.1:49152", PacketSummary.Describe(frame, withAddresses: true));
    }

    [Fact]
    public void Describe_DataSegment_NamesFlagsAndLength()
    {
        byte[] frame = PacketBuilder.Allocate().Ethernet(To, From).IPv6(Source6, Destination6).Tcp(1, 2, 3, 4, TcpFlags.PshAck, 5).PayloadOf(10).ToArray();

        Assert.Equal("[fe80::1]:1 > [fe80::2]:2 TCP [P.] seq 3 ack 4 win 5 len 10", PacketSummary.Describe(frame));
    }

    [Fact]
    public void Describe_ArpKinds_AreTold()
    {
        Assert.Equal("ARP who has 10.0.0.2? tell 10.0.0.1", Arp(ArpOperation.Request, Source4, Destination4));
        Assert.Equal("ARP 10.0.0.1 is at 02-00-00-00-00-01", Arp(ArpOperation.Reply, Source4, Destination4));
        Assert.Equal("ARP probe for 10.0.0.2 from 02-00-00-00-00-01", Arp(ArpOperation.Request, IpAddress.AnyV4, Destination4));
        Assert.Equal("ARP announcement 10.0.0.1 is at 02-00-00-00-00-01", Arp(ArpOperation.Request, Source4, Source4));
    }

    [Fact]
    public void DescribeIp_IcmpErrorWithQuote_DescribesTheQuote()
    {
        byte[] quote = PacketBuilder.Allocate().IPv4(Source4, Destination4).Udp(1000, 9).PayloadOf(100).ToArray();
        byte[] error = PacketBuilder.Allocate().IPv4(Destination4, Source4).Icmp4(Icmp4Type.DestinationUnreachable, Icmp4Codes.PortUnreachable).Payload(quote.AsSpan(0, 28)).ToArray();

        Assert.Equal("10.0.0.2 > 10.0.0.1 ICMP port unreachable (10.0.0.1:1000 > 10.0.0.2:9 UDP len 0)", PacketSummary.DescribeIp(error));
    }

    [Fact]
    public void DescribeIp_QuoteOfTcpCutAtEightBytes_ShowsThePorts()
    {
        byte[] quote = PacketBuilder.Allocate().IPv4(Source4, Destination4).Tcp(1000, 9, 1, 2, TcpFlags.Ack).ToArray();
        byte[] error = PacketBuilder.Allocate().IPv4(Destination4, Source4).Icmp4(Icmp4Type.TimeExceeded).Payload(quote.AsSpan(0, 28)).ToArray();

        Assert.Equal("10.0.0.2 > 10.0.0.1 ICMP time to live exceeded (10.0.0.1:1000 > 10.0.0.2:9 TCP header cut)", PacketSummary.DescribeIp(error));
    }

    [Fact]
    public void DescribeIp_NeighborMessages_AreTold()
    {
        byte[] message = new byte[32];
        NeighborSolicitation.Write(message, Destination6);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.SourceLinkLayerAddress, From);
        byte[] packet = PacketBuilder.Allocate().IPv6(Source6, Destination6.SolicitedNode(), 255).Icmp6Message(message).ToArray();
        Assert.Equal("fe80::1 > ff02::1:ff00:2 ICMPv6 neighbor solicitation, who has fe80::2? lladdr 02-00-00-00-00-01", PacketSummary.DescribeIp(packet));

        NeighborAdvertisement.Write(message, Destination6, true, true, true);
        packet = PacketBuilder.Allocate().IPv6(Destination6, Source6, 255).Icmp6Message(message.AsSpan(0, 24)).ToArray();
        Assert.Equal("fe80::2 > fe80::1 ICMPv6 neighbor advertisement [RSO] fe80::2", PacketSummary.DescribeIp(packet));
    }

    [Fact]
    public void DescribeIp_Fragments_TellTheirPlace()
    {
        byte[] first = PacketBuilder.Allocate().IPv4(Source4, Destination4, identification: 5, flags: IPv4Flags.MoreFragments).Udp(1, 2).PayloadOf(8).ToArray();
        byte[] later = PacketBuilder.Allocate().IPv6(Source6, Destination6).Fragment(1448, false, 77, IpProtocol.Udp).PayloadOf(20).ToArray();

        Assert.Equal("10.0.0.1:1 > 10.0.0.2:2 UDP len 8 frag 5:16@0+", PacketSummary.DescribeIp(first));
        Assert.Equal("fe80::1 > fe80::2 UDP frag 77:20@1448", PacketSummary.DescribeIp(later));
    }

    [Fact]
    public void Describe_UnreadableBytes_SaysSo()
    {
        Assert.Equal("truncated Ethernet frame, 3 bytes", PacketSummary.Describe(new byte[3]));
        Assert.Equal("IP, not readable (TooShort), 0 bytes", PacketSummary.DescribeIp([]));
        Assert.Equal("IP, not readable (BadHeaderLength), 20 bytes", PacketSummary.DescribeIp([0x41, .. new byte[19]]));
        byte[] unknown = new byte[20];
        EthernetHeader.Write(unknown, To, From, EtherTypes.Lldp);
        Assert.Equal("02-00-00-00-00-01 > 02-00-00-00-00-02 type 0x88CC, 6 bytes", PacketSummary.Describe(unknown));
    }

    private static string Arp(ArpOperation operation, IpAddress sender, IpAddress target) =>
        PacketSummary.Describe(PacketBuilder.Allocate().Ethernet(To, From).Arp(operation, From, sender, MacAddress.None, target).ToArray());
}
