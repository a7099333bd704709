namespace NetStackSim.Packets.Tests.Arp;

public sealed class ArpPacketTests
{
    private const string RequestHex = "0001080006040001" + "020000000001" + "0A000001" + "000000000000" + "0A000002";

    [Fact]
    public void Write_Request_GivesTheBytesOfRfc826()
    {
        byte[] wire = new byte[28];
        int length = ArpPacket.Write(
            wire, ArpOperation.Request, MacAddress.Parse("02-00-00-00-00-01"), IpAddress.Parse("10.0.0.1"), MacAddress.None, IpAddress.Parse("10.0.0.2"));

        Assert.Equal(28, length);
        Assert.Equal(RequestHex, Convert.ToHexString(wire));
    }

    [Fact]
    public void TryParse_Request_ReadsEveryField()
    {
        Assert.True(ArpPacket.TryParse(Convert.FromHexString(RequestHex), out ArpPacket arp));
        Assert.Equal(ArpOperation.Request, arp.Operation);
        Assert.Equal("02-00-00-00-00-01", arp.SenderMac.ToString());
        Assert.Equal("10.0.0.1", arp.SenderAddress.ToString());
        Assert.Equal(MacAddress.None, arp.TargetMac);
        Assert.Equal("10.0.0.2", arp.TargetAddress.ToString());
        Assert.False(arp.IsProbe);
        Assert.False(arp.IsAnnouncement);
    }

    [Theory]
    [Trait("Req", "ARP-001")]
    [InlineData(0, 0x01, ParseError.BadType)]
    [InlineData(1, 0x06, ParseError.BadType)]
    [InlineData(2, 0x86, ParseError.BadType)]
    [InlineData(4, 0x08, ParseError.BadLength)]
    [InlineData(5, 0x10, ParseError.BadLength)]
    public void TryParse_OtherHardwareOrProtocol_IsRefused(int index, byte value, ParseError expected)
    {
        byte[] wire = Convert.FromHexString(RequestHex);
        wire[index] = value;

        Assert.False(ArpPacket.TryParse(wire, out _, out ParseError error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void TryParse_ShortPacket_IsRefused()
    {
        Assert.False(ArpPacket.TryParse(new byte[27], out _, out ParseError error));
        Assert.Equal(ParseError.TooShort, error);
    }

    [Fact]
    [Trait("Req", "ARP-020")]
    public void IsProbe_SenderZero_IsTrue()
    {
        byte[] wire = Convert.FromHexString(RequestHex);
        wire.AsSpan(14, 4).Clear();
        ArpPacket.TryParse(wire, out ArpPacket arp);

        Assert.True(arp.IsProbe);
        Assert.False(arp.IsAnnouncement);
    }

    [Fact]
    [Trait("Req", "ARP-025")]
    public void IsAnnouncement_SenderEqualsTarget_IsTrue()
    {
        byte[] wire = Convert.FromHexString(RequestHex);
        wire[17] = 2;
        ArpPacket.TryParse(wire, out ArpPacket arp);

        Assert.True(arp.IsAnnouncement);
    }
}
