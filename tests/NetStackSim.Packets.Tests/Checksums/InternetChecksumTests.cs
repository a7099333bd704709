using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Packets.Tests.Checksums;

public sealed class InternetChecksumTests
{
    private const int Seed = 20240607;

    [Fact]
    [Trait("Req", "CHK-001")]
    public void Sum_ExampleOfRfc1071_GivesItsSumAndChecksum()
    {
        byte[] data = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];

        Assert.Equal(0xddf2u, InternetChecksum.Sum(data));
        Assert.Equal(0x220d, InternetChecksum.Finish(InternetChecksum.Sum(data)));
    }

    [Fact]
    public void Sum_EveryLengthAndAlignment_EqualsTheTextBookLoop()
    {
        byte[] data = RandomBytes(900);
        for (int offset = 0; offset < 8; offset++)
        {
            for (int length = 0; length <= 800; length++)
            {
                ReadOnlySpan<byte> slice = data.AsSpan(offset, length);
                Assert.Equal(NaiveChecksum.Sum(slice), (ushort)InternetChecksum.Sum(slice));
            }
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Sum_LongRunsOfOneValue_LoseNoCarry(byte value)
    {
        byte[] data = new byte[200_001];
        Array.Fill(data, value);
        foreach (int length in (int[])[127, 128, 129, 65535, 65536, 200_000, 200_001])
        {
            Assert.Equal(NaiveChecksum.Sum(data.AsSpan(0, length)), (ushort)InternetChecksum.Sum(data.AsSpan(0, length)));
        }
    }

    [Fact]
    public void VectorLoops_EveryLengthTheyAccept_EqualTheTextBookLoop()
    {
        byte[] data = RandomBytes(700);
        for (int length = 64; length <= 640; length++)
        {
            byte[] target = new byte[length + 64];
            ushort expected = NaiveChecksum.Sum(data.AsSpan(3, length));

            Assert.Equal(expected, FoldNative(InternetChecksum.SumScalar(ref data[3], (nuint)length)));
            Assert.Equal(expected, FoldNative(InternetChecksum.Sum256(ref data[3], (nuint)length)));
            Assert.Equal(expected, FoldNative(InternetChecksum.Sum512(ref data[3], (nuint)length)));
            Assert.Equal(expected, FoldNative(InternetChecksum.CopyAndSumScalar(ref data[3], ref target[0], (nuint)length)));
            AssertCopied(data, target, length);
            Assert.Equal(expected, FoldNative(InternetChecksum.CopyAndSum256(ref data[3], ref target[0], (nuint)length)));
            AssertCopied(data, target, length);
            Assert.Equal(expected, FoldNative(InternetChecksum.CopyAndSum512(ref data[3], ref target[0], (nuint)length)));
            AssertCopied(data, target, length);
        }
    }

    [Fact]
    public void CopyAndSum_EveryLength_CopiesExactlyAndSums()
    {
        byte[] data = RandomBytes(700);
        for (int length = 0; length <= 640; length++)
        {
            byte[] target = new byte[length + 64];
            uint sum = InternetChecksum.CopyAndSum(data.AsSpan(3, length), target, initial: 5);

            Assert.Equal(5u + NaiveChecksum.Sum(data.AsSpan(3, length)), sum);
            AssertCopied(data, target, length);
        }
    }

    [Fact]
    public void CopyAndSum_ShortDestination_Throws() =>
        Assert.Throws<ArgumentException>(() => InternetChecksum.CopyAndSum(new byte[10], new byte[9]));

    [Fact]
    public void Sum_RandomBytes_EqualsTheTextBookLoop()
    {
        Prop.ForAll<byte[]>(data => InternetChecksum.Sum(data) == NaiveChecksum.Sum(data)).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Trait("Req", "CHK-003")]
    public void Combine_RandomChains_EqualsTheSumOfTheWhole()
    {
        byte[] data = RandomBytes(4096);
        Prop.ForAll<int[]>(cuts => ChainSum(data, cuts) == NaiveChecksum.Sum(data)).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Trait("Req", "CHK-002")]
    public void Update_EveryWordOfRandomData_EqualsTheFullComputation()
    {
        Random random = new(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] data = new byte[20];
            random.NextBytes(data);
            ushort checksum = (ushort)~NaiveChecksum.Sum(data);
            ushort before = (ushort)((data[6] << 8) | data[7]);
            ushort after = (ushort)random.Next(0x10000);
            data[6] = (byte)(after >> 8);
            data[7] = (byte)after;

            Assert.Equal((ushort)~NaiveChecksum.Sum(data), InternetChecksum.Update(checksum, before, after));
        }
    }

    [Fact]
    public void Update_32BitField_EqualsTheFullComputation()
    {
        Random random = new(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] data = new byte[20];
            random.NextBytes(data);
            ushort checksum = (ushort)~NaiveChecksum.Sum(data);
            uint before = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(12));
            uint after = (uint)random.NextInt64(0x1_0000_0000);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(12), after);

            Assert.Equal((ushort)~NaiveChecksum.Sum(data), InternetChecksum.Update(checksum, before, after));
        }
    }

    [Fact]
    [Trait("Req", "CHK-002")]
    public void Update_CornerOfRfc1624_GivesZeroAndNotAllOnes()
    {
        // RFC 1624 section 4: HC = 0xDD2F, m = 0x5555, m' = 0x3285 gives 0x0000; RFC 1141 would give 0xFFFF.
        Assert.Equal(0x0000, InternetChecksum.Update(0xDD2F, (ushort)0x5555, (ushort)0x3285));
    }

    [Fact]
    public void PseudoHeader_IPv4_EqualsTheSumOfItsTwelveBytes()
    {
        IpAddress source = IpAddress.Parse("192.168.255.7");
        IpAddress destination = IpAddress.Parse("10.255.0.254");
        byte[] bytes = [192, 168, 255, 7, 10, 255, 0, 254, 0, 6, 0x12, 0x34];

        Assert.Equal(NaiveChecksum.Sum(bytes), InternetChecksum.Fold(InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, 0x1234)));
    }

    [Fact]
    public void PseudoHeader_IPv6_EqualsTheSumOfItsFortyBytes()
    {
        IpAddress source = IpAddress.Parse("2001:db8::1:ffff");
        IpAddress destination = IpAddress.Parse("fe80::ffff:1:2");
        byte[] bytes = [.. source.ToIPAddress().GetAddressBytes(), .. destination.ToIPAddress().GetAddressBytes(), 0, 1, 0x12, 0x34, 0, 0, 0, 58];

        Assert.Equal(NaiveChecksum.Sum(bytes), InternetChecksum.Fold(InternetChecksum.PseudoHeader(source, destination, IpProtocol.IcmpV6, 0x11234)));
    }

    [Fact]
    [Trait("Req", "CHK-004")]
    public void Finish_SumOfAllOnes_IsZeroForTcpAndAllOnesForUdp()
    {
        Assert.Equal(0, InternetChecksum.Finish(0xFFFF));
        Assert.Equal(0xFFFF, InternetChecksum.FinishUdp(0xFFFF));
        Assert.Equal(0x220d, InternetChecksum.FinishUdp(0xddf2));
    }

    [Fact]
    public void Fold_LargeSums_KeepTheValueModulo65535()
    {
        Assert.Equal(0xFFFF, InternetChecksum.Fold(uint.MaxValue));
        Assert.Equal(0xFFFF, InternetChecksum.Fold(ulong.MaxValue));
        Assert.Equal(1, InternetChecksum.Fold(0x1_0000u));
        Assert.Equal(2, InternetChecksum.Fold(0x1_0000_0000_0001UL));
        Assert.Equal(0, InternetChecksum.Fold(0u));
    }

    [Fact]
    public void SumAndCopy_SteadyState_AllocateNothing()
    {
        byte[] data = RandomBytes(1460);
        byte[] target = new byte[1460];
        uint total = InternetChecksum.Sum(data) + InternetChecksum.CopyAndSum(data, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            total += InternetChecksum.Sum(data) + InternetChecksum.CopyAndSum(data, target);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0u, total);
    }

    private static ushort ChainSum(byte[] data, int[] cuts)
    {
        int[] positions = [0, .. cuts.Select(cut => (int)((uint)cut % (uint)data.Length)).Order(), data.Length];
        uint sum = 0;
        for (int i = 1; i < positions.Length; i++)
        {
            ReadOnlySpan<byte> part = data.AsSpan(positions[i - 1]..positions[i]);
            sum = InternetChecksum.Combine(sum, InternetChecksum.Sum(part), (positions[i - 1] & 1) != 0);
        }

        return InternetChecksum.Fold(sum);
    }

    private static ushort FoldNative(ulong sum) =>
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(InternetChecksum.Fold(sum));

    private static void AssertCopied(byte[] data, byte[] target, int length)
    {
        Assert.True(data.AsSpan(3, length).SequenceEqual(target.AsSpan(0, length)), $"length {length}");
        Assert.False(target.AsSpan(length).ContainsAnyExcept((byte)0), $"bytes behind length {length}");
        Array.Clear(target);
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] data = new byte[length];
        new Random(Seed).NextBytes(data);
        return data;
    }
}
