using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Decides whether a frame is one that a wake pattern looks for.</summary>
internal static class WakeMatcher
{
    private const int MagicRepeats = 16;
    private const ushort EapolType = 0x888E;

    // IEEE 802.1X: version, type 0 (EAP packet), length; then EAP: code 1 (request), identifier, length, type 1 (identity).
    private const byte EapPacket = 0;
    private const byte EapRequest = 1;
    private const byte EapIdentity = 1;

    internal static bool Matches(WakePattern pattern, ReadOnlySpan<byte> frame, MacAddress address) => pattern.Type switch
    {
        WakePatternType.Bitmap => MatchesBitmap(pattern.Mask.Span, pattern.Pattern.Span, frame),
        WakePatternType.Magic => IsMagic(frame, address),
        WakePatternType.IPv4TcpSyn => IsSyn(pattern, frame, isIPv4: true),
        WakePatternType.IPv6TcpSyn => IsSyn(pattern, frame, isIPv4: false),
        WakePatternType.EapolRequestId => IsIdentityRequest(frame),
        _ => false,
    };

    /// <summary>Six bytes of ones and sixteen times the address, anywhere behind the MAC header.</summary>
    internal static bool IsMagic(ReadOnlySpan<byte> frame, MacAddress address)
    {
        Span<byte> magic = stackalloc byte[(MagicRepeats + 1) * MacAddress.Size];
        magic[..MacAddress.Size].Fill(0xFF);
        for (int i = 1; i <= MagicRepeats; i++)
        {
            address.CopyTo(magic[(i * MacAddress.Size)..]);
        }

        return frame.Length > EthernetHeader.Size && frame[EthernetHeader.Size..].IndexOf(magic) >= 0;
    }

    private static bool MatchesBitmap(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> frame)
    {
        if (pattern.Length > frame.Length)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            if ((mask[i / 8] >> (i % 8) & 1) != 0 && pattern[i] != frame[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSyn(WakePattern pattern, ReadOnlySpan<byte> frame, bool isIPv4)
    {
        FrameHeaders headers = FrameHeaders.Parse(frame);
        if (!headers.IsTcp || headers.IsIPv4 != isIPv4)
        {
            return false;
        }

        ReadOnlySpan<byte> network = frame[headers.NetworkOffset..];
        (IpAddress source, IpAddress destination) = isIPv4
            ? (IpAddress.ReadV4(network[12..]), IpAddress.ReadV4(network[16..]))
            : (IpAddress.ReadV6(network[8..]), IpAddress.ReadV6(network[24..]));
        return TcpHeader.TryParse(frame[headers.TransportOffset..headers.End], out TcpHeader tcp)
            && (tcp.Flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn
            && (pattern.SourceAddress.IsUnspecified || pattern.SourceAddress == source)
            && (pattern.DestinationAddress.IsUnspecified || pattern.DestinationAddress == destination)
            && (pattern.SourcePort == 0 || pattern.SourcePort == tcp.SourcePort)
            && (pattern.DestinationPort == 0 || pattern.DestinationPort == tcp.DestinationPort);
    }

    private static bool IsIdentityRequest(ReadOnlySpan<byte> frame) =>
        EthernetHeader.TryParse(frame, out EthernetHeader header) && header.EtherType == EapolType && header.Payload.Length >= 9
        && header.Payload[1] == EapPacket && header.Payload[4] == EapRequest && header.Payload[8] == EapIdentity;
}
