namespace NetStackSim.Packets.Tests.Udp;

public sealed class UdpHeaderTests
{
    private static readonly IpAddress Source = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination = IpAddress.Parse("10.0.0.2");

    [Fact]
    public void Write_Header_GivesTheseBytes()
    {
        byte[] wire = new byte[8];

        Assert.Equal(8, UdpHeader.Write(wire, 0x1234, 53, 12, 0xABCD));
        Assert.Equal("12340035000CABCD", Convert.ToHexString(wire));
    }

    [Fact]
    public void TryParse_Datagram_ReadsFieldsAndCutsThePayload()
    {
        byte[] wire = new byte[20];
        UdpHeader.Write(wire, 1000, 2000, 12);

        Assert.True(UdpHeader.TryParse(wire, out UdpHeader udp));
        Assert.Equal((1000, 2000, 12), (udp.SourcePort, udp.DestinationPort, udp.Length));
        Assert.True(udp.HasValidLength);
        Assert.Equal(4, udp.Payload.Length);
        Assert.False(UdpHeader.TryParse(wire.AsSpan(0, 7), out _));
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void HasValidLength_Field_IsComparedWithTheData(int length, bool expected)
    {
        byte[] wire = new byte[20];
        UdpHeader.Write(wire, 1, 2, length);
        UdpHeader.TryParse(wire, out UdpHeader udp);

        Assert.Equal(expected, udp.HasValidLength);
    }

    [Fact]
    public void FillChecksum_BothFamilies_IsValidAndNoticesAChange()
    {
        foreach ((IpAddress from, IpAddress to) in new[] { (Source, Destination), (IpAddress.Parse("fe80::1"), IpAddress.Parse("fe80::2")) })
        {
            byte[] wire = new byte[21];
            wire[15] = 7;
            UdpHeader.Write(wire, 1, 2, 21);
            UdpHeader.FillChecksum(wire, from, to);
            UdpHeader.TryParse(wire, out UdpHeader udp);

            Assert.True(udp.IsChecksumValid(from, to));
            wire[20] ^= 1;
            Assert.False(udp.IsChecksumValid(from, to));
        }
    }

    [Fact]
    [Trait("Req", "CHK-004")]
    public void FillChecksum_ComputedZero_IsSentAsAllOnes()
    {
        byte[] wire = new byte[10];
        UdpHeader.Write(wire, 0, 0, 10);
        ushort complement = (ushort)~InternetChecksum.Fold(InternetChecksum.PseudoHeader(Source, Destination, IpProtocol.Udp, 10) + 10);
        wire[8] = (byte)(complement >> 8);
        wire[9] = (byte)complement;
        UdpHeader.FillChecksum(wire, Source, Destination);
        UdpHeader.TryParse(wire, out UdpHeader udp);

        Assert.Equal(0xFFFF, udp.Checksum);
        Assert.True(udp.IsChecksumValid(Source, Destination));
    }

    [Fact]
    [Trait("Req", "IP6-019")]
    public void IsChecksumValid_FieldZero_IsLegalOverIPv4Only()
    {
        byte[] wire = new byte[8];
        UdpHeader.Write(wire, 1, 2, 8);
        UdpHeader.TryParse(wire, out UdpHeader udp);

        Assert.True(udp.IsChecksumValid(Source, Destination));
        Assert.False(udp.IsChecksumValid(IpAddress.LoopbackV6, IpAddress.LoopbackV6));
    }
}
