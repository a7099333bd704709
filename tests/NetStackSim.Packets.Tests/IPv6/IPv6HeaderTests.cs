namespace NetStackSim.Packets.Tests.IPv6;

public sealed class IPv6HeaderTests
{
    private static readonly IpAddress Source = IpAddress.Parse("2001:db8::1");
    private static readonly IpAddress Destination = IpAddress.Parse("2001:db8::2");

    [Fact]
    public void Write_Header_GivesTheseBytes()
    {
        byte[] wire = new byte[40];
        IPv6Header.Write(wire, Source, Destination, IpProtocol.Tcp, 20, 64, 0xB9, 0x12345);

        Assert.Equal(
            "6B912345" + "00140640" + "20010DB8000000000000000000000001" + "20010DB8000000000000000000000002",
            Convert.ToHexString(wire));
    }

    [Fact]
    public void TryParse_Header_ReadsEveryField()
    {
        byte[] wire = new byte[70];
        IPv6Header.Write(wire, Source, Destination, IpProtocol.Tcp, 20, 64, 0xB9, 0x12345);

        Assert.True(IPv6Header.TryParse(wire, out IPv6Header header));
        Assert.Equal((0xB9, 46, EcnCodepoint.Ect1, 0x12345u), (header.TrafficClass, header.Dscp, header.Ecn, header.FlowLabel));
        Assert.Equal((20, IpProtocol.Tcp, 64), (header.PayloadLength, header.NextHeader, header.HopLimit));
        Assert.Equal(Source, header.Source);
        Assert.Equal(Destination, header.Destination);
        Assert.Equal(20, header.Payload.Length);
        Assert.Equal(60, header.Packet.Length);
    }

    [Fact]
    public void Setters_ChangeOnlyTheirField()
    {
        byte[] wire = new byte[40];
        IPv6Header.Write(wire, Source, Destination, IpProtocol.Tcp, 20, 64, 0xB9, 0x12345);
        IPv6Header.SetHopLimit(wire, 63);
        IPv6Header.SetPayloadLength(wire, 1000);
        IPv6Header.SetNextHeader(wire, IpProtocol.Udp);
        IPv6Header.SetTrafficClass(wire, 0xFF);

        Assert.Equal("6FF12345" + "03E8113F", Convert.ToHexString(wire, 0, 8));
    }

    [Theory]
    [Trait("Req", "IP6-001")]
    [InlineData(39, 0x60, ParseError.TooShort)]
    [InlineData(40, 0x40, ParseError.BadVersion)]
    [InlineData(0, 0, ParseError.TooShort)]
    public void TryParse_BadHeader_TellsWhy(int length, byte first, ParseError expected)
    {
        byte[] wire = new byte[length];
        if (length > 0)
        {
            wire[0] = first;
        }

        Assert.False(IPv6Header.TryParse(wire, out _, out ParseError error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void HasValidPayloadLength_LongerThanTheData_IsFalse()
    {
        byte[] wire = new byte[50];
        IPv6Header.Write(wire, Source, Destination, IpProtocol.Udp, 11);
        IPv6Header.TryParse(wire, out IPv6Header header);

        Assert.False(header.HasValidPayloadLength);
        Assert.Equal(10, header.Payload.Length);
    }

    [Fact]
    [Trait("Req", "IP6-003")]
    public void FindUpperLayer_AllExtensions_ReachesTcp()
    {
        byte[] packet = PacketBuilder.Allocate()
            .IPv6(Source, Destination)
            .Extension(IpProtocol.HopByHopOptions, [5, 2, 0, 0])
            .Extension(IpProtocol.DestinationOptions, [])
            .Extension(IpProtocol.RoutingHeader, [4, 0, 0, 0, 0, 0])
            .Fragment(0, moreFragments: true, 0x01020304)
            .Tcp(1, 2, 3, 4, TcpFlags.Syn)
            .ToArray();
        IPv6Header.TryParse(packet, out IPv6Header header);
        IPv6HeaderChain chain = header.FindUpperLayer();

        Assert.Equal(IpProtocol.HopByHopOptions, header.NextHeader);
        Assert.Equal((IpProtocol.Tcp, 72, 4, ParseError.None), (chain.Protocol, chain.Offset, chain.ExtensionCount, chain.Error));
        Assert.Equal((64, 56, 48), (chain.FragmentHeaderOffset, chain.RoutingHeaderOffset, chain.DestinationOptionsOffset));
        Assert.Equal(64, chain.NextHeaderFieldOffset);
        Assert.True(chain.IsFragment);
        Assert.False(chain.IsLaterFragment);
        Assert.True(IPv6FragmentHeader.TryParse(packet.AsSpan(64), out IPv6FragmentHeader fragment));
        Assert.Equal((0x01020304u, true, 0, IpProtocol.Tcp, false), (fragment.Identification, fragment.MoreFragments, fragment.FragmentOffset, fragment.NextHeader, fragment.IsAtomic));
        Assert.True(IPv6RoutingHeader.TryParse(packet.AsSpan(56), out IPv6RoutingHeader routing));
        Assert.Equal((4, 0), (routing.RoutingType, routing.SegmentsLeft));
    }

    [Fact]
    public void FindUpperLayer_NoExtensions_IsTheNextHeader()
    {
        byte[] packet = PacketBuilder.Allocate().IPv6(Source, Destination).Udp(1, 2).ToArray();
        IPv6Header.TryParse(packet, out IPv6Header header);
        IPv6HeaderChain chain = header.FindUpperLayer();

        Assert.Equal((IpProtocol.Udp, 40, 6, 0), (chain.Protocol, chain.Offset, chain.NextHeaderFieldOffset, chain.ExtensionCount));
    }

    [Fact]
    public void FindUpperLayer_LaterFragment_StopsAtItsPayload()
    {
        byte[] packet = PacketBuilder.Allocate().IPv6(Source, Destination).Fragment(1448, false, 7, IpProtocol.DestinationOptions).PayloadOf(20).ToArray();
        IPv6Header.TryParse(packet, out IPv6Header header);
        IPv6HeaderChain chain = header.FindUpperLayer();

        Assert.True(chain.IsLaterFragment);
        Assert.Equal((IpProtocol.DestinationOptions, 48, ParseError.None), (chain.Protocol, chain.Offset, chain.Error));
    }

    [Fact]
    public void FindUpperLayer_AuthenticationHeaderAndEsp_StopsAtEsp()
    {
        byte[] ah = [(byte)IpProtocol.Esp, 4, 0, 0, .. new byte[20]];
        byte[] packet = PacketBuilder.Allocate().IPv6(Source, Destination, nextHeader: IpProtocol.Ah).Payload(ah).PayloadOf(16).ToArray();
        IPv6Header.TryParse(packet, out IPv6Header header);
        IPv6HeaderChain chain = header.FindUpperLayer();

        Assert.Equal((IpProtocol.Esp, 64, 1), (chain.Protocol, chain.Offset, chain.ExtensionCount));
    }

    [Fact]
    public void FindUpperLayer_ExtensionPastThePacket_IsAnError()
    {
        byte[] packet = PacketBuilder.Allocate().IPv6(Source, Destination).Extension(IpProtocol.HopByHopOptions, []).ToArray();
        packet[41] = 1;
        IPv6Header.TryParse(packet, out IPv6Header header);

        Assert.Equal(ParseError.BadLength, header.FindUpperLayer().Error);
    }

    [Fact]
    [Trait("Req", "IP6-023")]
    public void FindUpperLayer_SeventeenExtensions_IsTooMany()
    {
        byte[] packet = new byte[40 + (17 * 8)];
        IPv6Header.Write(packet, Source, Destination, IpProtocol.DestinationOptions, 17 * 8);
        for (int i = 40; i < packet.Length; i += 8)
        {
            packet[i] = (byte)IpProtocol.DestinationOptions;
        }

        IPv6Header.TryParse(packet, out IPv6Header header);

        Assert.Equal(ParseError.TooManyHeaders, header.FindUpperLayer().Error);
    }

    [Fact]
    public void Extensions_Walk_GivesEachHeaderInOrder()
    {
        byte[] packet = PacketBuilder.Allocate()
            .IPv6(Source, Destination).Extension(IpProtocol.HopByHopOptions, [5, 2, 0, 0]).Extension(IpProtocol.DestinationOptions, new byte[10]).Udp(1, 2).ToArray();
        IPv6Header.TryParse(packet, out IPv6Header header);
        List<string> seen = [];
        foreach (IPv6ExtensionReader extension in header.Extensions)
        {
            seen.Add($"{extension.Type}@{extension.Offset}+{extension.Data.Length}");
        }

        Assert.Equal(["HopByHopOptions@40+8", "DestinationOptions@48+16"], seen);
    }

    [Theory]
    [Trait("Req", "IP6-005")]
    [InlineData(0x1E, IPv6UnknownOptionAction.Skip)]
    [InlineData(0x5E, IPv6UnknownOptionAction.Discard)]
    [InlineData(0x9E, IPv6UnknownOptionAction.DiscardAndReport)]
    [InlineData(0xDE, IPv6UnknownOptionAction.DiscardAndReportUnicast)]
    public void Options_UnknownType_TellsTheAction(byte type, IPv6UnknownOptionAction expected)
    {
        IPv6OptionReader reader = new([59, 0, 0, type, 1, 0xAA, 1, 0]);

        Assert.True(reader.MoveNext());
        Assert.Equal((IPv6OptionReader.Pad1, 2), (reader.Type, reader.Offset));
        Assert.True(reader.MoveNext());
        Assert.Equal((type, 3, expected), (reader.Type, reader.Offset, reader.ActionWhenUnknown));
        Assert.Equal([0xAA], reader.Data.ToArray());
        Assert.True(reader.MoveNext());
        Assert.Equal((IPv6OptionReader.PadN, 0), (reader.Type, reader.Data.Length));
        Assert.False(reader.MoveNext());
        Assert.False(reader.IsMalformed);
    }

    [Theory]
    [InlineData(new byte[] { 59, 0, 0, 0, 0, 0, 0, 5 })]
    [InlineData(new byte[] { 59, 0, 5, 5, 0, 0, 0, 0 })]
    public void Options_PastTheHeader_AreMalformed(byte[] header)
    {
        IPv6OptionReader reader = new(header);
        while (reader.MoveNext())
        {
        }

        Assert.True(reader.IsMalformed);
        Assert.Equal(0, reader.Data.Length);
    }
}
