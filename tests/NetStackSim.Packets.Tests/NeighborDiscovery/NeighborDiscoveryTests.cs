namespace NetStackSim.Packets.Tests.NeighborDiscovery;

public sealed class NeighborDiscoveryTests
{
    private static readonly IpAddress Target = IpAddress.Parse("fe80::2");
    private static readonly MacAddress Mac = MacAddress.Parse("02-00-00-00-00-01");

    [Fact]
    public void NeighborSolicitation_WithSourceOption_GivesTheseBytes()
    {
        byte[] message = new byte[32];
        int length = NeighborSolicitation.Write(message, Target);
        length += NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(length), NdOptionType.SourceLinkLayerAddress, Mac);

        Assert.Equal(32, length);
        Assert.Equal("8700000000000000" + "FE800000000000000000000000000002" + "0101020000000001", Convert.ToHexString(message));
        Assert.True(NeighborSolicitation.TryParse(message, out NeighborSolicitation view));
        Assert.Equal(Target, view.Target);
        Assert.True(NdOptionReader.TryFind(view.OptionBytes, NdOptionType.SourceLinkLayerAddress, out NdOption option));
        Assert.True(option.TryGetLinkLayerAddress(out MacAddress address));
        Assert.Equal(Mac, address);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void NeighborAdvertisement_Flags_AreReadBack(bool router, bool solicited, bool overriding)
    {
        byte[] message = new byte[24];
        NeighborAdvertisement.Write(message, Target, router, solicited, overriding);

        Assert.True(NeighborAdvertisement.TryParse(message, out NeighborAdvertisement view));
        Assert.Equal((router, solicited, overriding), (view.IsRouter, view.IsSolicited, view.IsOverride));
        Assert.Equal(Target, view.Target);
    }

    [Fact]
    public void RouterAdvertisement_AllFieldsAndOptions_AreReadBack()
    {
        byte[] message = new byte[200];
        int length = RouterAdvertisement.Write(message, 64, true, false, 1800, 30000, 1000, preference: 1);
        length += NdOptionWriter.WriteMtu(message.AsSpan(length), 1400);
        NdPrefixInformation prefix = new(IpPrefix.Parse("2001:db8::/64"), true, true, 2592000, 604800);
        length += NdOptionWriter.WritePrefixInformation(message.AsSpan(length), prefix);
        NdRouteInformation route = new(IpPrefix.Parse("2001:db8:5::/48"), -1, 600);
        length += NdOptionWriter.WriteRouteInformation(message.AsSpan(length), route);

        Assert.True(RouterAdvertisement.TryParse(message.AsSpan(0, length), out RouterAdvertisement view));
        Assert.Equal((64, true, false, 1), (view.CurrentHopLimit, view.IsManaged, view.HasOtherConfiguration, view.Preference));
        Assert.Equal((1800, 30000u, 1000u), (view.RouterLifetime, view.ReachableTime, view.RetransmitTimer));
        NdOptionReader options = view.Options;
        Assert.True(options.MoveNext());
        Assert.True(options.Current.TryGetMtu(out uint mtu));
        Assert.Equal(1400u, mtu);
        Assert.True(options.MoveNext());
        Assert.True(options.Current.TryGetPrefixInformation(out NdPrefixInformation readPrefix));
        Assert.Equal(prefix, readPrefix);
        Assert.True(options.MoveNext());
        Assert.Equal(16, options.Current.Bytes.Length);
        Assert.True(options.Current.TryGetRouteInformation(out NdRouteInformation readRoute));
        Assert.Equal(route, readRoute);
        Assert.False(options.MoveNext());
        Assert.False(options.IsMalformed);
    }

    [Fact]
    [Trait("Req", "NDP-023")]
    public void RouteInformation_ReservedPreferenceOrShort_IsRefused()
    {
        byte[] option = new byte[24];
        int length = NdOptionWriter.WriteRouteInformation(option, new NdRouteInformation(IpPrefix.Parse("2001:db8::1/128"), 0, 1));
        Assert.Equal(24, length);
        option[3] = 2 << 3;
        Assert.False(First(option).TryGetRouteInformation(out _));
        option[3] = 0;
        option[2] = 129;
        Assert.False(First(option).TryGetRouteInformation(out _));
        option[2] = 65;
        option[1] = 2;
        Assert.False(First(option.AsSpan(0, 16)).TryGetRouteInformation(out _));
    }

    [Fact]
    public void Redirect_WithQuote_IsReadBackAndPadded()
    {
        byte[] message = new byte[100];
        int length = RedirectMessage.Write(message, Target, IpAddress.Parse("2001:db8::9"));
        length += NdOptionWriter.WriteRedirectedHeader(message.AsSpan(length), new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 });

        Assert.Equal(40 + 8 + 16, length);
        Assert.True(RedirectMessage.TryParse(message.AsSpan(0, length), out RedirectMessage view));
        Assert.Equal(Target, view.Target);
        Assert.Equal("2001:db8::9", view.Destination.ToString());
        Assert.True(NdOptionReader.TryFind(view.OptionBytes, NdOptionType.RedirectedHeader, out NdOption option));
        Assert.True(option.TryGetRedirectedHeader(out ReadOnlySpan<byte> packet));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0], packet.ToArray());
    }

    [Fact]
    public void RouterSolicitation_AndNonce_AreReadBack()
    {
        byte[] message = new byte[16];
        int length = RouterSolicitation.Write(message);
        length += NdOptionWriter.WriteNonce(message.AsSpan(length), new byte[] { 9, 8, 7, 6, 5, 4 });

        Assert.Equal(16, length);
        Assert.True(RouterSolicitation.TryParse(message, out RouterSolicitation view));
        Assert.True(NdOptionReader.TryFind(view.OptionBytes, NdOptionType.Nonce, out NdOption nonce));
        Assert.Equal([9, 8, 7, 6, 5, 4], nonce.Data.ToArray());
    }

    [Theory]
    [Trait("Req", "NDP-001")]
    [InlineData("0100", false)]
    [InlineData("01", false)]
    [InlineData("0102020000000001", false)]
    [InlineData("0101020000000001", true)]
    [InlineData("", true)]
    public void AreValid_Lengths_DecideForTheWholeMessage(string hex, bool expected) =>
        Assert.Equal(expected, NdOptionReader.AreValid(Convert.FromHexString(hex)));

    [Fact]
    public void DnsServers_OfAnOption_AreReadByIndex()
    {
        byte[] option = [25, 5, 0, 0, 0, 0, 0, 60, .. Target.ToIPAddress().GetAddressBytes(), .. IpAddress.LoopbackV6.ToIPAddress().GetAddressBytes()];

        Assert.True(First(option).TryGetDnsServer(1, out IpAddress server, out uint lifetime));
        Assert.Equal((IpAddress.LoopbackV6, 60u), (server, lifetime));
        Assert.False(First(option).TryGetDnsServer(2, out _, out _));
        Assert.False(First(option).TryGetDnsServer(-1, out _, out _));
    }

    [Fact]
    public void TryParse_OtherTypeCodeOrLength_IsRefused()
    {
        byte[] message = new byte[24];
        NeighborSolicitation.Write(message, Target);

        Assert.False(NeighborAdvertisement.TryParse(message, out _));
        Assert.False(NeighborSolicitation.TryParse(message.AsSpan(0, 23), out _));
        message[1] = 1;
        Assert.False(NeighborSolicitation.TryParse(message, out _));
    }

    private static NdOption First(ReadOnlySpan<byte> options)
    {
        NdOptionReader reader = new(options);
        Assert.True(reader.MoveNext());
        return reader.Current;
    }
}
