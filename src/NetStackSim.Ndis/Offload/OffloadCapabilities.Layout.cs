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
    private const int RscOffset = 144;
    private const int UroOffset = 216;

    // Two bits for each task, in this order: IP options or extension headers, TCP options, TCP, UDP, IP header (IPv4 only).
    private const uint Framing = (uint)EncapsulationTypes.Ieee8023;

    private static readonly (int Offset, ChecksumOffloads[] Tasks)[] _checksumFields =
    [
        (IPv4TransmitOffset, [ChecksumOffloads.TransmitIPv4Options, ChecksumOffloads.TransmitTcpOptions, ChecksumOffloads.TransmitTcpIPv4, ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.TransmitIPv4Header]),
        (IPv4ReceiveOffset, [ChecksumOffloads.ReceiveIPv4Options, ChecksumOffloads.ReceiveTcpOptions, ChecksumOffloads.ReceiveTcpIPv4, ChecksumOffloads.ReceiveUdpIPv4, ChecksumOffloads.ReceiveIPv4Header]),
        (IPv6TransmitOffset, [ChecksumOffloads.TransmitIPv6Extensions, ChecksumOffloads.TransmitTcpOptions, ChecksumOffloads.TransmitTcpIPv6, ChecksumOffloads.TransmitUdpIPv6]),
        (IPv6ReceiveOffset, [ChecksumOffloads.ReceiveIPv6Extensions, ChecksumOffloads.ReceiveTcpOptions, ChecksumOffloads.ReceiveTcpIPv6, ChecksumOffloads.ReceiveUdpIPv6]),
    ];

    private static readonly SegmentationLayout _lsoV1 = new(36, TcpOptionsBit: 0, NetworkOptionsBit: 2);
    private static readonly SegmentationLayout _lsoV2IPv4 = new(80);
    private static readonly SegmentationLayout _lsoV2IPv6 = new(92, TcpOptionsBit: 2, NetworkOptionsBit: 0);
    private static readonly SegmentationLayout _usoIPv4 = new(188, IsUdp: true);
    private static readonly SegmentationLayout _usoIPv6 = new(200, NetworkOptionsBit: 0, IsUdp: true);

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

        _lsoV1.Write(destination, LargeSendV1);
        _lsoV2IPv4.Write(destination, LargeSendV2IPv4);
        _lsoV2IPv6.Write(destination, LargeSendV2IPv6);
        destination[RscOffset] = CoalesceIPv4 ? (byte)1 : (byte)0;
        destination[RscOffset + 1] = CoalesceIPv6 ? (byte)1 : (byte)0;
        _usoIPv4.Write(destination, UdpSegmentationIPv4);
        _usoIPv6.Write(destination, UdpSegmentationIPv6);
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
            LargeSendV1 = _lsoV1.Read(whole),
            LargeSendV2IPv4 = _lsoV2IPv4.Read(whole),
            LargeSendV2IPv6 = _lsoV2IPv6.Read(whole),
            CoalesceIPv4 = whole[RscOffset] != 0,
            CoalesceIPv6 = whole[RscOffset + 1] != 0,
            UdpSegmentationIPv4 = _usoIPv4.Read(whole),
            UdpSegmentationIPv6 = _usoIPv6.Read(whole),
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
}
