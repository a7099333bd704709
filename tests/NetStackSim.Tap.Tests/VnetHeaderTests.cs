using NetStackSim.Nic;

namespace NetStackSim.Tap.Tests;

public sealed class VnetHeaderTests
{
    [Fact]
    public void WriteThenRead_EveryKind_IsTheSame()
    {
        foreach (ChecksumState checksum in Enum.GetValues<ChecksumState>())
        {
            foreach (SegmentationType type in new[] { SegmentationType.None, SegmentationType.TcpV4, SegmentationType.TcpV6 | SegmentationType.Ecn, SegmentationType.Udp })
            {
                bool large = type != SegmentationType.None;
                WireMetadata wire = new()
                {
                    Checksum = large ? ChecksumState.Partial : checksum,
                    Segmentation = type,
                    SegmentSize = (ushort)(large ? 1448 : 0),
                    HeaderLength = (ushort)(large ? 66 : 0),
                };
                if (wire.Checksum == ChecksumState.Partial)
                {
                    wire.ChecksumStart = 34;
                    wire.ChecksumOffset = 16;
                }

                byte[] header = new byte[VnetHeader.Size];
                VnetHeader.Write(header, wire);
                Assert.True(VnetHeader.TryRead(header, out WireMetadata read));
                Assert.Equal(wire, read);
            }
        }
    }

    [Fact]
    public void Write_LargeTcp_MatchesTheKernelsLayout()
    {
        byte[] header = new byte[VnetHeader.Size];
        VnetHeader.Write(header, new WireMetadata
        {
            Checksum = ChecksumState.Partial,
            Segmentation = SegmentationType.TcpV4,
            SegmentSize = 0x05A8,
            HeaderLength = 66,
            ChecksumStart = 34,
            ChecksumOffset = 16,
        });
        Assert.Equal(new byte[] { 1, 1, 66, 0, 0xA8, 0x05, 34, 0, 16, 0 }, header);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0x7F)]
    public void TryRead_UnknownSegmentation_IsRefused(byte type)
    {
        byte[] header = new byte[VnetHeader.Size];
        header[1] = type;
        Assert.False(VnetHeader.TryRead(header, out _));
    }
}
