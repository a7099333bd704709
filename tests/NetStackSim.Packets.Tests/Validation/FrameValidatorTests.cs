namespace NetStackSim.Packets.Tests.Validation;

public sealed class FrameValidatorTests
{
    private static readonly IpAddress Source4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress Source6 = IpAddress.Parse("fe80::1");
    private static readonly IpAddress Destination6 = IpAddress.Parse("fe80::2");

    [Fact]
    public void Validate_FramesOfTheCorpus_FindsNothing() =>
        Assert.All(Fuzzing.FuzzCorpus.Frames(), frame => Assert.Equal(FrameProblems.None, FrameValidator.Validate(frame)));

    [Theory]
    [InlineData(0, 0x44, FrameProblems.Header)]
    [InlineData(0, 0x75, FrameProblems.Header)]
    [InlineData(10, 0xFF, FrameProblems.IPv4Checksum)]
    [InlineData(32, 0x40, FrameProblems.TransportHeader)]
    [InlineData(36, 0xFF, FrameProblems.TransportChecksum)]
    [InlineData(45, 0xFF, FrameProblems.TransportChecksum)]
    [InlineData(41, 0, FrameProblems.TcpOptions | FrameProblems.TransportChecksum)]
    public void ValidateIp_OneByteOfATcpPacketChanged_IsFound(int index, byte value, FrameProblems expected)
    {
        TcpOptions options = default;
        options.SetMaximumSegmentSize(1460);
        byte[] packet = PacketBuilder.Allocate().IPv4(Source4, Destination4).Tcp(1, 2, 3, 4, TcpFlags.Syn, 5, options).PayloadOf(8).ToArray();
        packet[index] = value;

        Assert.Equal(expected, FrameValidator.ValidateIp(packet));
    }

    [Fact]
    public void ValidateIp_LengthsThatLie_AreFound()
    {
        byte[] four = PacketBuilder.Allocate().IPv4(Source4, Destination4).Udp(1, 2).PayloadOf(8).ToArray();
        Assert.Equal(FrameProblems.IpLength | FrameProblems.TransportHeader, FrameValidator.ValidateIp(four.AsSpan(0, 30)));
        byte[] six = PacketBuilder.Allocate().IPv6(Source6, Destination6).Udp(1, 2).PayloadOf(8).ToArray();
        Assert.Equal(FrameProblems.IpLength | FrameProblems.TransportHeader, FrameValidator.ValidateIp(six.AsSpan(0, 50)));
        byte[] extension = PacketBuilder.Allocate().IPv6(Source6, Destination6).Extension(IpProtocol.HopByHopOptions, []).ToArray();
        extension[41] = 9;
        Assert.Equal(FrameProblems.Options, FrameValidator.ValidateIp(extension));
        byte[] options = PacketBuilder.Allocate().IPv4(Source4, Destination4, options: [7, 9, 4, 0]).Udp(1, 2).ToArray();
        Assert.Equal(FrameProblems.Options, FrameValidator.ValidateIp(options));
    }

    [Fact]
    public void ValidateIp_NeighborMessages_NeedTheirLengthAndOptions()
    {
        byte[] message = new byte[32];
        NeighborSolicitation.Write(message, Destination6);
        byte[] zeroOption = PacketBuilder.Allocate().IPv6(Source6, Destination6, 255).Icmp6Message(message).ToArray();
        byte[] cut = PacketBuilder.Allocate().IPv6(Source6, Destination6, 255).Icmp6Message(message.AsSpan(0, 16)).ToArray();

        Assert.Equal(FrameProblems.Options, FrameValidator.ValidateIp(zeroOption));
        Assert.Equal(FrameProblems.TransportHeader, FrameValidator.ValidateIp(cut));
    }

    [Fact]
    public void Validate_LinkLayer_IsJudgedToo()
    {
        Assert.Equal(FrameProblems.Header, FrameValidator.Validate(new byte[13]));
        byte[] frame = Fuzzing.FuzzCorpus.Frames()[0];
        frame[14] = 9;
        Assert.Equal(FrameProblems.Arp, FrameValidator.Validate(frame));
        EthernetHeader.Write(frame, MacAddress.Broadcast, MacAddress.None, EtherTypes.IPv6);
        Assert.Equal(FrameProblems.Header, FrameValidator.Validate(frame));
        EthernetHeader.Write(frame, MacAddress.Broadcast, MacAddress.None, EtherTypes.Lldp);
        Assert.Equal(FrameProblems.None, FrameValidator.Validate(frame));
    }
}
