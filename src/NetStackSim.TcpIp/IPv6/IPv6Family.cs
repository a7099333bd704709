using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>IPv6 (RFC 8200) for the IP layer.</summary>
internal readonly struct IPv6Family : IIpFamily
{
    private const int NextHeaderOffset = 6;
    private const int InterfaceScope = 1;

    /// <inheritdoc/>
    public static IpFamily Family => IpFamily.V6;

    /// <inheritdoc/>
    public static int HeaderSize => IPv6Header.Size;

    /// <inheritdoc/>
    public static ushort EtherType => EtherTypes.IPv6;

    /// <inheritdoc/>
    public static int MaximumPacket => IPv6Header.Size + ushort.MaxValue;

    /// <inheritdoc/>
    public static byte Icmp => (byte)IpProtocol.IcmpV6;

    /// <inheritdoc/>
    public static DropCause? Parse(ReadOnlySpan<byte> data, int available, bool trustChecksum, out IpHeaderInfo info)
    {
        info = default;
        if (data.Length < IPv6Header.Size)
        {
            return IpDrops.HeaderTooShort;
        }

        uint first = BinaryPrimitives.ReadUInt32BigEndian(data);
        if (first >> 28 != 6)
        {
            return IpDrops.BadVersion;
        }

        info.Source = IpAddress.ReadV6(data[8..]);
        info.Destination = IpAddress.ReadV6(data[24..]);
        info.HeaderSize = IPv6Header.Size;
        info.UnfragmentableSize = IPv6Header.Size;
        info.PacketLength = IPv6Header.Size + BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
        info.Protocol = data[NextHeaderOffset];
        info.HopLimit = data[7];
        info.TrafficClass = (byte)(first >> 20);
        info.HasOptions = IPv6ExtensionReader.IsExtension((IpProtocol)info.Protocol);
        info.DontFragment = true;
        info.NextHeaderFieldOffset = NextHeaderOffset;
        return info.PacketLength > available ? IpDrops.LengthBeyondFrame : null;
    }

    /// <inheritdoc/>
    public static DropCause? CheckAddresses(in IpHeaderInfo info, bool fromWire)
    {
        IpAddress source = info.Source;
        IpAddress destination = info.Destination;
        if (source.IsMulticast)
        {
            return IpDrops.SourceIsMulticast;
        }

        if (source.IsMappedV6)
        {
            return IpDrops.SourceIsMapped;
        }

        if (destination.IsUnspecified)
        {
            return IpDrops.DestinationIsUnspecified;
        }

        if (destination.IsMappedV6)
        {
            return IpDrops.DestinationIsMapped;
        }

        if (destination.IsMulticast && destination.MulticastScope == 0)
        {
            return IpDrops.DestinationScopeReserved;
        }

        return !fromWire ? null
            : source.IsLoopback ? IpDrops.SourceIsLoopback
            : destination.IsLoopback ? IpDrops.DestinationIsLoopback
            : destination.MulticastScope == InterfaceScope ? IpDrops.DestinationScopeInterface
            : null;
    }

    /// <inheritdoc/>
    public static HeaderProblem CheckTransitOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info, StackProfile profile) =>
        info.Protocol == (byte)IpProtocol.HopByHopOptions ? IPv6Extensions.CheckHopByHop(packet, ref info) : default;

    /// <inheritdoc/>
    public static HeaderProblem CheckDestinationOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info) => IPv6Extensions.Walk(packet, ref info);

    /// <inheritdoc/>
    public static uint WriteTemplate(Span<byte> header, in IpAddress source, in IpAddress destination)
    {
        header[..8].Clear();
        header[0] = 6 << 4;
        source.WriteTo(header[8..]);
        destination.WriteTo(header[24..]);
        return 0;
    }

    /// <inheritdoc/>
    public static void Finish(Span<byte> header, in IpSendFields fields)
    {
        int payload = fields.PacketLength == 0 ? 0 : fields.PacketLength - IPv6Header.Size;
        BinaryPrimitives.WriteUInt32BigEndian(header, 6u << 28 | (uint)fields.TrafficClass << 20);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)payload << 16 | (uint)fields.Protocol << 8 | fields.HopLimit);
    }

    /// <inheritdoc/>
    public static void DecrementHopLimit(Span<byte> header) => header[7]--;

    /// <inheritdoc/>
    public static void MakeWhole(Span<byte> header, int packetLength, int nextHeaderFieldOffset, byte protocol, byte trafficClass)
    {
        IPv6Header.SetTrafficClass(header, trafficClass);
        IPv6Header.SetPayloadLength(header, packetLength - IPv6Header.Size);
        header[nextHeaderFieldOffset] = protocol;
    }
}
