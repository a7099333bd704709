namespace NetStackSim.Packets.Tests.Ethernet;

public sealed class EthernetHeaderTests
{
    private static readonly MacAddress Destination = MacAddress.Parse("02-00-00-00-00-02");
    private static readonly MacAddress Source = MacAddress.Parse("02-00-00-00-00-01");

    [Fact]
    [Trait("Req", "ETH-001")]
    public void Write_Untagged_GivesTheseBytes()
    {
        byte[] frame = new byte[16];

        Assert.Equal(14, EthernetHeader.Write(frame, Destination, Source, EtherTypes.IPv4));
        Assert.Equal("0200000000020200000000010800" + "0000", Convert.ToHexString(frame));
    }

    [Fact]
    [Trait("Req", "ETH-009")]
    public void Write_Tagged_IsReadBackWithTagAndInnerType()
    {
        byte[] frame = new byte[20];

        Assert.Equal(18, EthernetHeader.Write(frame, Destination, Source, new VlanTag(5, 3, dropEligible: true), EtherTypes.IPv6));
        Assert.Equal("020000000002020000000001" + "8100" + "7005" + "86DD" + "0000", Convert.ToHexString(frame));
        Assert.True(EthernetHeader.TryParse(frame, out EthernetHeader header));
        Assert.True(header.IsTagged);
        Assert.Equal(EtherTypes.IPv6, header.EtherType);
        Assert.Equal(5, header.Tag.VlanId);
        Assert.Equal(3, header.Tag.Priority);
        Assert.True(header.Tag.IsDropEligible);
        Assert.Equal(2, header.Payload.Length);
        Assert.Equal(Destination, header.Destination);
        Assert.Equal(Source, header.Source);
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public void TryParse_Length_NeedsFourteenBytes(int length, bool expected) =>
        Assert.Equal(expected, EthernetHeader.TryParse(new byte[length], out _));

    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    public void TryParse_Tagged_NeedsEighteenBytes(int length, bool expected)
    {
        byte[] frame = new byte[length];
        frame[12] = 0x81;

        Assert.Equal(expected, EthernetHeader.TryParse(frame, out _));
    }

    [Theory]
    [Trait("Req", "ETH-003")]
    [InlineData(0x05DC, true, false)]
    [InlineData(0x05DD, false, true)]
    [InlineData(0x05FF, false, true)]
    [InlineData(0x0600, false, false)]
    public void TypeField_Ranges_AreLengthInvalidOrType(int value, bool isLength, bool isInvalid)
    {
        byte[] frame = new byte[14];
        EthernetHeader.Write(frame, Destination, Source, (ushort)value);
        EthernetHeader.TryParse(frame, out EthernetHeader header);

        Assert.Equal((isLength, isInvalid), (header.IsLength, header.IsInvalidType));
    }

    [Fact]
    [Trait("Req", "ETH-002")]
    public void TryGetSnap_Rfc1042Frame_GivesTypeAndPayloadCutToTheLength()
    {
        byte[] frame = new byte[60];
        EthernetHeader.Write(frame, Destination, Source, 11);
        Convert.FromHexString("AAAA030000000800" + "010203").CopyTo(frame, 14);
        EthernetHeader.TryParse(frame, out EthernetHeader header);

        Assert.True(header.TryGetSnap(out ushort type, out ReadOnlySpan<byte> payload));
        Assert.Equal(EtherTypes.IPv4, type);
        Assert.Equal([1, 2, 3], payload.ToArray());
    }

    [Theory]
    [InlineData(47, "AAAA030000000800")]
    [InlineData(7, "AAAA030000000800")]
    [InlineData(20, "AAAA030000010800")]
    [InlineData(0x800, "AAAA030000000800")]
    public void TryGetSnap_OtherFrames_IsRefused(int typeField, string payload)
    {
        byte[] frame = new byte[60];
        EthernetHeader.Write(frame, Destination, Source, (ushort)typeField);
        Convert.FromHexString(payload).CopyTo(frame, 14);
        EthernetHeader.TryParse(frame, out EthernetHeader header);

        Assert.False(header.TryGetSnap(out _, out _));
    }

    [Fact]
    [Trait("Req", "CHK-007")]
    public void FrameCheckSequence_CheckString_IsTheKnownValue() =>
        Assert.Equal(0xCBF43926, FrameCheckSequence.Compute("123456789"u8));
}
