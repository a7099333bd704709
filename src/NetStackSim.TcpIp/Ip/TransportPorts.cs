using System.Buffers.Binary;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Reads ports, or ICMP type and code, of an outgoing packet for the transport layer's inspection.</summary>
internal static class TransportPorts
{
    /// <summary>Fills ports from a transport header at the data start, over whatever the packet before left there.</summary>
    internal static void Describe(ref InspectionContext context, NetBufferList list)
    {
        context.HasPorts = false;
        bool isRaw = PacketInspection.IsRaw(list.Network.Flags);
        if (isRaw && list.Network.Protocol is not ((byte)IpProtocol.Icmp or (byte)IpProtocol.IcmpV6))
        {
            PacketInspection.DescribePorts(ref context, 0, 0);
            return;
        }

        Span<byte> scratch = stackalloc byte[4];
        if (!list.FirstNetBuffer.TryGetContiguous(scratch.Length, scratch, out ReadOnlySpan<byte> header))
        {
            return;
        }

        switch ((IpProtocol)list.Network.Protocol)
        {
            case IpProtocol.Tcp or IpProtocol.Udp:
                PacketInspection.DescribePorts(ref context, BinaryPrimitives.ReadUInt16BigEndian(header), BinaryPrimitives.ReadUInt16BigEndian(header[2..]));
                break;
            case IpProtocol.Icmp or IpProtocol.IcmpV6:
                // As on Windows the local port field carries the type and the remote one the code.
                PacketInspection.DescribePorts(ref context, header[0], header[1]);
                break;
        }
    }
}
