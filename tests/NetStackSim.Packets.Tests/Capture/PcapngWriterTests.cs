using NetStackSim.Packets.Capture;

namespace NetStackSim.Packets.Tests.Capture;

public sealed class PcapngWriterTests
{
    private static readonly PcapngWriterOptions Bare = new() { Application = null, LeaveOpen = true };

    [Fact]
    public void Dispose_SmallFile_GivesTheseBytes()
    {
        using MemoryStream stream = new();
        using (PcapngWriter writer = new(stream, Bare))
        {
            int id = writer.AddInterface("eth0", linkType: LinkType.RawIP, snapLength: 96);
            writer.WritePacket(id, 0x0000_0001_0000_0002, [1, 2, 3, 4, 5], 70, CaptureDirection.Outbound, "hi", 7);
        }

        string expected =
            // Section header: magic, version 1.0, length unknown.
            "0A0D0D0A" + "1C000000" + "4D3C2B1A" + "01000000" + "FFFFFFFFFFFFFFFF" + "1C000000"
            // Interface: raw IP, snap length 96, name, resolution 9.
            + "01000000" + "28000000" + "65000000" + "60000000" + "02000400" + "65746830" + "09000100" + "09000000" + "00000000" + "28000000"
            // Packet: interface 0, time, 5 of 70 bytes, comment, outbound, 7 drops.
            + "06000000" + "48000000" + "00000000" + "01000000" + "02000000" + "05000000" + "46000000" + "0102030405000000"
            + "01000200" + "68690000" + "02000400" + "02000000" + "04000800" + "0700000000000000" + "00000000" + "48000000"
            // Statistics: start, end, received 8, dropped 7.
            + "05000000" + "4C000000" + "00000000" + "01000000" + "02000000" + "02000800" + "0100000002000000" + "03000800" + "0100000002000000"
            + "04000800" + "0800000000000000" + "05000800" + "0700000000000000" + "00000000" + "4C000000";
        Assert.Equal(expected, Convert.ToHexString(stream.ToArray()));
    }

    [Fact]
    public void Stream_BeforeTheBufferIsFull_GetsNothing()
    {
        using MemoryStream stream = new();
        PcapngWriter writer = new(stream, Bare);
        int id = writer.AddInterface("a");
        writer.WritePacket(id, 1, new byte[1000], 1000);

        Assert.Equal(0, stream.Length);
        writer.Flush();
        Assert.Equal(writer.BytesFlushed, stream.Length);
        Assert.Equal(1, writer.PacketCount);
        AssertReadable(stream, packets: 1);
    }

    [Fact]
    public void Stream_ManyPackets_GetsLargeWritesOfWholeBlocks()
    {
        RecordingStream stream = new();
        PcapngWriter writer = new(stream, Bare);
        int id = writer.AddInterface("a");
        for (int i = 0; i < 3000; i++)
        {
            writer.WritePacket(id, (ulong)i, new byte[1514], 1514);
        }

        Assert.True(stream.Writes.Count >= 4);
        Assert.All(stream.Writes, length => Assert.True(length > 900_000, $"a write of {length} bytes"));
        AssertReadable(stream, packets: stream.PacketsUpTo(stream.Writes.Count));
    }

    [Fact]
    public void BeginPacket_FilledInPieces_IsTheSameAsWritePacket()
    {
        using MemoryStream stream = new();
        using (PcapngWriter writer = new(stream, Bare))
        {
            int id = writer.AddInterface("a");
            Span<byte> place = writer.BeginPacket(id, 5, 6);
            new byte[] { 1, 2, 3 }.CopyTo(place);
            new byte[] { 4, 5, 6 }.CopyTo(place[3..]);
            writer.EndPacket(6, CaptureDirection.Inbound, "pieces");
        }

        CaptureSpanReader reader = new(stream.ToArray());
        Assert.True(reader.TryRead(out CapturedPacketView packet));
        Assert.Equal([1, 2, 3, 4, 5, 6], packet.Data.ToArray());
        Assert.Equal((CaptureDirection.Inbound, "pieces", 5UL, 6u), (packet.Direction, packet.Comment, packet.Timestamp, packet.OriginalLength));
    }

    [Fact]
    public void WritePacket_LongerThanReadersAccept_IsCutAndKeepsItsLength()
    {
        using MemoryStream stream = new();
        using (PcapngWriter writer = new(stream, Bare))
        {
            writer.WritePacket(writer.AddInterface("a"), 0, new byte[300_000], 300_000);
        }

        CaptureSpanReader reader = new(stream.ToArray());
        Assert.True(reader.TryRead(out CapturedPacketView packet));
        Assert.Equal((PcapngWriter.MaximumCapturedLength, 300_000u), (packet.Data.Length, packet.OriginalLength));
    }

    [Fact]
    public void Comment_LongerThanTheLimit_IsCutAtACharacter()
    {
        using MemoryStream stream = new();
        using (PcapngWriter writer = new(stream, Bare))
        {
            writer.WritePacket(writer.AddInterface("a"), 0, [1], 1, comment: "x" + new string('\u20AC', 20_000));
        }

        CaptureSpanReader reader = new(stream.ToArray());
        Assert.True(reader.TryRead(out CapturedPacketView packet));
        Assert.Equal("x" + new string('\u20AC', (PcapngWriter.MaximumComment - 1) / 3), packet.Comment);
    }

    [Fact]
    public void WrongUse_OfTheApi_Throws()
    {
        using MemoryStream stream = new();
        PcapngWriter writer = new(stream, Bare);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritePacket(0, 0, [], 0));
        Assert.Throws<InvalidOperationException>(() => writer.EndPacket(1));
        int id = writer.AddInterface("a");
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.BeginPacket(id, 0, -1));
        writer.BeginPacket(id, 0, 4);
        Assert.Throws<InvalidOperationException>(() => writer.BeginPacket(id, 0, 4));
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Flush());
        AssertReadable(stream, packets: 0);
    }

    [Fact]
    public void Dispose_Default_ClosesTheStreamAndAFailingStreamToo()
    {
        MemoryStream stream = new();
        new PcapngWriter(stream).Dispose();
        Assert.False(stream.CanWrite);

        MemoryStream full = new(new byte[8]);
        PcapngWriter writer = new(full);
        Assert.Throws<NotSupportedException>(writer.Dispose);
        Assert.False(full.CanWrite);
    }

    [Fact]
    public void WritePacket_SteadyState_AllocatesNothing()
    {
        PcapngWriter writer = new(Stream.Null, Bare);
        int id = writer.AddInterface("a");
        byte[] data = new byte[1514];
        writer.WritePacket(id, 0, data, 1514, CaptureDirection.Inbound, "warm", 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2000; i++)
        {
            writer.WritePacket(id, (ulong)i, data, 1514, CaptureDirection.Inbound, "a comment", 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertReadable(MemoryStream stream, int packets)
    {
        CaptureSpanReader reader = new(stream.ToArray());
        int count = 0;
        while (reader.TryRead(out _))
        {
            count++;
        }

        Assert.Equal(packets, count);
    }

    private sealed class RecordingStream : MemoryStream
    {
        public List<int> Writes { get; } = [];

        public override void Write(byte[] buffer, int offset, int count)
        {
            Writes.Add(count);
            base.Write(buffer, offset, count);
        }

        public int PacketsUpTo(int writes)
        {
            // 1548 bytes per packet block, 28 and 40 for the two blocks before the first.
            int bytes = Writes.Take(writes).Sum() - 28 - 40;
            Assert.Equal(0, bytes % 1548);
            return bytes / 1548;
        }
    }
}
