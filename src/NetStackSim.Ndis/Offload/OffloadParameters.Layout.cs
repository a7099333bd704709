using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <content>The layout of NDIS_OFFLOAD_PARAMETERS: revision 6 (NDIS 6.89), read from revision 1 on.</content>
public sealed partial record OffloadParameters : IOidStructure<OffloadParameters>
{
    /// <summary>Bytes of NDIS_OFFLOAD_PARAMETERS, revision 6.</summary>
    public const int Size = 35;

    private const byte Revision = 6;
    private const int FirstRevisionSize = 20;
    private const int FlagsOffset = 16;

    /// <inheritdoc/>
    static int IOidStructure<OffloadParameters>.MinimumSize => FirstRevisionSize;

    /// <inheritdoc/>
    int IOidStructure<OffloadParameters>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, Revision, Size).Write(destination);
        destination[4] = (byte)IPv4Checksum;
        destination[5] = (byte)TcpIPv4Checksum;
        destination[6] = (byte)UdpIPv4Checksum;
        destination[7] = (byte)TcpIPv6Checksum;
        destination[8] = (byte)UdpIPv6Checksum;
        destination[9] = (byte)LargeSendV1;
        destination[11] = (byte)LargeSendV2IPv4;
        destination[12] = (byte)LargeSendV2IPv6;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[FlagsOffset..], SkipRegistryUpdate ? 1u : 0u);
        destination[22] = (byte)CoalesceIPv4;
        destination[23] = (byte)CoalesceIPv6;
        destination[32] = (byte)UdpSegmentationIPv4;
        destination[33] = (byte)UdpSegmentationIPv6;
        destination[34] = (byte)CoalesceUdp;
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out OffloadParameters value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, FirstRevisionSize, out NdisObjectHeader header))
        {
            return false;
        }

        // What an older revision does not have stays as it is.
        Span<byte> whole = stackalloc byte[Size];
        whole.Clear();
        source[..Math.Min((int)header.Size, Size)].CopyTo(whole);
        value = new OffloadParameters
        {
            IPv4Checksum = (ChecksumSetting)whole[4],
            TcpIPv4Checksum = (ChecksumSetting)whole[5],
            UdpIPv4Checksum = (ChecksumSetting)whole[6],
            TcpIPv6Checksum = (ChecksumSetting)whole[7],
            UdpIPv6Checksum = (ChecksumSetting)whole[8],
            LargeSendV1 = (OffloadSetting)whole[9],
            LargeSendV2IPv4 = (OffloadSetting)whole[11],
            LargeSendV2IPv6 = (OffloadSetting)whole[12],
            SkipRegistryUpdate = (BinaryPrimitives.ReadUInt32LittleEndian(whole[FlagsOffset..]) & 1) != 0,
            CoalesceIPv4 = (OffloadSetting)whole[22],
            CoalesceIPv6 = (OffloadSetting)whole[23],
            UdpSegmentationIPv4 = (OffloadSetting)whole[32],
            UdpSegmentationIPv6 = (OffloadSetting)whole[33],
            CoalesceUdp = (OffloadSetting)whole[34],
        };
        return value.IsValid;
    }

    private bool IsValid =>
        IPv4Checksum <= ChecksumSetting.BothOn && TcpIPv4Checksum <= ChecksumSetting.BothOn && UdpIPv4Checksum <= ChecksumSetting.BothOn
        && TcpIPv6Checksum <= ChecksumSetting.BothOn && UdpIPv6Checksum <= ChecksumSetting.BothOn
        && LargeSendV1 <= OffloadSetting.On && LargeSendV2IPv4 <= OffloadSetting.On && LargeSendV2IPv6 <= OffloadSetting.On
        && CoalesceIPv4 <= OffloadSetting.On && CoalesceIPv6 <= OffloadSetting.On && CoalesceUdp <= OffloadSetting.On
        && UdpSegmentationIPv4 <= OffloadSetting.On && UdpSegmentationIPv6 <= OffloadSetting.On;
}
