using System.Buffers.Binary;

namespace NetStackSim.Ndis.Tests;

public sealed class RssStructureTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 40).Select(i => (byte)i)];

    [Fact]
    public void Capabilities_Revision3_HasTheLayoutOfWindows()
    {
        ReceiveScaleCapabilities value = new()
        {
            Flags = RssCapabilityFlags.Toeplitz | RssCapabilityFlags.HashTypeTcpIPv4 | RssCapabilityFlags.UsingMsiX,
            InterruptMessages = 4,
            ReceiveQueues = 8,
            IndirectionTableEntries = 128,
        };

        Assert.Equal("88031200010100080400000008000000" + "8000", Convert.ToHexString(Bytes(value)));
        Assert.Equal(value, Back(value));
    }

    [Fact]
    public void Capabilities_Revision1_HasNoTableSize()
    {
        ReceiveScaleCapabilities value = new() { Revision = 1, ReceiveQueues = 2 };

        Assert.Equal(16, value.ByteCount);
        Assert.Equal(128, Back(value).IndirectionTableEntries);
    }

    [Fact]
    public void Parameters_Revision3_HasTheLayoutOfWindows()
    {
        ReceiveScaleParameters value = new()
        {
            Flags = RssParameterFlags.BaseCpuUnchanged,
            HashTypes = RssHashTypes.TcpIPv4 | RssHashTypes.IPv4,
            IndirectionTable = [0, 1, 2, 65],
            SecretKey = Key,
            ProcessorMasks = [0xF],
            DefaultProcessor = 3,
        };
        byte[] bytes = Bytes(value);

        Assert.Equal([0x89, 3, 44, 0], bytes[..4]);
        Assert.Equal([1, 0, 0, 0], bytes[4..8]);
        Assert.Equal(0x301u, Number(bytes, 8));
        Assert.Equal(16, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(12)));
        Assert.Equal(44u, Number(bytes, 16));
        Assert.Equal(40, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(20)));
        Assert.Equal(60u, Number(bytes, 24));
        Assert.Equal(100u, Number(bytes, 28));
        Assert.Equal(1u, Number(bytes, 32));
        Assert.Equal(16u, Number(bytes, 36));
        Assert.Equal([0, 0, 3, 0], bytes[40..44]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 1, 0], bytes[44..60]);
        Assert.Equal(Key, bytes[60..100]);
        Assert.Equal([0xF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], bytes[100..]);
        AssertSame(value, Back(value));
    }

    [Fact]
    public void Parameters_Revision1_HasOneByteForEachEntry()
    {
        ReceiveScaleParameters value = new() { Revision = 1, BaseCpuNumber = 2, HashTypes = RssHashTypes.IPv4, IndirectionTable = [0, 1], SecretKey = Key };

        Assert.Equal(28 + 2 + 40, value.ByteCount);
        AssertSame(value, Back(value));
    }

    [Fact]
    public void ParametersV2AndEntries_HaveTheLayoutOfWindows()
    {
        ReceiveScaleParametersV2 parameters = new()
        {
            Flags = RssV2ParameterFlags.EnableRss | RssV2ParameterFlags.HashKeyChanged,
            HashTypes = RssHashTypes.TcpIPv6,
            SecretKey = Key,
            NumberOfQueues = 4,
            NumberOfIndirectionTableEntries = 128,
        };
        RssIndirectionEntries entries = new() { Entries = [new RssIndirectionEntry(7, 2), new RssIndirectionEntry(0, 1, RssEntryFlags.DefaultProcessor)] };

        Assert.Equal("C8011C0005000000011000002800000" + "01C0000000400000080000000", Convert.ToHexString(Bytes(parameters)[..28]));
        Assert.Equal("C9011400" + "00000000" + "18000000" + "14000000" + "02000000", Convert.ToHexString(Bytes(entries)[..20]));
        Assert.Equal("0000000000000000000000000700" + "00000200" + "0000" + "00000000", Convert.ToHexString(Bytes(entries)[20..44]));
        Assert.Equal(entries.Entries, Back(entries).Entries);
        Assert.Equal(Key, Back(parameters).SecretKey.ToArray());
    }

    [Fact]
    public void TryRead_RandomBytes_NeverThrows()
    {
        Random random = new(67);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(120)];
            random.NextBytes(bytes);
            if (bytes.Length > 4)
            {
                bytes[0] = (byte)(new[] { 0x88, 0x89, 0xC8, 0xC9, 0x80 })[i % 5];
                bytes[1] = (byte)random.Next(4);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)random.Next(bytes.Length + 2));
                bytes.AsSpan(Math.Min(bytes.Length, 13)).Replace((byte)0xFF, (byte)0);
            }

            _ = ReceiveScaleCapabilities.TryRead(bytes, out _);
            _ = ReceiveScaleParameters.TryRead(bytes, out _);
            _ = ReceiveScaleParametersV2.TryRead(bytes, out _);
            _ = RssIndirectionEntries.TryRead(bytes, out _);
            _ = ReceiveHashParameters.TryRead(bytes, out _);
        }
    }

    [Fact]
    public void TryRead_PartOutsideTheStructure_IsNoStructure()
    {
        byte[] bytes = Bytes(new ReceiveScaleParameters { HashTypes = RssHashTypes.IPv4, IndirectionTable = [0, 1], SecretKey = Key });
        Assert.False(ReceiveScaleParameters.TryRead(bytes.AsSpan(0, bytes.Length - 1), out _));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24), uint.MaxValue);

        Assert.False(ReceiveScaleParameters.TryRead(bytes, out _));
    }

    private static void AssertSame(ReceiveScaleParameters expected, ReceiveScaleParameters actual)
    {
        Assert.Equal(expected.IndirectionTable, actual.IndirectionTable);
        Assert.Equal(expected.SecretKey.ToArray(), actual.SecretKey.ToArray());
        Assert.Equal(expected.ProcessorMasks, actual.ProcessorMasks);
        Assert.Equal(
            (expected.Flags, expected.HashFunction, expected.HashTypes, expected.BaseCpuNumber, expected.DefaultProcessor),
            (actual.Flags, actual.HashFunction, actual.HashTypes, actual.BaseCpuNumber, actual.DefaultProcessor));
    }

    private static uint Number(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    private static byte[] Bytes<T>(T value)
        where T : IOidStructure<T>
    {
        byte[] bytes = new byte[value.ByteCount];
        value.Write(bytes);
        return bytes;
    }

    private static T Back<T>(T value)
        where T : IOidStructure<T>
    {
        Assert.True(T.TryRead(Bytes(value), out T? back));
        return back;
    }
}
