using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Packets.Tests.Addresses;

public sealed class IpAddressTests
{
    [Fact]
    public void Default_IsTheUnspecifiedIPv6Address()
    {
        IpAddress address = default;

        Assert.Equal(IpAddress.AnyV6, address);
        Assert.True(address.IsV6);
        Assert.True(address.IsUnspecified);
        Assert.Equal("::", address.ToString());
    }

    [Fact]
    public void V4_AndItsMappedV6Form_AreDifferentAddresses()
    {
        IpAddress v4 = IpAddress.Parse("10.0.0.1");
        IpAddress mapped = IpAddress.Parse("::ffff:10.0.0.1");

        Assert.NotEqual(v4, mapped);
        Assert.True(v4 != mapped);
        Assert.Equal((v4.High, v4.Low), (mapped.High, mapped.Low));
        Assert.True(mapped.IsMappedV6);
        Assert.False(v4.IsMappedV6);
        Assert.Equal(v4, mapped.Unmap());
        Assert.Equal(mapped, v4.MapToV6());
        Assert.NotEqual(v4.GetHashCode(), mapped.GetHashCode());
    }

    [Fact]
    public void WriteTo_V4_WritesFourBytesInNetworkOrder()
    {
        byte[] wire = new byte[16];

        Assert.Equal(4, IpAddress.Parse("1.2.3.4").WriteTo(wire));
        Assert.Equal([1, 2, 3, 4, 0], wire[..5]);
        Assert.Equal(IpAddress.FromV4(0x01020304), IpAddress.ReadV4(wire));
        Assert.Equal(IpAddress.FromV4(1, 2, 3, 4), IpAddress.Read(IpFamily.V4, wire));
    }

    [Fact]
    public void WriteTo_V6_WritesSixteenBytesInNetworkOrder()
    {
        byte[] wire = new byte[16];
        IpAddress address = IpAddress.Parse("2001:db8:1:2:3:4:5:6");

        Assert.Equal(16, address.WriteTo(wire));
        Assert.Equal(IPAddress.Parse("2001:db8:1:2:3:4:5:6").GetAddressBytes(), wire);
        Assert.Equal(address, IpAddress.ReadV6(wire));
    }

    [Fact]
    public void Text_RandomAddresses_EqualsTheBcl()
    {
        Prop.ForAll<ulong, ulong>((high, low) =>
        {
            IpAddress address = IpAddress.FromV6(high & 0xFFFF_0000_0000_FFFF, low & 0xFFFF_FFFF_0000);
            IpAddress v4 = IpAddress.FromV4((uint)low);
            return IpAddress.Parse(address.ToString()) == address
                && address.ToString() == address.ToIPAddress().ToString()
                && IpAddress.FromIPAddress(v4.ToIPAddress()) == v4
                && v4.ToString() == v4.ToIPAddress().ToString();
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [Trait("Req", "SLA-028")]
    [InlineData("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("::ffff:1.2.3.4", "::ffff:1.2.3.4")]
    public void ToString_IPv6_FollowsRfc5952(string text, string expected) => Assert.Equal(expected, IpAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.0.0.1")]
    [InlineData("fe80::1%3")]
    [InlineData("[::1]")]
    [InlineData("::1::")]
    public void TryParse_OtherText_IsRefused(string text)
    {
        // The BCL takes "1.2.3" as 1.2.0.3, as inet_aton does.
        bool classful = text == "1.2.3";
        Assert.Equal(classful, IpAddress.TryParse(text, out _));
    }

    [Theory]
    [InlineData("0.0.0.0", "unspecified this-network")]
    [InlineData("::", "unspecified")]
    [InlineData("127.1.2.3", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("224.0.0.5", "multicast link-multicast")]
    [InlineData("239.1.1.1", "multicast")]
    [InlineData("ff02::1", "multicast link-multicast")]
    [InlineData("ff0e::1", "multicast")]
    [InlineData("ff02::1:ff01:203", "multicast link-multicast solicited")]
    [InlineData("169.254.3.4", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("febf::1", "link-local")]
    [InlineData("fec0::1", "")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("fd00::1", "unique-local")]
    [InlineData("8.8.8.8", "")]
    [InlineData("2001:db8::1", "")]
    public void Kinds_KnownAddresses_AreExactlyThese(string text, string expected)
    {
        IpAddress a = IpAddress.Parse(text);
        (string Name, bool Is)[] kinds =
        [
            ("unspecified", a.IsUnspecified), ("this-network", a.IsThisNetwork), ("loopback", a.IsLoopback), ("multicast", a.IsMulticast),
            ("link-multicast", a.IsLinkLocalMulticast), ("solicited", a.IsSolicitedNode), ("link-local", a.IsLinkLocal),
            ("broadcast", a.IsLimitedBroadcast), ("reserved", a.IsReserved), ("unique-local", a.IsUniqueLocal),
        ];

        Assert.Equal(expected, string.Join(' ', kinds.Where(kind => kind.Is).Select(kind => kind.Name)));
    }

    [Fact]
    public void SolicitedNode_OfAnAddress_HasItsLast24Bits() =>
        Assert.Equal(IpAddress.Parse("ff02::1:ff01:203"), IpAddress.Parse("fe80::aabb:cc01:203").SolicitedNode());

    [Fact]
    public void WellKnownAddresses_HaveTheirText()
    {
        Assert.Equal("0.0.0.0", IpAddress.AnyV4.ToString());
        Assert.Equal("127.0.0.1", IpAddress.LoopbackV4.ToString());
        Assert.Equal("::1", IpAddress.LoopbackV6.ToString());
        Assert.Equal("255.255.255.255", IpAddress.BroadcastV4.ToString());
        Assert.Equal("224.0.0.1", IpAddress.AllSystemsV4.ToString());
        Assert.Equal("ff02::1", IpAddress.AllNodesV6.ToString());
        Assert.Equal("ff02::2", IpAddress.AllRoutersV6.ToString());
    }

    [Fact]
    public void StableHash_SameAddressAndSeed_IsTheSameInEveryRun()
    {
        // Pinned: hash tables that show (port choice, RSS) must not change between processes or versions by accident.
        Assert.Equal(IpAddress.LoopbackV4.StableHash(1), IpAddress.LoopbackV4.StableHash(1));
        Assert.NotEqual(IpAddress.LoopbackV4.StableHash(1), IpAddress.LoopbackV4.StableHash(2));
        Assert.Equal(3887025102939168790UL, IpAddress.LoopbackV4.StableHash(1));
    }

    [Fact]
    public void StableHash_NeighbouringAddresses_SpreadOverBuckets()
    {
        int[] buckets = new int[64];
        for (int i = 0; i < 6400; i++)
        {
            buckets[IpAddress.FromV4(0x0A000000 + (uint)i).StableHash(7) >> 58]++;
        }

        Assert.All(buckets, count => Assert.InRange(count, 40, 170));
    }

    [Fact]
    public void CompareTo_FamiliesAndValues_IsATotalOrder()
    {
        IpAddress[] ordered = [IpAddress.AnyV4, IpAddress.LoopbackV4, IpAddress.BroadcastV4, IpAddress.AnyV6, IpAddress.LoopbackV6, IpAddress.AllNodesV6];

        Assert.Equal(ordered, ordered.Reverse().Order());
    }

    [Fact]
    public void Add_AcrossAByte_Carries()
    {
        Assert.Equal("10.0.1.4", IpAddress.Parse("10.0.0.254").Add(6).ToString());
        Assert.Equal("10.0.0.254", IpAddress.Parse("10.0.1.4").Add(-6).ToString());
        Assert.Equal("2001:db8::1:0", IpAddress.Parse("2001:db8::ffff").Add(1).ToString());
        Assert.Equal("2001:db8:0:1::", IpAddress.Parse("2001:db8::ffff:ffff:ffff:ffff").Add(1).ToString());
    }
}
