using System.Buffers.Binary;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Reads the control data of an injected send: WSACMSGHDR objects with the layout of 64-bit Windows.</summary>
internal static class ControlDataReader
{
    private const int HeaderSize = 16;
    private const int HopLimit = 21;
    private const int TrafficClass = 39;
    private const int LevelV4 = 0;
    private const int LevelV6 = 41;

    /// <summary>Gives a packet the hop limit and the traffic class that the data holds.</summary>
    /// <param name="data">The objects; may be empty. Others than those two are passed over.</param>
    /// <param name="network">The packet's facts; as they were when the data is malformed.</param>
    /// <returns>False for an object that is cut off, or a number that does not fit.</returns>
    internal static bool TryApply(ReadOnlySpan<byte> data, ref NetworkLayerInfo network)
    {
        (byte hopLimit, byte trafficClass) = (network.HopLimit, network.TrafficClass);
        while (!data.IsEmpty)
        {
            if (data.Length < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(data) is not (>= HeaderSize and var length) || length > (ulong)data.Length)
            {
                return false;
            }

            int level = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
            int type = BinaryPrimitives.ReadInt32LittleEndian(data[12..]);
            if (level is LevelV4 or LevelV6 && type is HopLimit or TrafficClass)
            {
                if (!TryReadByte(data[HeaderSize..(int)length], out byte number))
                {
                    return false;
                }

                (hopLimit, trafficClass) = type == HopLimit ? (number, trafficClass) : (hopLimit, number);
            }

            data = data[Math.Min(data.Length, ((int)length + 7) & ~7)..];
        }

        (network.HopLimit, network.TrafficClass) = (hopLimit, trafficClass);
        return true;
    }

    private static bool TryReadByte(ReadOnlySpan<byte> data, out byte number)
    {
        uint value = data.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(data) : uint.MaxValue;
        number = (byte)value;
        return value <= byte.MaxValue;
    }
}
