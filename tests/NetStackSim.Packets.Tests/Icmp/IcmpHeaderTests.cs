namespace NetStackSim.Packets.Tests.Icmp;

public sealed class IcmpHeaderTests
{
    [Fact]
    [Trait("Req", "ICM-013")]
    public void Icmp4Echo_WrittenWithChecksum_GivesTheseBytes()
    {
        byte[] message = [.. new byte[8], .. "abcdefghijklmnopqrstuvwabcdefghi"u8];
        Icmp4Header.WriteEcho(message, Icmp4Type.Echo, 1, 0x2C);
        Icmp4Header.FillChecksum(message);

        // The echo request of the Windows ping: its checksum is well known from captures.
        Assert.Equal("08004D2F0001002C", Convert.ToHexString(message, 0, 8));
        Assert.True(Icmp4Header.TryParse(message, out Icmp4Header icmp));
        Assert.True(icmp.IsChecksumValid);
        Assert.Equal((Icmp4Type.Echo, 0, 1, 0x2C), (icmp.Type, icmp.Code, icmp.Identifier, icmp.Sequence));
        Assert.Equal(32, icmp.Payload.Length);
        Assert.False(icmp.IsError);
    }

    [Fact]
    public void Icmp4Errors_RestOfHeader_IsReadByType()
    {
        byte[] message = new byte[8];
        Icmp4Header.Write(message, Icmp4Type.DestinationUnreachable, Icmp4Codes.FragmentationNeeded, 1400);
        Icmp4Header.TryParse(message, out Icmp4Header icmp);
        Assert.Equal((1400, true), (icmp.NextHopMtu, icmp.IsError));

        Icmp4Header.Write(message, Icmp4Type.Redirect, Icmp4Codes.RedirectHost, 0x0A000001);
        Assert.Equal("10.0.0.1", icmp.Gateway.ToString());

        Icmp4Header.Write(message, Icmp4Type.ParameterProblem, 0, 0x1422_0000);
        Assert.Equal((0x14, 0x22), (icmp.Pointer, icmp.OriginalDatagramWords));
    }

    [Fact]
    public void Icmp6Echo_WithPseudoHeader_IsValidOnlyForItsAddresses()
    {
        IpAddress source = IpAddress.Parse("fe80::1"), destination = IpAddress.Parse("fe80::2");
        byte[] message = new byte[12];
        Icmp6Header.WriteEcho(message, Icmp6Type.Echo, 0x1234, 0x5678);
        Icmp6Header.FillChecksum(message, source, destination);
        Icmp6Header.TryParse(message, out Icmp6Header icmp);

        Assert.Equal((Icmp6Type.Echo, 0, 0x1234, 0x5678, false), (icmp.Type, icmp.Code, icmp.Identifier, icmp.Sequence, icmp.IsError));
        Assert.True(icmp.IsChecksumValid(source, destination));
        Assert.False(icmp.IsChecksumValid(source, IpAddress.Parse("fe80::3")));
    }

    [Fact]
    public void Icmp6Errors_RestOfHeader_IsReadByType()
    {
        byte[] message = new byte[8];
        Icmp6Header.Write(message, Icmp6Type.PacketTooBig, 0, 1280);
        Icmp6Header.TryParse(message, out Icmp6Header icmp);

        Assert.Equal((1280u, true, false), (icmp.Mtu, icmp.IsError, icmp.IsNeighborDiscovery));
        Icmp6Header.Write(message, Icmp6Type.ParameterProblem, Icmp6Codes.UnknownNextHeader, 40);
        Assert.Equal(40u, icmp.Pointer);
    }

    [Fact]
    public void TryParse_SevenBytes_IsRefused()
    {
        Assert.False(Icmp4Header.TryParse(new byte[7], out _));
        Assert.False(Icmp6Header.TryParse(new byte[7], out _));
    }
}
