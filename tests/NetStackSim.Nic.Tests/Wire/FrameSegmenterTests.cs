using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;

namespace NetStackSim.Nic.Tests;

public sealed class FrameSegmenterTests
{
    private readonly FramePool _pool = new(new EventLoop());

    [Fact]
    public void TrySegment_AnyLargeFrame_EqualsTheNaiveTwin()
    {
        Prop.ForAll(Specs().ToArbitrary(), sample =>
        {
            Frame large = TestFrames.Large(_pool, sample.Spec, sample.SegmentSize);
            FrameChain pieces = default;
            Assert.True(FrameSegmenter.TrySegment(large, _pool, ref pieces, out _));
            List<byte[]> expected = NaiveSegmenter.Cut(sample.Spec, sample.SegmentSize);
            Assert.Equal(expected.Count, pieces.Count);
            Assert.Equal(expected.Count, FrameSegmenter.CountSegments(large));
            Assert.Equal(expected.Sum(piece => piece.Length), FrameSegmenter.CountWireBytes(large));
            foreach (byte[] piece in expected)
            {
                Frame actual = pieces.RemoveFirst()!;
                Assert.Equal(piece, actual.Data.ToArray());
                Assert.False(actual.Wire.NeedsWork);
                actual.Release();
            }

            large.Release();
            Assert.Equal(0, _pool.Outstanding);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TrySegment_Lso64K_IdentificationWrapsAt15BitsAndFlagsGoWhereTheyBelong()
    {
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(44 * 1460), Identification = 0x7FFE, Flags = 0x10 | 0x08 | 0x01 | 0x80 };
        Frame large = TestFrames.Large(_pool, spec, 1460);
        FrameChain pieces = default;
        Assert.True(FrameSegmenter.TrySegment(large, _pool, ref pieces, out _));

        Assert.Equal(44, pieces.Count);
        int[] identifications = new int[44];
        int[] flags = new int[44];
        for (int i = 0; i < 44; i++)
        {
            Frame piece = pieces.RemoveFirst()!;
            identifications[i] = TestFrames.Read16(piece.Data, 18);
            flags[i] = piece.Data[47];
            Assert.Equal(spec.Sequence + (uint)(i * 1460), TestFrames.Read32(piece.Data, 38));
            piece.Release();
        }

        Assert.Equal([0x7FFE, 0x7FFF, 0x0000, 0x0001], identifications[..4]);
        Assert.Equal(0x90, flags[0]);
        Assert.All(flags[1..43], f => Assert.Equal(0x10, f));
        Assert.Equal(0x19, flags[43]);
    }

    [Fact]
    public void TrySegment_Uso_IdentificationUsesTheFullRange()
    {
        TestFrames.Spec spec = new() { IsTcp = false, Payload = TestFrames.Pattern(3000), Identification = 0xFFFE };
        Frame large = TestFrames.Large(_pool, spec, 1000);
        FrameChain pieces = default;
        Assert.True(FrameSegmenter.TrySegment(large, _pool, ref pieces, out _));

        Assert.Equal([0xFFFE, 0xFFFF, 0x0000], [.. Identifications(ref pieces)]);
    }

    [Theory]
    [InlineData("not partial")]
    [InlineData("no segment size")]
    [InlineData("transport beyond the frame")]
    [InlineData("wrong checksum offset")]
    [InlineData("wrong family")]
    [InlineData("header longer than the frame")]
    public void TrySegment_MetadataThatDoesNotFit_IsRefusedWithoutPieces(string flaw)
    {
        Frame large = TestFrames.Large(_pool, new TestFrames.Spec { Payload = TestFrames.Pattern(3000) }, 1000);
        switch (flaw)
        {
            case "not partial":
                large.Wire.Checksum = ChecksumState.None;
                break;
            case "no segment size":
                large.Wire.SegmentSize = 0;
                break;
            case "transport beyond the frame":
                large.Wire.ChecksumStart = 60000;
                break;
            case "wrong checksum offset":
                large.Wire.ChecksumOffset = 6;
                break;
            case "wrong family":
                large.Wire.Segmentation = SegmentationType.TcpV6;
                break;
            default:
                large.Length = 50;
                break;
        }

        FrameChain pieces = default;
        Assert.False(FrameSegmenter.TrySegment(large, _pool, ref pieces, out DropReason reason));
        Assert.Equal(WireDropReasons.MalformedMetadata, reason);
        Assert.True(pieces.IsEmpty);
        large.Release();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void TrySegment_PoolRefusesInTheMiddle_GivesEverythingBack()
    {
        Frame large = TestFrames.Large(_pool, new TestFrames.Spec { Payload = TestFrames.Pattern(10000) }, 1000);
        _pool.FailRentAt(5);
        FrameChain pieces = default;
        Assert.False(FrameSegmenter.TrySegment(large, _pool, ref pieces, out DropReason reason));
        Assert.Equal(WireDropReasons.NoFrameMemory, reason);
        Assert.Equal(1, _pool.Outstanding);
        large.Release();
    }

    [Fact]
    public void TrySegment_RandomMetadataOverRandomBytes_NeverThrows()
    {
        RandomStream random = new EventLoop().Random["fuzz"];
        byte[] bytes = new byte[4000];
        for (int i = 0; i < 20_000; i++)
        {
            int length = 1 + random.Next(bytes.Length);
            random.NextBytes(bytes.AsSpan(0, length));
            Frame frame = TestFrames.Rent(_pool, bytes.AsSpan(0, length));
            if (random.Chance(0.5))
            {
                MakePlausible(frame, random);
            }

            frame.Wire = new WireMetadata
            {
                Checksum = ChecksumState.Partial,
                Segmentation = (SegmentationType)(1 << random.Next(3)),
                ChecksumStart = (ushort)(random.Chance(0.5) ? 34 : random.Next(5000)),
                ChecksumOffset = (ushort)(random.Chance(0.7) ? 16 : random.Next(100)),
                SegmentSize = (ushort)(random.Chance(0.1) ? 0 : 20 + random.Next(3000)),
                HeaderLength = (ushort)random.Next(200),
            };
            FrameChain pieces = default;
            if (FrameSegmenter.TrySegment(frame, _pool, ref pieces, out _))
            {
                pieces.ReleaseAll();
            }

            frame.Release();
        }

        Assert.Equal(0, _pool.Outstanding);
    }

    private static void MakePlausible(Frame frame, RandomStream random)
    {
        Span<byte> data = frame.Data;
        if (data.Length > 60)
        {
            TestFrames.Write16(data, 12, 0x0800);
            data[14] = 0x45;
            data[46] = (byte)(random.Next(16) << 4);
        }
    }

    private static List<int> Identifications(ref FrameChain pieces)
    {
        List<int> ids = [];
        while (pieces.RemoveFirst() is { } piece)
        {
            ids.Add(TestFrames.Read16(piece.Data, 18));
            piece.Release();
        }

        return ids;
    }

    private static Gen<Sample> Specs() =>
        from v6 in Gen.Elements(false, true)
        from tcp in Gen.Elements(false, true)
        from tags in Gen.Choose(0, 2)
        from networkOptions in Gen.Elements(0, 8, 16)
        from tcpOptions in Gen.Elements(0, 4, 12, 40)
        from id in Gen.Choose(0, 0xFFFF)
        from sequence in Gen.Elements(0u, 1000u, 0xFFFF_FF00u)
        from flags in Gen.Elements<byte>(0x10, 0x18, 0x19, 0x90, 0xD9)
        from length in Gen.Choose(0, 20_000)
        from segment in Gen.Choose(1, 3000)
        from seed in Gen.Choose(1, 10_000)
        let payload = TestFrames.Pattern(length, seed)
        select new Sample(
            new TestFrames.Spec
            {
                IsV6 = v6,
                IsTcp = tcp,
                VlanTags = tags,
                NetworkOptions = networkOptions,
                TcpOptions = tcp ? tcpOptions : 0,
                Identification = (ushort)id,
                Sequence = sequence,
                Flags = flags,
                Payload = payload,
            },
            Math.Max(segment, (length / 200) + 1));

    private sealed record Sample(TestFrames.Spec Spec, int SegmentSize);
}
