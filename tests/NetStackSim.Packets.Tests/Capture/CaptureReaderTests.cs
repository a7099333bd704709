using System.Buffers.Binary;
using System.IO.Pipelines;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Packets.Tests.Capture;

public sealed class CaptureReaderTests
{
    [Theory]
    [InlineData(false, false, 1_500_000_001_000_002_000UL)]
    [InlineData(true, false, 1_500_000_001_000_002_000UL)]
    [InlineData(false, true, 1_500_000_001_000_000_002UL)]
    [InlineData(true, true, 1_500_000_001_000_000_002UL)]
    public void Pcap_BothOrdersAndResolutions_GiveTheSamePacket(bool bigEndian, bool nanoseconds, ulong timestamp)
    {
        byte[] file = CaptureFiles.Pcap(bigEndian, nanoseconds, seconds: 1_500_000_001, fraction: 2, data: [1, 2, 3], originalLength: 9);
        CaptureSpanReader reader = new(file);

        Assert.True(reader.TryRead(out CapturedPacketView packet));
        Assert.Equal(nanoseconds ? CaptureFormat.PcapNanoseconds : CaptureFormat.Pcap, reader.Format);
        Assert.Equal((timestamp, 9u, LinkType.Ethernet, 24L), (packet.Timestamp, packet.OriginalLength, packet.Interface.LinkType, packet.FileOffset));
        Assert.Equal([1, 2, 3], packet.Data.ToArray());
        Assert.False(reader.TryRead(out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pcapng_BothOrders_ReadsEveryBlock(bool bigEndian)
    {
        CaptureFiles.Builder file = new(bigEndian);
        file.Section();
        file.Interface(LinkType.Ethernet, 0, (2, "eth\0"u8.ToArray()), (3, "first"u8.ToArray()), (9, [9]));
        file.Block(4, [0, 0, 0, 0]);
        file.Interface(LinkType.RawIP, 2, (9, [0x8A]), (14, file.Bytes64(100)));
        file.Enhanced(0, 0x1_0000_0000, [1, 2, 3, 4, 5], 6, (1, "a"u8.ToArray()), (1, "b"u8.ToArray()), (2, file.Bytes32(1)), (4, file.Bytes64(8)));
        file.Enhanced(1, 2048, [9], 1);
        file.Simple([7, 8, 9, 0], 4);
        file.Statistics(0, (4, file.Bytes64(50)), (5, file.Bytes64(3)));
        file.Block(0xBAD, [1, 2, 3, 4]);
        CaptureSpanReader reader = new(file.ToArray());

        Assert.True(reader.TryRead(out CapturedPacketView first));
        Assert.Equal(("eth", "first", 0, LinkType.Ethernet), (first.Interface.Name, first.Interface.Description, first.Interface.Id, first.Interface.LinkType));
        Assert.Equal((0x1_0000_0000UL, "a\nb", CaptureDirection.Inbound, 8UL, 6u), (first.Timestamp, first.Comment, first.Direction, first.DropCount, first.OriginalLength));
        Assert.True(reader.TryRead(out CapturedPacketView second));

        // 2048 units of 2^-10 s are 2 s, 100 s later by if_tsoffset.
        Assert.Equal((102_000_000_000UL, LinkType.RawIP, 1), (second.Timestamp, second.Interface.LinkType, second.Data.Length));
        Assert.True(reader.TryRead(out CapturedPacketView third));
        Assert.Equal([7, 8, 9, 0], third.Data.ToArray());
        Assert.False(reader.TryRead(out _));
        Assert.Equal((50UL, 3UL), (reader.Interfaces[0].PacketsReceived, reader.Interfaces[0].PacketsDropped));
    }

    [Fact]
    public void Pcapng_DefaultResolution_IsMicroseconds()
    {
        CaptureFiles.Builder file = new(false);
        file.Section();
        file.Interface(LinkType.Ethernet, 0);
        file.Enhanced(0, 5, [1], 1);
        CaptureSpanReader reader = new(file.ToArray());

        Assert.True(reader.TryRead(out CapturedPacketView packet));
        Assert.Equal(5000UL, packet.Timestamp);
    }

    [Fact]
    public void Pcapng_SecondSectionInOtherOrder_StartsItsInterfacesAnew()
    {
        CaptureFiles.Builder one = new(false), two = new(true);
        one.Section();
        one.Interface(LinkType.Ethernet, 0, (2, "one"u8.ToArray()));
        one.Enhanced(0, 1, [1], 1);
        two.Section();
        two.Interface(LinkType.RawIP, 0, (2, "two"u8.ToArray()));
        two.Enhanced(0, 2, [2], 1);
        CaptureSpanReader reader = new([.. one.ToArray(), .. two.ToArray()]);

        Assert.True(reader.TryRead(out CapturedPacketView first));
        Assert.True(reader.TryRead(out CapturedPacketView second));
        Assert.Equal(("one", "two"), (first.Interface.Name, second.Interface.Name));
        Assert.Single(reader.Interfaces);
    }

    [Fact]
    public void Pcapng_ObsoletePacketBlock_IsRead()
    {
        CaptureFiles.Builder file = new(false);
        file.Section();
        file.Interface(LinkType.Ethernet, 0);
        file.Block(2, [0, 0, 4, 0, 0, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0xAA, 0xBB, 0, 0]);
        CaptureSpanReader reader = new(file.ToArray());

        Assert.True(reader.TryRead(out CapturedPacketView packet));
        Assert.Equal((6000UL, 4UL, 3u, 2), (packet.Timestamp, packet.DropCount, packet.OriginalLength, packet.Data.Length));
    }

    [Theory]
    [InlineData(0, 7UL, 0, 7_000_000_000UL)]
    [InlineData(6, 7UL, 0, 7_000UL)]
    [InlineData(12, 7_999UL, 0, 7UL)]
    [InlineData(127, ulong.MaxValue, 0, 0UL)]
    [InlineData(0, ulong.MaxValue, 0, ulong.MaxValue)]
    [InlineData(9, 5UL, -1, 0UL)]
    [InlineData(9, 5UL, 1, 1_000_000_005UL)]
    [InlineData(9, ulong.MaxValue, long.MaxValue, ulong.MaxValue)]
    [InlineData(0x80, 3UL, 0, 3_000_000_000UL)]
    [InlineData(0xFF, 3UL, 0, 0UL)]
    public void TimestampResolution_Extremes_AreScaledOrHeldInRange(byte code, ulong units, long offset, ulong expected) =>
        Assert.Equal(expected, new TimestampResolution(code).ToNanoseconds(units, offset));

    [Fact]
    public void BadFiles_Problem_CarriesTheOffsetOfTheBlock()
    {
        CaptureFiles.Builder file = new(false);
        file.Section();
        file.Interface(LinkType.Ethernet, 0);
        byte[] good = file.ToArray();

        AssertFault([], 0, "ends inside");
        AssertFault([1, 2, 3], 0, "ends inside");
        AssertFault(new byte[40], 0, "neither pcap nor pcapng");
        AssertFault([.. good, 6, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0], good.Length, "multiple of 4");
        AssertFault([.. good, 6, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0], good.Length, "multiple of 4");
        AssertFault([.. good, 6, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0], good.Length, "exceeds the limit");
        AssertFault([.. good, 6, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0], good.Length, "ends inside a block");
        AssertFault([.. good, 9, 0, 0, 0, 12, 0, 0, 0, 16, 0, 0, 0], good.Length, "ends with length 16");
        AssertFault([.. good, 6, 0, 0, 0, 12, 0, 0, 0, 12, 0, 0, 0], good.Length, "shorter than its fixed part");
        AssertFault([.. good, 0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 1, 1, 1, 1], good.Length, "byte-order magic");
    }

    [Fact]
    public void BadBlocks_FieldsThatLie_AreRefused()
    {
        AssertBlockFault(file => file.Enhanced(1, 0, [1], 1), "interface 1 was not described");
        AssertBlockFault(file => file.Block(6, [.. new byte[12], 9, 0, 0, 0, .. new byte[12]]), "captured length 9");
        AssertBlockFault(file => file.Block(6, [.. new byte[12], 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[12]]), "captured length 4294967295");
        AssertBlockFault(file => file.Block(6, [.. new byte[20], 1, 0, 9, 0, 0, 0, 0, 0]), "option 1 of 9 bytes");
        AssertBlockFault(file => file.Block(0x0A0D0D0A, [.. BitConverter.GetBytes(0x1A2B3C4D), 2, 0, 0, 0, .. new byte[8]]), "version 2");
    }

    [Fact]
    public void Pcap_LyingLengthsAndVersions_AreRefused()
    {
        byte[] file = CaptureFiles.Pcap(false, false, 1, 1, [1, 2], 2);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24 + 8), uint.MaxValue);
        AssertFault(file, 24, "exceeds the limit");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24 + 8), 3);
        AssertFault(file, 24, "ends inside a block");
        file[4] = 3;
        AssertFault(file, 0, "version 3");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Async_AnyPieceSize_GivesTheSamePacketsAsTheSpanReader(int pieceSize)
    {
        byte[] file = CaptureFiles.Sample();
        Pipe pipe = new();
        Task feeding = Feed(pipe.Writer, file, pieceSize);
        List<(ulong, string, int)> packets = [];
        CaptureReader reader = new(pipe.Reader);
        await foreach (CapturedPacket packet in reader.ReadAllAsync())
        {
            packets.Add((packet.Timestamp, Convert.ToHexString(packet.Data.Span), packet.Interface.Id));
        }

        await feeding;
        Assert.Equal(ReadWithSpan(file), packets);
        Assert.Equal(CaptureFormat.Pcapng, reader.Format);
        Assert.Equal(2, reader.Interfaces.Count);
    }

    [Fact]
    public async Task Async_BlockLargerThanThePipeHolds_IsReadWithoutStalling()
    {
        CaptureFiles.Builder file = new(true);
        file.Section();
        file.Interface(LinkType.Ethernet, 0);
        file.Enhanced(0, 1, new byte[900_000], 900_000);
        Pipe pipe = new();
        Task feeding = Feed(pipe.Writer, file.ToArray(), 4096);
        int total = 0;
        await foreach (CapturedPacket packet in new CaptureReader(pipe.Reader).ReadAllAsync())
        {
            total += packet.Data.Length;
        }

        await feeding;
        Assert.Equal(900_000, total);
    }

    [Fact]
    public async Task Async_Canceled_StopsWaiting()
    {
        using CancellationTokenSource source = new();
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(CaptureFiles.Sample().AsMemory(0, 60));
        Task reading = Task.Run(async () =>
        {
            await foreach (CapturedPacket _ in new CaptureReader(pipe.Reader).ReadAllAsync(source.Token))
            {
            }
        });
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Async_TruncatedFile_DeliversThePacketsBeforeAndThenTheFault()
    {
        byte[] file = CaptureFiles.Sample();
        List<CapturedPacket> packets = [];
        CaptureFormatException fault = await Assert.ThrowsAsync<CaptureFormatException>(async () =>
        {
            await foreach (CapturedPacket packet in CaptureReader.FromStream(new MemoryStream(file[..^130])).ReadAllAsync())
            {
                packets.Add(packet);
            }
        });

        Assert.NotEmpty(packets);
        Assert.True(fault.Offset > packets[^1].FileOffset);
    }

    [Fact]
    public async Task Async_EmptyStream_IsAFaultAtZero()
    {
        CaptureFormatException fault = await Assert.ThrowsAsync<CaptureFormatException>(async () =>
        {
            await foreach (CapturedPacket _ in CaptureReader.FromStream(new MemoryStream([])).ReadAllAsync())
            {
            }
        });

        Assert.Equal(0, fault.Offset);
    }

    [Fact]
    public void Fuzz_MutatedFiles_ThrowOnlyFormatErrors()
    {
        byte[][] corpus = [CaptureFiles.Sample(), CaptureFiles.Everything(false), CaptureFiles.Everything(true), CaptureFiles.Pcap(true, false, 1, 2, new byte[40], 50)];
        Random random = new(20240609);
        byte[] scratch = new byte[8192];
        int faults = 0, packets = 0;
        for (int i = 0; i < 60_000; i++)
        {
            ReadOnlySpan<byte> file = Fuzzing.Mutator.Mutate(corpus[random.Next(corpus.Length)], scratch, random);
            try
            {
                CaptureSpanReader reader = new(file);
                while (reader.TryRead(out CapturedPacketView packet))
                {
                    packets += packet.Data.Length >= 0 ? 1 : 0;
                }
            }
            catch (CaptureFormatException fault)
            {
                Assert.InRange(fault.Offset, 0, file.Length);
                faults++;
            }
        }

        Assert.True(faults > 1000 && packets > 10_000, $"{faults} faults, {packets} packets");
    }

    private static List<(ulong Timestamp, string Data, int Interface)> ReadWithSpan(byte[] file)
    {
        List<(ulong, string, int)> packets = [];
        CaptureSpanReader reader = new(file);
        while (reader.TryRead(out CapturedPacketView packet))
        {
            packets.Add((packet.Timestamp, Convert.ToHexString(packet.Data), packet.Interface.Id));
        }

        return packets;
    }

    private static async Task Feed(PipeWriter writer, byte[] file, int pieceSize)
    {
        for (int offset = 0; offset < file.Length; offset += pieceSize)
        {
            await writer.WriteAsync(file.AsMemory(offset, Math.Min(pieceSize, file.Length - offset)));
        }

        await writer.CompleteAsync();
    }

    private static void AssertBlockFault(Action<CaptureFiles.Builder> addBlock, string problem)
    {
        CaptureFiles.Builder file = new(false);
        file.Section();
        file.Interface(LinkType.Ethernet, 0);
        int offset = file.ToArray().Length;
        addBlock(file);
        AssertFault(file.ToArray(), offset, problem);
    }

    private static void AssertFault(byte[] file, long offset, string problem)
    {
        CaptureFormatException fault = Assert.Throws<CaptureFormatException>(() =>
        {
            CaptureSpanReader reader = new(file);
            while (reader.TryRead(out _))
            {
            }
        });
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
        Assert.Equal(offset, fault.Offset);
        Assert.Contains($"byte {offset}", fault.Message, StringComparison.Ordinal);
    }
}
