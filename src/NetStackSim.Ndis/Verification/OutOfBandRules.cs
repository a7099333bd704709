using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>Compares what flags and checksum slots claim with the bytes of the frame.</summary>
internal static class OutOfBandRules
{
    private const int NetworkHeaderMax = 64;
    private const int TagSize = 4;
    private const NblFlags Families = NblFlags.IsIPv4 | NblFlags.IsIPv6;
    private const NblFlags Transports = NblFlags.IsTcp | NblFlags.IsUdp;
    private const NblFlags Splits = NblFlags.SplitAtUpperLayerProtocolHeader | NblFlags.SplitAtUpperLayerProtocolPayload;

    /// <summary>Finds a claim that is not true.</summary>
    /// <param name="list">A list at the NDIS border: data starts at the MAC header.</param>
    /// <param name="info">Its slots.</param>
    /// <param name="isDeep">Verify checksum claims over all bytes too.</param>
    /// <returns>The claim in words, or null.</returns>
    public static string? FindLie(NetBufferList list, in DirectionInfo info, bool isDeep)
    {
        if ((info.Checksum == 0 && (info.Flags & (Families | Transports | Splits)) == 0) || !TryParse(list, out Headers headers))
        {
            return null;
        }

        return FlagLie(info.Flags, headers)
            ?? (info.IsReceive ? ReceiveLie(list.ReceiveChecksum, headers) ?? (isDeep ? ByteLie(list, headers) : null) : TransmitLie(list.TransmitChecksum, headers));
    }

    private static string? FlagLie(NblFlags flags, in Headers headers)
    {
        if ((flags & Families) == Families || (flags & Transports) == Transports || (flags & Splits) == Splits)
        {
            return $"NblFlags {flags} exclude each other";
        }

        if ((flags & Transports) != 0 && (flags & Families) == 0)
        {
            return $"NblFlags {flags} name a transport without an IP version";
        }

        if ((flags.HasFlag(NblFlags.IsIPv4) && headers.Version != 4) || (flags.HasFlag(NblFlags.IsIPv6) && headers.Version != 6))
        {
            return $"NblFlags {flags}, and the frame is {headers}";
        }

        return (flags.HasFlag(NblFlags.IsTcp) && headers.IsNot(IpProtocol.Tcp)) || (flags.HasFlag(NblFlags.IsUdp) && headers.IsNot(IpProtocol.Udp))
            ? $"NblFlags {flags}, and the frame is {headers}"
            : null;
    }

    private static string? TransmitLie(TransmitChecksumInfo asked, in Headers headers)
    {
        if ((asked.IsIPv4 && headers.Version != 4) || (asked.IsIPv6 && headers.Version != 6) || (asked.IsIPv4 && asked.IsIPv6))
        {
            return $"slot 0 says {(asked.IsIPv4 ? "IPv4" : "IPv6")}, and the frame is {headers}";
        }

        if ((asked.TcpChecksum && headers.IsNot(IpProtocol.Tcp)) || (asked.UdpChecksum && headers.IsNot(IpProtocol.Udp)))
        {
            return $"slot 0 asks for a {(asked.TcpChecksum ? "TCP" : "UDP")} checksum, and the frame is {headers}";
        }

        return (asked.TcpChecksum || asked.UdpChecksum) && headers.TransportOffset >= 0 && asked.TransportHeaderOffset != headers.TransportOffset
            ? $"slot 0 puts the transport header at {asked.TransportHeaderOffset}, and it is at {headers.TransportOffset}"
            : null;
    }

    private static string? ReceiveLie(ReceiveChecksumInfo found, in Headers headers)
    {
        const ReceiveChecksumInfo tcp = ReceiveChecksumInfo.TcpChecksumFailed | ReceiveChecksumInfo.TcpChecksumSucceeded;
        const ReceiveChecksumInfo udp = ReceiveChecksumInfo.UdpChecksumFailed | ReceiveChecksumInfo.UdpChecksumSucceeded;
        const ReceiveChecksumInfo ip = ReceiveChecksumInfo.IpChecksumFailed | ReceiveChecksumInfo.IpChecksumSucceeded;
        if ((found & tcp) == tcp || (found & udp) == udp || (found & ip) == ip)
        {
            return $"slot 0 says that a checksum both failed and succeeded ({found})";
        }

        bool isLie = ((found & tcp) != 0 && headers.IsNot(IpProtocol.Tcp)) || ((found & udp) != 0 && headers.IsNot(IpProtocol.Udp))
            || ((found & ip) != 0 && headers.Version == 6);
        return isLie ? $"slot 0 says {found}, and the frame is {headers}" : null;
    }

    // Only the IPv4 header: it lies in one piece here and a transport checksum may rightly be invalid in memory (coalesced units).
    private static string? ByteLie(NetBufferList list, in Headers headers)
    {
        if ((list.ReceiveChecksum & (ReceiveChecksumInfo.IpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumValueInvalid)) != ReceiveChecksumInfo.IpChecksumSucceeded
            || headers.Version != 4)
        {
            return null;
        }

        Span<byte> scratch = stackalloc byte[2 * NetworkHeaderMax];
        int end = headers.NetworkOffset + headers.NetworkLength;
        return list.FirstNetBuffer.TryGetContiguous(end, scratch, out ReadOnlySpan<byte> bytes)
            && !InternetChecksum.IsValid(InternetChecksum.Sum(bytes[headers.NetworkOffset..]))
            ? "slot 0 says IpChecksumSucceeded, and the header checksum is wrong"
            : null;
    }

    private static bool TryParse(NetBufferList list, out Headers headers)
    {
        headers = default;
        Span<byte> scratch = stackalloc byte[NetworkHeaderMax];
        int length = Math.Min(NetworkHeaderMax, list.FirstNetBuffer?.DataLength ?? 0);
        if (length < EthernetFrame.HeaderLength || !list.FirstNetBuffer!.TryGetContiguous(length, scratch, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        int offset = EthernetFrame.HeaderLength;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        while (type is EtherTypes.Vlan or EtherTypes.ServiceVlan)
        {
            if (bytes.Length < offset + TagSize)
            {
                // A tower of tags: what is in it cannot be seen from here.
                return false;
            }

            type = BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]);
            offset += TagSize;
        }

        ReadOnlySpan<byte> network = bytes[offset..];
        int needed = type switch { EtherTypes.IPv4 => IPv4Header.Size, EtherTypes.IPv6 => IPv6Header.Size, _ => 0 };
        if (network.Length < needed && list.FirstNetBuffer.DataLength > bytes.Length)
        {
            return false;
        }

        headers = type switch
        {
            0x0800 when network.Length >= 20 => IPv4(network, offset),
            0x86DD when network.Length >= 40 => new Headers(6, offset, 40, (IpProtocol)network[6], IsExtension(network[6]) ? -1 : offset + 40),
            _ => new Headers(0, offset, 0, default, -1),
        };
        return true;
    }

    private static Headers IPv4(ReadOnlySpan<byte> network, int offset)
    {
        int length = (network[0] & 0xF) * 4;
        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(network[6..]) & 0x1FFF) != 0;
        return new Headers(4, offset, length, (IpProtocol)network[9], isLaterFragment ? -1 : offset + length);
    }

    private static bool IsExtension(byte next) => next is 0 or 43 or 44 or 50 or 51 or 60 or 135 or 139 or 140;

    private readonly record struct Headers(int Version, int NetworkOffset, int NetworkLength, IpProtocol Protocol, int TransportOffset)
    {
        // Behind extension headers and in later fragments the transport is not looked for.
        public bool IsNot(IpProtocol protocol) => Version == 0 || (TransportOffset >= 0 && Protocol != protocol);

        public override string ToString() => Version == 0 ? "not IP" : $"IPv{Version} with protocol {(int)Protocol}";
    }
}
