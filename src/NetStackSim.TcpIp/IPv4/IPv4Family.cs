using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>IPv4 (RFC 791, RFC 1122 section 3) for the IP layer.</summary>
internal readonly struct IPv4Family : IIpFamily
{
    private const int HeaderWords = 5;
    private const ushort DontFragmentBit = 0x4000;
    private const ushort MoreFragmentsBit = 0x2000;
    private const ushort OffsetMask = 0x1FFF;

    /// <inheritdoc/>
    public static IpFamily Family => IpFamily.V4;

    /// <inheritdoc/>
    public static int HeaderSize => IPv4Header.Size;

    /// <inheritdoc/>
    public static ushort EtherType => EtherTypes.IPv4;

    /// <inheritdoc/>
    public static int MaximumPacket => ushort.MaxValue;

    /// <inheritdoc/>
    public static byte Icmp => (byte)IpProtocol.Icmp;

    /// <inheritdoc/>
    public static DropCause? Parse(ReadOnlySpan<byte> data, int available, bool trustChecksum, out IpHeaderInfo info)
    {
        info = default;
        if (data.Length < IPv4Header.Size)
        {
            return IpDrops.HeaderTooShort;
        }

        byte first = data[0];
        if (first != (4 << 4 | HeaderWords))
        {
            DropCause? wrong = CheckFirstByte(first, data.Length);
            if (wrong is not null)
            {
                return wrong;
            }
        }

        int headerSize = (first & 0xF) * 4;
        int length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(data[6..]);
        info.Source = IpAddress.ReadV4(data[12..]);
        info.Destination = IpAddress.ReadV4(data[16..]);
        info.HeaderSize = headerSize;
        info.UnfragmentableSize = headerSize;
        info.PacketLength = length;
        info.Protocol = data[9];
        info.HopLimit = data[8];
        info.TrafficClass = data[1];
        info.HasOptions = headerSize != IPv4Header.Size;
        info.DontFragment = (fragment & DontFragmentBit) != 0;
        if ((fragment & (OffsetMask | MoreFragmentsBit)) != 0)
        {
            info.IsFragment = true;
            info.MoreFragments = (fragment & MoreFragmentsBit) != 0;
            info.FragmentOffset = (fragment & OffsetMask) * 8;
            info.FragmentId = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
        }

        if (!trustChecksum && !InternetChecksum.IsValid(InternetChecksum.Sum(data[..headerSize])))
        {
            return IpDrops.BadHeaderChecksum;
        }

        return length < headerSize ? IpDrops.TotalLengthBelowHeader : length > available ? IpDrops.LengthBeyondFrame : null;
    }

    /// <inheritdoc/>
    public static DropCause? CheckAddresses(in IpHeaderInfo info, bool fromWire)
    {
        IpAddress source = info.Source;
        if (source.IsMulticast)
        {
            return IpDrops.SourceIsMulticast;
        }

        if (source.IsLimitedBroadcast)
        {
            return IpDrops.SourceIsBroadcast;
        }

        if (source.IsReserved)
        {
            return IpDrops.SourceIsReserved;
        }

        // 0.0.0.0 is the source of a client that has no address yet, and then only to a broadcast (RFC 1122 section 3.2.1.3).
        if (source.IsThisNetwork && !(source.IsUnspecified && info.Destination.IsLimitedBroadcast))
        {
            return source.IsUnspecified ? IpDrops.SourceIsUnspecified : IpDrops.SourceIsThisNetwork;
        }

        if (fromWire && source.IsLoopback)
        {
            return IpDrops.SourceIsLoopback;
        }

        IpAddress destination = info.Destination;
        return fromWire && destination.IsLoopback ? IpDrops.DestinationIsLoopback
            : destination.IsThisNetwork ? IpDrops.DestinationIsUnspecified
            : destination.IsReserved ? IpDrops.DestinationIsReserved
            : null;
    }

    /// <inheritdoc/>
    public static HeaderProblem CheckTransitOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info, StackProfile profile)
    {
        OptionReader options = new(packet[IPv4Header.Size..info.HeaderSize]);
        while (options.MoveNext())
        {
            byte kind = options.Current.Kind;
            if (kind is IPv4OptionKinds.LooseSourceRoute or IPv4OptionKinds.StrictSourceRoute && profile.DropSourceRouted)
            {
                return new HeaderProblem(IpDrops.SourceRouted);
            }
        }

        return options.IsMalformed
            ? HeaderProblem.Tell(IpDrops.OptionMalformed, Icmp4Codes.PointerIndicatesError, IPv4Header.Size + options.Offset)
            : default;
    }

    /// <inheritdoc/>
    public static HeaderProblem CheckDestinationOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info) => default;

    /// <inheritdoc/>
    public static uint WriteTemplate(Span<byte> header, in IpAddress source, in IpAddress destination)
    {
        header[..IPv4Header.Size].Clear();
        header[0] = 4 << 4 | HeaderWords;
        source.WriteTo(header[12..]);
        destination.WriteTo(header[16..]);
        return InternetChecksum.Sum(header[..IPv4Header.Size]);
    }

    /// <inheritdoc/>
    public static void Finish(Span<byte> header, in IpSendFields fields)
    {
        ushort fragment = (ushort)(fields.Fragment | (fields.DontFragment ? DontFragmentBit : 0));
        ushort lifetime = (ushort)(fields.HopLimit << 8 | fields.Protocol);
        header[1] = fields.TrafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)fields.PacketLength);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], fields.Identification);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], fragment);
        BinaryPrimitives.WriteUInt16BigEndian(header[8..], lifetime);
        uint sum = fields.ChecksumBase + fields.TrafficClass + (uint)fields.PacketLength + fields.Identification + fragment + lifetime;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], fields.ChecksumOffloaded ? (ushort)0 : InternetChecksum.Finish(sum));
    }

    /// <inheritdoc/>
    public static void DecrementHopLimit(Span<byte> header) => IPv4Header.SetTimeToLive(header, (byte)(header[8] - 1));

    /// <inheritdoc/>
    public static void MakeWhole(Span<byte> header, int packetLength, int nextHeaderFieldOffset, byte protocol, byte trafficClass)
    {
        header[1] = trafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)packetLength);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], 0);
        IPv4Header.FillChecksum(header);
    }

    // The rare first bytes: options, or nonsense.
    private static DropCause? CheckFirstByte(byte first, int contiguous) =>
        first >> 4 != 4 ? IpDrops.BadVersion
        : (first & 0xF) < HeaderWords ? IpDrops.BadHeaderLength
        : (first & 0xF) * 4 > contiguous ? IpDrops.HeaderBeyondPacket
        : null;
}
