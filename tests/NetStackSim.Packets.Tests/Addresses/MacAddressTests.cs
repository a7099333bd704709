namespace NetStackSim.Packets.Tests.Addresses;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData("02-00-00-00-00-01", 0x0200_0000_0001UL)]
    [InlineData("02:00:00:00:00:01", 0x0200_0000_0001UL)]
    [InlineData("ff:FF:ff:FF:ff:FF", 0xFFFF_FFFF_FFFFUL)]
    public void Parse_BothSeparators_GivesTheValue(string text, ulong value) => Assert.Equal(value, MacAddress.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("02-00-00-00-00")]
    [InlineData("02-00-00-00-00-01-")]
    [InlineData("02-00:00-00-00-01")]
    [InlineData("0g-00-00-00-00-01")]
    [InlineData("020.00.00.00.0001")]
    [InlineData(" 2-00-00-00-00-01")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(MacAddress.TryParse(text, out _));

    [Fact]
    public void CopyTo_AndRead_AreInverse()
    {
        MacAddress address = MacAddress.Parse("0A-1B-2C-3D-4E-5F");
        byte[] wire = new byte[6];
        address.CopyTo(wire);

        Assert.Equal([0x0A, 0x1B, 0x2C, 0x3D, 0x4E, 0x5F], wire);
        Assert.Equal(address, MacAddress.Read(wire));
        Assert.Equal("0A-1B-2C-3D-4E-5F", address.ToString());
        Assert.Equal("0a:1b:2c:3d:4e:5f", address.ToString(":", null));
    }

    [Fact]
    public void Kinds_OfKnownAddresses_AreRight()
    {
        Assert.True(MacAddress.Broadcast.IsBroadcast);
        Assert.True(MacAddress.Broadcast.IsMulticast);
        Assert.False(MacAddress.Parse("02-00-00-00-00-01").IsMulticast);
        Assert.True(MacAddress.Parse("02-00-00-00-00-01").IsLocallyAdministered);
        Assert.True(MacAddress.Parse("01-80-C2-00-00-0E").IsBridgeLinkLocal);
        Assert.False(MacAddress.Parse("01-80-C2-00-00-10").IsBridgeLinkLocal);
        Assert.True(MacAddress.None.CompareTo(MacAddress.Broadcast) < 0);
    }

    [Theory]
    [Trait("Req", "ETH-005")]
    [InlineData("224.0.0.1", "01-00-5E-00-00-01")]
    [InlineData("239.255.255.250", "01-00-5E-7F-FF-FA")]
    [InlineData("255.255.255.255", "FF-FF-FF-FF-FF-FF")]
    [InlineData("ff02::1:ff00:1234", "33-33-FF-00-12-34")]
    public void ForMulticast_GroupAddresses_GiveTheMappedAddress(string group, string expected) =>
        Assert.Equal(MacAddress.Parse(expected), MacAddress.ForMulticast(IpAddress.Parse(group)));

    [Fact]
    public void TryFormat_ShortSpan_WritesNothing()
    {
        Assert.False(MacAddress.Broadcast.TryFormat(new char[16], out int written));
        Assert.Equal(0, written);
    }
}
