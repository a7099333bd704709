namespace NetStackSim.Packets.Tests.IPv4;

public sealed class IPv4HeaderTests
{
    // A header whose checksum is known from public text books: 45 00 00 73 ... b8 61.
    private const string KnownHex = "4500007300004000" + "4011B861" + "C0A80001" + "C0A800C7";

    [Fact]
    public void Write_KnownHeader_GivesItsBytesAndChecksum()
    {
        byte[] wire = new byte[20];
        int length = IPv4Header.Write(
            wire, IpAddress.Parse("192.168.0.1"), IpAddress.Parse("192.168.0.199"), IpProtocol.Udp, 115, timeToLive: 64, flags: IPv4Flags.DontFragment);

        Assert.Equal(20, length);
        Assert.Equal(KnownHex, Convert.ToHexString(wire));
    }

    [Fact]
    public void TryParse_KnownHeader_ReadsEveryField()
    {
        byte[] wire = new byte[120];
        Convert.FromHexString(KnownHex).CopyTo(wire, 0);

        Assert.True(IPv4Header.TryParse(wire, out IPv4Header header));
        Assert.Equal(20, header.HeaderLength);
        Assert.Equal(115, header.TotalLength);
        Assert.True(header.HasValidTotalLength);
        Assert.Equal(95, header.Payload.Length);
        Assert.True(header.DontFragment);
        Assert.False(header.MoreFragments);
        Assert.False(header.IsFragment);
        Assert.Equal(64, header.TimeToLive);
        Assert.Equal(IpProtocol.Udp, header.Protocol);
        Assert.Equal(0xB861, header.Checksum);
        Assert.True(header.IsChecksumValid);
        Assert.Equal("192.168.0.1", header.Source.ToString());
        Assert.Equal("192.168.0.199", header.Destination.ToString());
    }

    [Fact]
    public void Write_AllFields_AreReadBack()
    {
        byte[] wire = new byte[60];
        byte[] options = [148, 4, 0, 0, 7, 3, 4];
        int length = IPv4Header.Write(
            wire, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), IpProtocol.Tcp, 60, 0xBEEF, 17, 0xB9,
            IPv4Flags.MoreFragments, 1480, options);

        Assert.Equal(28, length);
        Assert.True(IPv4Header.TryParse(wire, out IPv4Header header));
        Assert.Equal((0xBEEF, 17, 0xB9, 46, EcnCodepoint.Ect1), (header.Identification, header.TimeToLive, header.TrafficClass, header.Dscp, header.Ecn));
        Assert.Equal((1480, true, true), (header.FragmentOffset, header.MoreFragments, header.IsFragment));
        Assert.True(header.IsChecksumValid);
        Assert.Equal([148, 4, 0, 0, 7, 3, 4, 0], header.OptionBytes.ToArray());
        Assert.Equal(32, header.Payload.Length);
    }

    [Theory]
    [InlineData("", ParseError.TooShort)]
    [InlineData("45", ParseError.TooShort)]
    [InlineData("65", ParseError.BadVersion)]
    [InlineData("6500007300004000" + "4011B861" + "C0A80001" + "C0A800C7", ParseError.BadVersion)]
    [InlineData("4400007300004000" + "4011B861" + "C0A80001" + "C0A800C7", ParseError.BadHeaderLength)]
    [InlineData("4600007300004000" + "4011B861" + "C0A80001" + "C0A800C7", ParseError.BadHeaderLength)]
    [Trait("Req", "IP4-001")]
    public void TryParse_BadHeader_TellsWhy(string hex, ParseError expected)
    {
        Assert.False(IPv4Header.TryParse(Convert.FromHexString(hex), out _, out ParseError error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [Trait("Req", "IP4-003")]
    [InlineData(0, false, 10)]
    [InlineData(19, false, 10)]
    [InlineData(20, true, 0)]
    [InlineData(26, true, 6)]
    [InlineData(30, true, 10)]
    [InlineData(31, false, 10)]
    public void TotalLength_AgainstTheData_DecidesPayload(int totalLength, bool valid, int payload)
    {
        byte[] wire = new byte[30];
        IPv4Header.Write(wire, IpAddress.AnyV4, IpAddress.AnyV4, IpProtocol.Udp, totalLength);
        IPv4Header.TryParse(wire, out IPv4Header header);

        Assert.Equal(valid, header.HasValidTotalLength);
        Assert.Equal(payload, header.Payload.Length);
    }

    [Fact]
    public void Setters_ChangeTheFieldAndKeepTheChecksumRight()
    {
        byte[] wire = Convert.FromHexString(KnownHex);
        IPv4Header.SetTimeToLive(wire, 63);
        AssertValid(wire);
        IPv4Header.SetLengthAndIdentification(wire, 1500, 0x1234);
        AssertValid(wire);
        IPv4Header.SetTrafficClass(wire, 3);
        AssertValid(wire);
        IPv4Header.TryParse(wire, out IPv4Header header);

        Assert.Equal((63, 1500, 0x1234, EcnCodepoint.Ce), (header.TimeToLive, header.TotalLength, header.Identification, header.Ecn));
    }

    [Fact]
    public void Write_WithoutChecksum_LeavesTheFieldZero()
    {
        byte[] wire = new byte[20];
        IPv4Header.Write(wire, IpAddress.AnyV4, IpAddress.BroadcastV4, IpProtocol.Udp, 20, withChecksum: false);
        IPv4Header.TryParse(wire, out IPv4Header header);

        Assert.Equal(0, header.Checksum);
    }

    [Fact]
    public void Write_OptionsAboveForty_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => IPv4Header.Write(new byte[80], IpAddress.AnyV4, IpAddress.AnyV4, IpProtocol.Udp, 80, options: new byte[41]));

    [Fact]
    public void Options_ListWithEnd_StopsThere()
    {
        OptionReader reader = new([1, 148, 4, 0, 0, 0, 7]);

        Assert.True(reader.MoveNext());
        Assert.Equal(IPv4OptionKinds.Nop, reader.Current.Kind);
        Assert.True(reader.MoveNext());
        Assert.Equal((IPv4OptionKinds.RouterAlert, 1, 2), (reader.Current.Kind, reader.Current.Offset, reader.Current.Data.Length));
        Assert.False(reader.MoveNext());
        Assert.False(reader.IsMalformed);
    }

    [Theory]
    [Trait("Req", "IP4-011")]
    [InlineData(new byte[] { 7 }, 0)]
    [InlineData(new byte[] { 7, 0 }, 1)]
    [InlineData(new byte[] { 7, 1 }, 1)]
    [InlineData(new byte[] { 1, 7, 4, 0 }, 2)]
    public void Options_IllegalLength_EndsTheWalkAtTheByte(byte[] options, int errorOffset)
    {
        OptionReader reader = new(options);
        while (reader.MoveNext())
        {
        }

        Assert.True(reader.IsMalformed);
        Assert.Equal(errorOffset, reader.Offset);
        Assert.False(reader.MoveNext());
    }

    private static void AssertValid(byte[] wire)
    {
        Assert.True(IPv4Header.TryParse(wire, out IPv4Header header));
        Assert.True(header.IsChecksumValid);
    }
}
