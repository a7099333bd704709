namespace NetStackSim.Packets.Tests.Addresses;

public sealed class IpPrefixTests
{
    [Fact]
    public void Parse_InterfaceAddress_KeepsHostBits()
    {
        IpPrefix prefix = IpPrefix.Parse("10.1.2.3/20");

        Assert.Equal("10.1.2.3/20", prefix.ToString());
        Assert.Equal("10.1.0.0/20", prefix.Network.ToString());
        Assert.Equal("10.1.15.255", prefix.Broadcast.ToString());
        Assert.Equal("255.255.240.0", prefix.NetworkMask.ToString());
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("10.0.0.1/32", "10.0.0.1", true)]
    [InlineData("10.0.0.1/32", "10.0.0.0", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "1.2.3.4", false)]
    [InlineData("2001:db8::/63", "2001:db8:0:1::5", true)]
    [InlineData("2001:db8::/64", "2001:db8:0:1::5", false)]
    [InlineData("2001:db8::/65", "2001:db8::8000:0:0:1", false)]
    [InlineData("fe80::1/128", "fe80::1", true)]
    [InlineData("fe80::1/128", "fe80::3", false)]
    public void Contains_Address_IsDecidedByFamilyAndLeadingBits(string prefix, string address, bool expected) =>
        Assert.Equal(expected, IpPrefix.Parse(prefix).Contains(IpAddress.Parse(address)));

    [Fact]
    public void Contains_Prefix_NeedsALongerOne()
    {
        Assert.True(IpPrefix.Parse("10.0.0.0/8").Contains(IpPrefix.Parse("10.5.0.0/16")));
        Assert.False(IpPrefix.Parse("10.5.0.0/16").Contains(IpPrefix.Parse("10.0.0.0/8")));
    }

    [Theory]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/-1")]
    [InlineData("10.0.0.1/")]
    [InlineData("/24")]
    [InlineData("10.0.0.1/2 ")]
    [InlineData("::/129")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(IpPrefix.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.1/31")]
    [InlineData("10.0.0.1/32")]
    [InlineData("::1/64")]
    public void Broadcast_NetworksWithoutOne_IsTheAddressItself(string text)
    {
        IpPrefix prefix = IpPrefix.Parse(text);

        Assert.False(prefix.HasBroadcast);
        Assert.Equal(prefix.Address, prefix.Broadcast);
    }

    [Fact]
    public void Parse_WithoutSlash_IsASingleAddress() => Assert.True(IpPrefix.Parse("fe80::1").IsHost);

    [Fact]
    public void Constructor_LengthBeyondTheFamily_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IpPrefix(IpAddress.AnyV4, 33));
}
