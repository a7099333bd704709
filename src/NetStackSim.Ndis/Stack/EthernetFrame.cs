using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The little that NDIS reads of a frame: where it goes and what is in it.</summary>
internal static class EthernetFrame
{
    /// <summary>Bytes of a MAC header.</summary>
    public const int HeaderLength = 14;

    /// <summary>Bytes of a MAC header with one VLAN tag.</summary>
    public const int TaggedHeaderLength = 18;

    private const ushort VlanTag = 0x8100;

    /// <summary>Reads destination and EtherType (slot 7 when it is set, else from the frame, a VLAN tag skipped) and keeps the latter in slot 7.</summary>
    /// <returns>False when the frame is too short for a MAC header.</returns>
    public static bool TryRead(NetBufferList list, Span<byte> scratch, out MacAddress destination, out ushort frameType)
    {
        frameType = list.FrameType;
        if (!list.FirstNetBuffer.TryGetContiguous(HeaderLength, scratch, out ReadOnlySpan<byte> header))
        {
            destination = default;
            return false;
        }

        destination = MacAddress.Read(header);
        if (frameType != 0)
        {
            return true;
        }

        frameType = BinaryPrimitives.ReadUInt16BigEndian(header[12..]);
        if (frameType == VlanTag && list.FirstNetBuffer.TryGetContiguous(TaggedHeaderLength, scratch, out header))
        {
            frameType = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        }

        list.FrameType = frameType;
        return true;
    }
}
