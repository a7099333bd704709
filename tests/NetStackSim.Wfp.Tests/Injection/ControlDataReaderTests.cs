using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp.Tests.Injection;

/// <summary>Control data of injected sends: what it changes, and what is malformed.</summary>
public sealed class ControlDataReaderTests
{
    [Fact]
    public void TryApply_HopLimitAndTrafficClass_AreThePackets_OthersArePassedOver()
    {
        byte[] data = [.. Message(0, 19, 8, 3), .. Message(0, 21, 4, 9), .. Message(41, 39, 4, 0xB8)];
        NetworkLayerInfo network = new() { HopLimit = 64, InterfaceIndex = 1 };
        Assert.True(ControlDataReader.TryApply(data, ref network));
        Assert.Equal((9, 0xB8, 1u), (network.HopLimit, network.TrafficClass, network.InterfaceIndex));
        Assert.True(ControlDataReader.TryApply([], ref network));
        Assert.Equal(9, network.HopLimit);
    }

    [Fact]
    public void TryApply_LastObjectWithoutPadding_IsRead()
    {
        NetworkLayerInfo network = default;
        Assert.True(ControlDataReader.TryApply(Message(0, 21, 4, 9).AsSpan(0, 20), ref network));
        Assert.Equal(9, network.HopLimit);
    }

    [Theory]
    [InlineData(20L, 15)]
    [InlineData(15L, 24)]
    [InlineData(25L, 24)]
    [InlineData(-1L, 24)]
    [InlineData(18L, 24)]
    public void TryApply_Malformed_ChangesNothing(long length, int bytes)
    {
        byte[] data = Message(0, 21, 4, 9);
        BinaryPrimitives.WriteInt64LittleEndian(data, length);
        NetworkLayerInfo network = new() { HopLimit = 64 };
        Assert.False(ControlDataReader.TryApply(data.AsSpan(0, bytes), ref network));
        Assert.Equal(64, network.HopLimit);
    }

    [Fact]
    public void TryApply_RandomBytes_NeverThrows()
    {
        RandomStream random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] data = [.. Message(0, 21, 4, 9), .. Message(0, 39, 4, 1)];
            for (int n = 0; n < 3; n++)
            {
                data[random.Next(data.Length)] = (byte)random.Next(256);
            }

            NetworkLayerInfo network = default;
            ControlDataReader.TryApply(data.AsSpan(0, random.Next(data.Length + 1)), ref network);
        }
    }

    private static byte[] Message(int level, int type, int size, uint number)
    {
        byte[] bytes = new byte[16 + ((size + 7) & ~7)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 16 + size);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), level);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), type);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), number);
        return bytes;
    }
}
