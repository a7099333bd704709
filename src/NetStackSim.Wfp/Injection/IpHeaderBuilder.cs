using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Writes IP headers in front of transport headers of cloned packets.</summary>
internal static class IpHeaderBuilder
{
    private const int LengthOffset = 2;
    private const int FragmentOffset = 6;
    private const int HopLimitOffset = 8;
    private const int ProtocolOffset = 9;

    /// <summary>Builds a header, or rebuilds the one that is there.</summary>
    internal static NtStatus Build(NetBuffer buffer, int existing, in IpAddress source, in IpAddress destination, IpProtocol protocol, byte hopLimit)
    {
        Span<byte> header = stackalloc byte[IPv4Header.MaximumSize];
        int size = source.IsV4
            ? BuildV4(buffer, existing, header, source, destination, protocol, hopLimit)
            : BuildV6(buffer, existing, header, source, destination, protocol, hopLimit);
        if (size == 0)
        {
            return NtStatus.InvalidParameter;
        }

        buffer.Advance(existing);
        if (!buffer.Retreat(size).IsSuccess)
        {
            buffer.Retreat(existing);
            return NtStatus.InsufficientResources;
        }

        buffer.CopyFrom(0, header[..size]);
        return NtStatus.Success;
    }

    private static int BuildV4(
        NetBuffer buffer, int existing, Span<byte> header, in IpAddress source, in IpAddress destination, IpProtocol protocol, byte hopLimit)
    {
        int size = IPv4Header.Size;
        header.Clear();
        if (existing > 0)
        {
            if (buffer.CopyTo(0, header[..1]) == 0 || (size = (header[0] & 0xF) * 4) < IPv4Header.Size || size > existing)
            {
                return 0;
            }

            buffer.CopyTo(0, header[..size]);
        }
        else
        {
            header[0] = 0x45;
            header[HopLimitOffset] = hopLimit;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header[LengthOffset..], (ushort)(size + buffer.DataLength - existing));
        BinaryPrimitives.WriteUInt16BigEndian(header[FragmentOffset..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(header[FragmentOffset..]) & 0x4000));
        header[ProtocolOffset] = (byte)protocol;
        source.WriteTo(header[12..]);
        destination.WriteTo(header[16..]);
        IPv4Header.FillChecksum(header[..size]);
        return size;
    }

    private static int BuildV6(
        NetBuffer buffer, int existing, Span<byte> header, in IpAddress source, in IpAddress destination, IpProtocol protocol, byte hopLimit)
    {
        header.Clear();
        if (existing > 0)
        {
            if (existing < IPv6Header.Size)
            {
                return 0;
            }

            buffer.CopyTo(0, header[..IPv6Header.Size]);
        }
        else
        {
            header[0] = 0x60;
            header[7] = hopLimit;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(buffer.DataLength - existing));
        header[6] = (byte)protocol;
        source.WriteTo(header[8..]);
        destination.WriteTo(header[24..]);
        return IPv6Header.Size;
    }
}
