using System.Net;

namespace NetStackSim.Packets.Tests.Addresses;

public sealed class IpEndpointTests
{
    [Theory]
    [InlineData("10.0.0.1:80")]
    [InlineData("[::1]:65535")]
    [InlineData("[fe80::2]:0")]
    public void Parse_AndToString_AreInverse(string text) => Assert.Equal(text, IpEndpoint.Parse(text).ToString());

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:")]
    [InlineData("10.0.0.1:65536")]
    [InlineData("10.0.0.1:-1")]
    [InlineData("::1:80")]
    [InlineData("[10.0.0.1]:80")]
    [InlineData("[::1]")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(IpEndpoint.TryParse(text, out _));

    [Fact]
    public void Bcl_BothWays_KeepsAddressAndPort()
    {
        IPEndPoint bcl = new(IPAddress.Parse("fe80::1"), 443);

        Assert.Equal(bcl, IpEndpoint.FromIPEndPoint(bcl).ToIPEndPoint());
        Assert.Equal(81, IpEndpoint.Parse("1.2.3.4:80").WithPort(81).Port);
    }

    [Fact]
    public void Equality_PortAndAddress_BothCount()
    {
        IpEndpoint endpoint = IpEndpoint.Parse("1.2.3.4:80");

        Assert.Equal(endpoint, IpEndpoint.Parse("1.2.3.4:80"));
        Assert.NotEqual(endpoint, endpoint.WithPort(81));
        Assert.NotEqual(endpoint.StableHash(0), endpoint.WithPort(81).StableHash(0));
    }
}
