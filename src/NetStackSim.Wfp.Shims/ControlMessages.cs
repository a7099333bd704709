using System.Buffers.Binary;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>What a client asked of one datagram, as the control data of its send: WSACMSGHDR objects with the layout of 64-bit Windows.</summary>
internal static class ControlMessages
{
    private const int HeaderSize = 16;
    private const int PacketInfo = 19;
    private const int HopLimit = 21;
    private const int TrafficClass = 39;
    private const int LevelV4 = 0;
    private const int LevelV6 = 41;

    /// <summary>The control data; empty when the client asked for nothing.</summary>
    internal static byte[] Of(DatagramSend send, IpFamily family)
    {
        int info = family == IpFamily.V4 ? 8 : 20;
        int size = (send.InterfaceIndex != 0 ? Space(info) : 0) + (send.HopLimit != 0 ? Space(4) : 0) + (send.TrafficClass != 0 ? Space(4) : 0);
        if (size == 0)
        {
            return [];
        }

        byte[] bytes = new byte[size];
        Span<byte> rest = bytes;
        int level = family == IpFamily.V4 ? LevelV4 : LevelV6;
        if (send.InterfaceIndex != 0)
        {
            rest = Write(rest, level, PacketInfo, info, send.InterfaceIndex);
        }

        if (send.HopLimit != 0)
        {
            rest = Write(rest, level, HopLimit, 4, send.HopLimit);
        }

        if (send.TrafficClass != 0)
        {
            Write(rest, level, TrafficClass, 4, send.TrafficClass);
        }

        return bytes;
    }

    private static int Space(int data) => HeaderSize + ((data + 7) & ~7);

    // The number is the last word of the data: the address in front of an interface index stays unspecified.
    private static Span<byte> Write(Span<byte> target, int level, int type, int data, uint number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, HeaderSize + data);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], level);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], type);
        BinaryPrimitives.WriteUInt32LittleEndian(target[(HeaderSize + data - 4)..], number);
        return target[Space(data)..];
    }
}
