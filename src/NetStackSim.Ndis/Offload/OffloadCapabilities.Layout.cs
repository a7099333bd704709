using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <content>The layout of NDIS_OFFLOAD: revision 7 (NDIS 6.89), read from revision 1 on.</content>
public sealed partial record OffloadCapabilities : IOidStructure<OffloadCapabilities>
{
    /// <summary>Bytes of NDIS_OFFLOAD, revision 7.</summary>
    public const int Size = 217;

    private const byte ObjectType = 0xA7;
    private const byte Revision = 7;
    private const int FirstRevisionSize = 112;

    // Checksum, LsoV1, IPsecV1, LsoV2, Flags, IPsecV2, Rsc, NVGRE, VXLAN, encapsulation types, 464XLAT, UDP segmentation, UDP coalescing.
    private const int IPv4TransmitOffset = 4;
    private const int IPv4ReceiveOffset = 12;
    private const int IPv6TransmitOffset = 20;
    private const int IPv6ReceiveOffset = 28;
    private const int LsoV1Offset = 36;
    private const int LsoV2IPv4Offset = 80;
    private const int LsoV2IPv6Offset = 92;
    private const int RscOffset = 144;
    private const int UsoIPv4Offset = 188;
    private const int UsoIPv6Offset = 200;
    private const int UroOffset = 216;

    // Two bits for each task, in this order: IP options or extension headers, TCP options, TCP, UDP, IP header (IPv4 only).
    private const uint Framing = (uint)EncapsulationTypes.Ieee8023;
    private const uint SegmentCountMask = 0x3F;

    private static readonly (int Offset, ChecksumOffloads[] Tasks)[] _checksumFields =
    [
        (IPv4TransmitOffset, [ChecksumOffloads.TransmitIPv4Options, ChecksumOffloads.TransmitTcpOptions, ChecksumOffloads.TransmitTcpIPv4, ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.TransmitIPv4Header]),
        (IPv4ReceiveOffset, [ChecksumOffloads.ReceiveIPv4Options, ChecksumOffloads.ReceiveTcpOptions, ChecksumOffloads.ReceiveTcpIPv4, ChecksumOffloads.ReceiveUdpIPv4, ChecksumOffloads.ReceiveIPv4Header]),
        (IPv6TransmitOffset, [ChecksumOffloads.TransmitIPv6Extensions, ChecksumOffloads.TransmitTcpOptions, ChecksumOffloads.TransmitTcpIPv6, ChecksumOffloads.TransmitUdpIPv6]),
        (IPv6ReceiveOffset, [ChecksumOffloads.ReceiveIPv6Extensions, ChecksumOffloads.ReceiveTcpOptions, ChecksumOffloads.ReceiveTcpIPv6, ChecksumOffloads.ReceiveUdpIPv6]),
    ];

    /// <inheritdoc/>
    static int IOidStructure<OffloadCapabilities>.MinimumSize => FirstRevisionSize;

    /// <inheritdoc/>
    int IOidStructure<OffloadCapabilities>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(ObjectType, Revision, Size).Write(destination);
        foreach ((int offset, ChecksumOffloads[] tasks) in _checksumFields)
        {
            WriteChecksums(destination[offset..], tasks);
        }

        WriteSegmentation(destination[LsoV1Offset..], LargeSendV1);
        WriteSegmentation(destination[LsoV2IPv4Offset..], LargeSendV2IPv4);
        WriteSegmentation(destination[LsoV2IPv6Offset..], LargeSendV2IPv6);
        destination[RscOffset] = CoalesceIPv4 ? (byte)1 : (byte)0;
        destination[RscOffset + 1] = CoalesceIPv6 ? (byte)1 : (byte)0;
        WriteSegmentation(destination[UsoIPv4Offset..], UdpSegmentationIPv4);
        WriteSegmentation(destination[UsoIPv6Offset..], UdpSegmentationIPv6);
        destination[UroOffset] = CoalesceUdp ? (byte)1 : (byte)0;
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out OffloadCapabilities value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, ObjectType, FirstRevisionSize, out NdisObjectHeader header))
        {
            return false;
        }

        // What an older revision does not have is off.
        Span<byte> whole = stackalloc byte[Size];
        whole.Clear();
        source[..Math.Min((int)header.Size, Size)].CopyTo(whole);
        ChecksumOffloads checksum = ChecksumOffloads.None;
        foreach ((int offset, ChecksumOffloads[] tasks) in _checksumFields)
        {
            checksum |= ReadChecksums(whole[offset..], tasks);
        }

        value = new OffloadCapabilities
        {
            Checksum = checksum,
            LargeSendV1 = ReadSegmentation(whole[LsoV1Offset..], uint.MaxValue),
            LargeSendV2IPv4 = ReadSegmentation(whole[LsoV2IPv4Offset..], uint.MaxValue),
            LargeSendV2IPv6 = ReadSegmentation(whole[LsoV2IPv6Offset..], uint.MaxValue),
            CoalesceIPv4 = whole[RscOffset] != 0,
            CoalesceIPv6 = whole[RscOffset + 1] != 0,
            UdpSegmentationIPv4 = ReadSegmentation(whole[UsoIPv4Offset..], SegmentCountMask),
            UdpSegmentationIPv6 = ReadSegmentation(whole[UsoIPv6Offset..], SegmentCountMask),
            CoalesceUdp = whole[UroOffset] != 0,
        };
        return true;
    }

    private void WriteChecksums(Span<byte> destination, ChecksumOffloads[] tasks)
    {
        uint bits = 0;
        for (int i = 0; i < tasks.Length; i++)
        {
            bits |= Has(tasks[i]) ? 1u << (2 * i) : 0;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, bits == 0 ? 0 : Framing);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], bits);
    }

    private static ChecksumOffloads ReadChecksums(ReadOnlySpan<byte> source, ChecksumOffloads[] tasks)
    {
        uint bits = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        ChecksumOffloads found = ChecksumOffloads.None;
        for (int i = 0; i < tasks.Length; i++)
        {
            found |= (bits & (1u << (2 * i))) != 0 ? tasks[i] : ChecksumOffloads.None;
        }

        return found;
    }

    private static void WriteSegmentation(Span<byte> destination, SegmentationCapability capability)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, capability.IsSupported ? Framing : 0);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], capability.MaxOffloadSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], capability.MinSegmentCount);
    }

    private static SegmentationCapability ReadSegmentation(ReadOnlySpan<byte> source, uint countMask) => new(
        (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(source[4..])),
        (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) & countMask));
}
