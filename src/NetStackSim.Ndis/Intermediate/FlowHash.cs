using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>A number for the flow of a frame: equal for all frames of a flow, the same in every run.</summary>
internal static class FlowHash
{
    /// <summary>As many bytes of a frame as are ever looked at: MAC header with a tag, IPv6 header, ports.</summary>
    public const int Reach = EthernetHeader.TaggedSize + IPv6Header.Size + PortsSize;

    private const int PortsSize = 4;
    private const int MacAddressesSize = 2 * MacAddress.Size;
    private const int FragmentMask = 0x3FFF;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <summary>True for frames that may go by any member of a team: IP, sent to one station. What carries addresses of this host inside, such as ARP, may not.</summary>
    /// <param name="frame">The first bytes of a frame: at least a MAC header.</param>
    public static bool IsSpread(ReadOnlySpan<byte> frame) =>
        (frame[0] & 1) == 0 && FindNetwork(frame, out _) is EtherTypes.IPv4 or EtherTypes.IPv6;

    /// <summary>Computes the number.</summary>
    /// <param name="frame">The first bytes of a frame: at least a MAC header, at most <see cref="Reach"/> are used.</param>
    /// <param name="distribution">What flows are told apart by.</param>
    public static uint Compute(ReadOnlySpan<byte> frame, TeamDistribution distribution)
    {
        if (distribution != TeamDistribution.MacAddresses)
        {
            ushort type = FindNetwork(frame, out int network);
            ReadOnlySpan<byte> packet = frame[network..];
            bool usesPorts = distribution == TeamDistribution.TransportPorts;
            if (type == EtherTypes.IPv4 && packet.Length >= IPv4Header.Size)
            {
                return OfIPv4(packet, usesPorts);
            }

            if (type == EtherTypes.IPv6 && packet.Length >= IPv6Header.Size)
            {
                return OfIPv6(packet, usesPorts);
            }
        }

        return Fold(Mix(MacAddress.Read(frame).Value, MacAddress.Read(frame[MacAddress.Size..]).Value));
    }

    private static ushort FindNetwork(ReadOnlySpan<byte> frame, out int network)
    {
        network = EthernetHeader.Size;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[MacAddressesSize..]);
        if (type == EtherTypes.Vlan && frame.Length >= EthernetHeader.TaggedSize)
        {
            network = EthernetHeader.TaggedSize;
            type = BinaryPrimitives.ReadUInt16BigEndian(frame[(network - 2)..]);
        }

        return type;
    }

    private static uint OfIPv4(ReadOnlySpan<byte> packet, bool usesPorts)
    {
        ulong hash = Mix(0, BinaryPrimitives.ReadUInt64BigEndian(packet[12..]));
        int header = (packet[0] & 0xF) * 4;
        bool isFragment = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & FragmentMask) != 0;
        return Fold(usesPorts && !isFragment ? WithPorts(hash, packet[9], packet, header) : hash);
    }

    private static uint OfIPv6(ReadOnlySpan<byte> packet, bool usesPorts)
    {
        ulong hash = 0;
        for (int i = 8; i < IPv6Header.Size; i += sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64BigEndian(packet[i..]));
        }

        return Fold(usesPorts ? WithPorts(hash, packet[6], packet, IPv6Header.Size) : hash);
    }

    private static ulong WithPorts(ulong hash, byte protocol, ReadOnlySpan<byte> packet, int offset) =>
        (IpProtocol)protocol is IpProtocol.Tcp or IpProtocol.Udp && packet.Length >= offset + PortsSize
            ? Mix(hash, ((ulong)protocol << 32) | BinaryPrimitives.ReadUInt32BigEndian(packet[offset..]))
            : hash;

    private static ulong Mix(ulong hash, ulong value)
    {
        ulong high = Math.BigMul(hash ^ value ^ Multiplier, Multiplier, out ulong low);
        return high ^ low;
    }

    // The members are told apart by the remainder: every bit of the flow must reach every bit of the number (finalizer of MurmurHash3).
    private static uint Fold(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return (uint)(hash ^ (hash >> 33));
    }
}
