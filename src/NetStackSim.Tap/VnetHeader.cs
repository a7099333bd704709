using System.Buffers.Binary;
using NetStackSim.Nic;

namespace NetStackSim.Tap;

/// <summary>The ten bytes before each frame of a TAP device with IFF_VNET_HDR (struct virtio_net_hdr), from and to <see cref="WireMetadata"/>.</summary>
internal static class VnetHeader
{
    internal const int Size = 10;

    private const byte NeedsChecksum = 1;
    private const byte DataValid = 2;
    private const byte TypeTcpV4 = 1;
    private const byte TypeTcpV6 = 4;
    private const byte TypeUdpSegments = 5;
    private const byte TypeEcn = 0x80;

    /// <summary>Reads a header.</summary>
    /// <returns>False for a segmentation type that was never asked for.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> header, out WireMetadata wire)
    {
        wire = default;
        int type = header[1] & ~TypeEcn;
        SegmentationType segmentation = type switch
        {
            0 => SegmentationType.None,
            TypeTcpV4 => SegmentationType.TcpV4,
            TypeTcpV6 => SegmentationType.TcpV6,
            TypeUdpSegments => SegmentationType.Udp,
            _ => SegmentationType.Ecn,
        };
        if (segmentation == SegmentationType.Ecn)
        {
            return false;
        }

        wire.Segmentation = segmentation | ((header[1] & TypeEcn) != 0 ? SegmentationType.Ecn : SegmentationType.None);
        wire.Checksum = (header[0] & NeedsChecksum) != 0 ? ChecksumState.Partial
            : (header[0] & DataValid) != 0 ? ChecksumState.Valid
            : ChecksumState.None;
        wire.HeaderLength = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
        wire.SegmentSize = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        if (wire.Checksum == ChecksumState.Partial)
        {
            wire.ChecksumStart = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
            wire.ChecksumOffset = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        }

        return true;
    }

    /// <summary>Writes a header.</summary>
    internal static void Write(Span<byte> header, in WireMetadata wire)
    {
        header[..Size].Clear();
        header[0] = wire.Checksum switch { ChecksumState.Partial => NeedsChecksum, ChecksumState.Valid => DataValid, _ => 0 };
        if (wire.Checksum == ChecksumState.Partial)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], wire.ChecksumStart);
            BinaryPrimitives.WriteUInt16LittleEndian(header[8..], wire.ChecksumOffset);
        }

        if (!wire.IsLarge)
        {
            return;
        }

        byte type = (wire.Segmentation & SegmentationType.All) switch
        {
            SegmentationType.TcpV4 => TypeTcpV4,
            SegmentationType.TcpV6 => TypeTcpV6,
            _ => TypeUdpSegments,
        };
        header[1] = (byte)(type | ((wire.Segmentation & SegmentationType.Ecn) != 0 ? TypeEcn : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], wire.HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], wire.SegmentSize);
    }
}
