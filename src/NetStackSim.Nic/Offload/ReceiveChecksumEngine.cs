using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Checks the checksums of received frames and says so in slot 0.</summary>
internal static class ReceiveChecksumEngine
{
    private const ChecksumOffloads IPv4Tasks = ChecksumOffloads.ReceiveIPv4Header | ChecksumOffloads.ReceiveTcpIPv4 | ChecksumOffloads.ReceiveUdpIPv4;
    private const ChecksumOffloads IPv6Tasks = ChecksumOffloads.ReceiveTcpIPv6 | ChecksumOffloads.ReceiveUdpIPv6;

    /// <summary>Verifies what the options of the card ask for.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="wire">What its sender said about the transport checksum.</param>
    /// <param name="headers">Where things are.</param>
    /// <param name="enabled">Which checksums the card verifies.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReceiveChecksumInfo Verify(ReadOnlySpan<byte> frame, in WireMetadata wire, in FrameHeaders headers, ChecksumOffloads enabled)
    {
        ReceiveChecksumInfo result = ReceiveChecksumInfo.None;
        if (headers.HasNetworkOptions)
        {
            enabled = WithOptions(headers, enabled);
        }

        if (headers.IsIPv4 && (enabled & ChecksumOffloads.ReceiveIPv4Header) != 0)
        {
            bool valid = headers.HasNetworkOptions
                ? InternetChecksum.IsValid(InternetChecksum.Sum(frame.Slice(headers.NetworkOffset, (frame[headers.NetworkOffset] & 0xF) * 4)))
                : IsPlainHeaderValid(frame.Slice(headers.NetworkOffset, IPv4Header.Size));
            result = valid ? ReceiveChecksumInfo.IpChecksumSucceeded : ReceiveChecksumInfo.IpChecksumFailed;
        }

        if (headers.IsTcp && (enabled & (headers.IsIPv4 ? ChecksumOffloads.ReceiveTcpIPv4 : ChecksumOffloads.ReceiveTcpIPv6)) != 0
            && ((enabled & ChecksumOffloads.ReceiveTcpOptions) != 0 || frame[headers.TransportOffset + 12] >> 4 == TcpHeader.Size / 4))
        {
            result |= VerifyTcp(frame, wire, headers);
        }
        else if (headers.IsUdp && (enabled & (headers.IsIPv4 ? ChecksumOffloads.ReceiveUdpIPv4 : ChecksumOffloads.ReceiveUdpIPv6)) != 0)
        {
            result |= VerifyUdp(frame, wire, headers);
        }

        return result;
    }

    // A card that does not see through options or extension headers leaves such packets to the stack.
    private static ChecksumOffloads WithOptions(in FrameHeaders headers, ChecksumOffloads enabled) => headers.IsIPv4
        ? (enabled & ChecksumOffloads.ReceiveIPv4Options) != 0 ? enabled : enabled & ~IPv4Tasks
        : (enabled & ChecksumOffloads.ReceiveIPv6Extensions) != 0 ? enabled : enabled & ~IPv6Tasks;

    // Twenty bytes without a loop. Words may be added in the machine's own order: 0xFFFF is the same in both (RFC 1071 section 2 (B)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlainHeaderValid(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(header);
        return InternetChecksum.Fold((ulong)words[4] + words[3] + words[2] + words[1] + words[0]) == 0xFFFF;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReceiveChecksumInfo VerifyTcp(ReadOnlySpan<byte> frame, in WireMetadata wire, in FrameHeaders headers) => wire.Checksum switch
    {
        // The bytes never left memory; the field holds the pseudo header, which a forwarder can hand to the next card as it is.
        ChecksumState.Partial => ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.TcpChecksumValueInvalid,
        ChecksumState.Valid => ReceiveChecksumInfo.TcpChecksumSucceeded,
        _ => IsTransportValid(frame, headers) ? ReceiveChecksumInfo.TcpChecksumSucceeded : ReceiveChecksumInfo.TcpChecksumFailed,
    };

    private static ReceiveChecksumInfo VerifyUdp(ReadOnlySpan<byte> frame, in WireMetadata wire, in FrameHeaders headers)
    {
        if (wire.Checksum != ChecksumState.None)
        {
            return ReceiveChecksumInfo.UdpChecksumSucceeded;
        }

        // RFC 768: over IPv4 a zero field means that the sender computed none; there is nothing to verify.
        if (BinaryPrimitives.ReadUInt16BigEndian(frame[(headers.TransportOffset + SegmentationPlan.UdpChecksumOffset)..]) == 0)
        {
            return ReceiveChecksumInfo.None;
        }

        // The UDP length may be shorter than the IP payload; a card that would have to trust it leaves such oddities to the stack.
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame[(headers.TransportOffset + 4)..]);
        if (length != headers.End - headers.TransportOffset)
        {
            return ReceiveChecksumInfo.None;
        }

        return IsTransportValid(frame, headers) ? ReceiveChecksumInfo.UdpChecksumSucceeded : ReceiveChecksumInfo.UdpChecksumFailed;
    }

    private static bool IsTransportValid(ReadOnlySpan<byte> frame, in FrameHeaders headers)
    {
        ReadOnlySpan<byte> transport = frame[headers.TransportOffset..headers.End];
        return InternetChecksum.IsValid(InternetChecksum.Sum(transport, PseudoHeaderSum(frame, headers, transport.Length)));
    }

    /// <summary>The pseudo header of a TCP or UDP packet, straight from the address bytes.</summary>
    internal static uint PseudoHeaderSum(ReadOnlySpan<byte> frame, in FrameHeaders headers, int transportLength)
    {
        ReadOnlySpan<byte> addresses = headers.IsIPv4 ? frame.Slice(headers.NetworkOffset + 12, 8) : frame.Slice(headers.NetworkOffset + 8, 32);
        return InternetChecksum.Sum(addresses) + (uint)headers.Protocol + (uint)transportLength;
    }
}
