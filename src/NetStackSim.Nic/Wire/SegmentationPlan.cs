using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Where the parts of a large frame are, and what its pieces have in common; read once, before the cut.</summary>
internal readonly struct SegmentationPlan
{
    internal const int TcpChecksumOffset = 16;
    internal const int UdpChecksumOffset = 6;

    private const int TcpMinimumHeader = 20;
    private const int UdpHeaderSize = 8;
    private const int VlanTagSize = 4;

    internal int NetworkOffset { get; private init; }

    internal int TransportOffset { get; private init; }

    internal int HeaderLength { get; private init; }

    internal int PayloadLength { get; private init; }

    internal int SegmentSize { get; private init; }

    internal bool IsIPv4 { get; private init; }

    internal bool IsTcp { get; private init; }

    /// <summary>False for UDP whose sender wants no checksum (RFC 768).</summary>
    internal bool HasChecksum { get; private init; }

    /// <summary>At least 1: headers without payload still make one frame.</summary>
    internal int SegmentCount => PayloadLength <= SegmentSize ? 1 : (PayloadLength + SegmentSize - 1) / SegmentSize;

    /// <summary>Bytes that all pieces together occupy.</summary>
    internal int WireBytes => PayloadLength + (SegmentCount * HeaderLength);

    /// <summary>Reads the headers that the metadata points to.</summary>
    /// <returns>False when they do not fit the bytes: such a frame cannot be cut.</returns>
    internal static bool TryCreate(ReadOnlySpan<byte> frame, in WireMetadata wire, out SegmentationPlan plan)
    {
        plan = default;
        bool tcp = (wire.Segmentation & (SegmentationType.TcpV4 | SegmentationType.TcpV6)) != 0;
        int transport = wire.ChecksumStart;
        bool hasChecksum = wire.Checksum == ChecksumState.Partial;
        if ((!hasChecksum && (tcp || wire.Checksum != ChecksumState.None)) || wire.SegmentSize == 0
            || wire.ChecksumOffset != (tcp ? TcpChecksumOffset : UdpChecksumOffset)
            || !TryFindNetwork(frame, transport, out int network, out bool v4)
            || ((wire.Segmentation & SegmentationType.TcpV4) != 0 && !v4)
            || ((wire.Segmentation & SegmentationType.TcpV6) != 0 && v4)
            || !TryGetHeaderLength(frame, transport, tcp, out int headerLength))
        {
            return false;
        }

        plan = new SegmentationPlan
        {
            NetworkOffset = network,
            TransportOffset = transport,
            HeaderLength = headerLength,
            PayloadLength = frame.Length - headerLength,
            SegmentSize = wire.SegmentSize,
            IsIPv4 = v4,
            IsTcp = tcp,
            HasChecksum = hasChecksum,
        };
        return true;
    }

    private static bool TryFindNetwork(ReadOnlySpan<byte> frame, int transport, out int network, out bool v4)
    {
        network = EthernetHeader.Size;
        v4 = false;
        if (transport > frame.Length)
        {
            return false;
        }

        while (network + VlanTagSize <= transport && BinaryPrimitives.ReadUInt16BigEndian(frame[(network - 2)..]) is EtherTypes.Vlan or EtherTypes.ServiceVlan)
        {
            network += VlanTagSize;
        }

        if (network >= transport)
        {
            return false;
        }

        v4 = frame[network] >> 4 == 4;
        return v4
            ? transport - network == (frame[network] & 0xF) * 4 && transport - network >= IPv4Header.Size
            : frame[network] >> 4 == 6 && transport - network >= IPv6Header.Size;
    }

    private static bool TryGetHeaderLength(ReadOnlySpan<byte> frame, int transport, bool tcp, out int headerLength)
    {
        headerLength = transport + UdpHeaderSize;
        if (!tcp)
        {
            return headerLength <= frame.Length;
        }

        if (transport + TcpMinimumHeader > frame.Length)
        {
            return false;
        }

        int tcpHeader = (frame[transport + 12] >> 4) * 4;
        headerLength = transport + tcpHeader;
        return tcpHeader >= TcpMinimumHeader && headerLength <= frame.Length;
    }
}
