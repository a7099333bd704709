namespace NetStackSim.Packets.Tests.Building;

public sealed class PacketBuilderTests
{
    private static readonly MacAddress From = MacAddress.Parse("02-00-00-00-00-01");
    private static readonly MacAddress To = MacAddress.Parse("02-00-00-00-00-02");
    private static readonly IpAddress Source4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress Source6 = IpAddress.Parse("fe80::1");
    private static readonly IpAddress Destination6 = IpAddress.Parse("fe80::2");

    [Fact]
    public void Build_UdpOverIPv4_FillsTypesLengthsAndChecksums()
    {
        Span<byte> frame = new PacketBuilder(stackalloc byte[100]).Ethernet(To, From).IPv4(Source4, Destination4).Udp(1000, 2000).Payload("hello"u8).Build();

        Assert.True(EthernetHeader.TryParse(frame, out EthernetHeader ethernet));
        Assert.Equal(EtherTypes.IPv4, ethernet.EtherType);
        Assert.True(IPv4Header.TryParse(ethernet.Payload, out IPv4Header ip));
        Assert.Equal((33, IpProtocol.Udp), (ip.TotalLength, ip.Protocol));
        Assert.True(ip.IsChecksumValid);
        Assert.True(UdpHeader.TryParse(ip.Payload, out UdpHeader udp));
        Assert.Equal(13, udp.Length);
        Assert.True(udp.IsChecksumValid(ip.Source, ip.Destination));
        Assert.Equal("hello"u8.ToArray(), udp.Payload.ToArray());
    }

    [Fact]
    public void Build_Padded_ReachesSixtyBytesWithZeros()
    {
        byte[] buffer = new byte[100];
        Array.Fill(buffer, (byte)0xEE);
        Span<byte> frame = new PacketBuilder(buffer).Ethernet(To, From).Arp(ArpOperation.Reply, From, Source4, To, Destination4).Build(padded: true);

        Assert.Equal(60, frame.Length);
        Assert.False(frame[42..].ContainsAnyExcept((byte)0));
        Assert.Equal(0xEE, buffer[60]);
    }

    [Fact]
    public void Build_TcpOverTaggedIPv6WithExtensions_ChainsTheTypes()
    {
        byte[] frame = PacketBuilder.Allocate()
            .Ethernet(To, From, new VlanTag(7, 0, false))
            .IPv6(Source6, Destination6)
            .Extension(IpProtocol.HopByHopOptions, [5, 2, 0, 0])
            .Tcp(1, 2, 3, 4, TcpFlags.Ack)
            .PayloadOf(33)
            .ToArray();
        EthernetHeader.TryParse(frame, out EthernetHeader ethernet);
        IPv6Header.TryParse(ethernet.Payload, out IPv6Header ip);
        IPv6HeaderChain chain = ip.FindUpperLayer();

        Assert.Equal(EtherTypes.IPv6, ethernet.EtherType);
        Assert.Equal((61, IpProtocol.HopByHopOptions, IpProtocol.Tcp), (ip.PayloadLength, ip.NextHeader, chain.Protocol));
        Assert.True(TcpHeader.TryParse(ip.Packet[chain.Offset..], out TcpHeader tcp));
        Assert.True(tcp.IsChecksumValid(ip.Source, ip.Destination));
        Assert.Equal(33, tcp.Payload.Length);
    }

    [Fact]
    public void Build_TunnelAndIcmp_FinishesInnerBeforeOuter()
    {
        byte[] packet = PacketBuilder.Allocate().IPv4(Source4, Destination4).IP(Source6, Destination6).Icmp6(Icmp6Type.Echo).PayloadOf(9).ToArray();
        IPv4Header.TryParse(packet, out IPv4Header outer);
        IPv6Header.TryParse(outer.Payload, out IPv6Header inner);
        Icmp6Header.TryParse(inner.Payload, out Icmp6Header icmp);

        Assert.Equal((IpProtocol.IPv6, 77), (outer.Protocol, outer.TotalLength));
        Assert.Equal((IpProtocol.IcmpV6, 17), (inner.NextHeader, inner.PayloadLength));
        Assert.True(icmp.IsChecksumValid(Source6, Destination6));
        Assert.True(outer.IsChecksumValid);
    }

    [Fact]
    public void Build_ExplicitTypes_AreKept()
    {
        byte[] frame = PacketBuilder.Allocate().Ethernet(To, From, 0x1234).IPv4(Source4, Destination4, protocol: IpProtocol.Gre).Udp(1, 2).ToArray();
        EthernetHeader.TryParse(frame, out EthernetHeader ethernet);
        IPv4Header.TryParse(ethernet.Payload, out IPv4Header ip);

        Assert.Equal((0x1234, IpProtocol.Gre), (ethernet.EtherType, ip.Protocol));
    }

    [Fact]
    public void Build_Icmp4AndRawTcpOptions_AreComplete()
    {
        byte[] icmp = PacketBuilder.Allocate().IPv4(Source4, Destination4).Icmp4(Icmp4Type.TimeExceeded).PayloadOf(28).ToArray();
        Assert.True(Icmp4Header.TryParse(icmp.AsSpan(20), out Icmp4Header view));
        Assert.True(view.IsChecksumValid);

        byte[] tcp = PacketBuilder.Allocate().IPv4(Source4, Destination4).Tcp(1, 2, 3, 4, TcpFlags.Syn, 5, [2, 4, 5, 0xB4, 1]).ToArray();
        Assert.True(TcpHeader.TryParse(tcp.AsSpan(20), out TcpHeader segment));
        Assert.Equal([2, 4, 5, 0xB4, 1, 0, 0, 0], segment.OptionBytes.ToArray());
        Assert.True(segment.IsChecksumValid(Source4, Destination4));
    }

    [Fact]
    public void Add_ThirteenthLayer_Throws()
    {
        Assert.Throws<InvalidOperationException>(() =>
        {
            PacketBuilder builder = PacketBuilder.Allocate();
            for (int i = 0; i < 13; i++)
            {
                builder = builder.IPv4(Source4, Destination4);
            }
        });
    }

    [Fact]
    public void Build_OnAStackBuffer_AllocatesNothing()
    {
        int total = BuildOnce();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            total += BuildOnce();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(total > 0);
    }

    private static int BuildOnce()
    {
        TcpOptions options = default;
        options.SetTimestamps(1, 2);
        Span<byte> frame = new PacketBuilder(stackalloc byte[128]).Ethernet(To, From).IPv4(Source4, Destination4).Tcp(1, 2, 3, 4, TcpFlags.Ack, 5, options).Build();
        EthernetHeader.TryParse(frame, out EthernetHeader ethernet);
        IPv4Header.TryParse(ethernet.Payload, out IPv4Header ip);
        TcpHeader.TryParse(ip.Payload, out TcpHeader tcp);
        options.Parse(tcp.OptionBytes);
        return (int)options.TimestampEcho + (tcp.IsChecksumValid(ip.Source, ip.Destination) ? 1 : 0);
    }
}
