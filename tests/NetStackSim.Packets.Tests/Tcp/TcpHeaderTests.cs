namespace NetStackSim.Packets.Tests.Tcp;

public sealed class TcpHeaderTests
{
    private static readonly IpAddress Source = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination = IpAddress.Parse("10.0.0.2");

    [Fact]
    public void Write_Header_GivesTheseBytes()
    {
        byte[] wire = new byte[32];
        int length = TcpHeader.Write(
            wire, 0x1234, 80, new SequenceNumber(0x01020304), new SequenceNumber(0xA0B0C0D0), TcpFlags.SynAck | TcpFlags.Ae, 0xFAF0, 12, 0x5566, 0x7788);

        Assert.Equal(32, length);
        Assert.Equal("1234005001020304A0B0C0D08112FAF077885566", Convert.ToHexString(wire, 0, 20));
    }

    [Fact]
    public void TryParse_Segment_ReadsEveryField()
    {
        byte[] wire = [.. Convert.FromHexString("1234005001020304A0B0C0D08F12FAF077885566"), .. new byte[12], 1, 2, 3];

        Assert.True(TcpHeader.TryParse(wire, out TcpHeader tcp));
        Assert.Equal((0x1234, 80), (tcp.SourcePort, tcp.DestinationPort));
        Assert.Equal((0x01020304u, 0xA0B0C0D0u), (tcp.SequenceNumber.Value, tcp.AcknowledgmentNumber.Value));
        Assert.Equal(TcpFlags.SynAck | TcpFlags.Ae, tcp.Flags);
        Assert.Equal(7, tcp.ReservedBits);
        Assert.Equal((32, 12, 3), (tcp.HeaderLength, tcp.OptionBytes.Length, tcp.Payload.Length));
        Assert.Equal((0xFAF0, 0x7788, 0x5566), (tcp.Window, tcp.Checksum, tcp.UrgentPointer));
        Assert.Equal(4u, tcp.SegmentLength);
    }

    [Theory]
    [Trait("Req", "TCP-002")]
    [InlineData(19, 0x50, ParseError.TooShort)]
    [InlineData(20, 0x40, ParseError.BadHeaderLength)]
    [InlineData(20, 0x60, ParseError.BadHeaderLength)]
    [InlineData(59, 0xF0, ParseError.BadHeaderLength)]
    [InlineData(60, 0xF0, ParseError.None)]
    [InlineData(20, 0x50, ParseError.None)]
    public void TryParse_DataOffset_MustLieInTheSegment(int length, byte offset, ParseError expected)
    {
        byte[] wire = new byte[length];
        wire[12] = offset;

        Assert.Equal(expected == ParseError.None, TcpHeader.TryParse(wire, out _, out ParseError error));
        Assert.Equal(expected, error);
    }

    [Fact]
    [Trait("Req", "TCP-001")]
    public void FillChecksum_Segment_IsValidAndNoticesAChange()
    {
        byte[] wire = new byte[41];
        TcpHeader.Write(wire, 1, 2, new SequenceNumber(3), new SequenceNumber(4), TcpFlags.Ack, 5);
        TcpHeader.FillChecksum(wire, Source, Destination);
        TcpHeader.TryParse(wire, out TcpHeader tcp);

        Assert.True(tcp.IsChecksumValid(Source, Destination));
        Assert.False(tcp.IsChecksumValid(Source, IpAddress.Parse("10.0.0.3")));
        wire[40] = 1;
        Assert.False(tcp.IsChecksumValid(Source, Destination));
    }

    [Fact]
    public void Setters_ChangeOnlyTheirFields()
    {
        byte[] wire = Convert.FromHexString("1234005001020304A0B0C0D08E12FAF077885566");
        TcpHeader.SetSequenceAndFlags(wire, new SequenceNumber(0x11223344), TcpFlags.PshAck);
        TcpHeader.SetAcknowledgmentAndWindow(wire, new SequenceNumber(0x55667788), 0x9900);
        TcpHeader.SetChecksum(wire, 0xAABB);

        Assert.Equal("123400501122334455667788" + "8E18" + "9900" + "AABB" + "5566", Convert.ToHexString(wire));
    }
}
