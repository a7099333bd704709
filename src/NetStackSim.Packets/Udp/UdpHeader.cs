using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetStackSim.Packets;

/// <summary>A view of a UDP header (RFC 768) and its payload.</summary>
public readonly ref struct UdpHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 8;

    /// <summary>The offset of the checksum field.</summary>
    public const int ChecksumOffset = 6;

    private readonly ref readonly Layout _wire;
    private readonly ReadOnlySpan<byte> _data;

    private UdpHeader(ReadOnlySpan<byte> data, ref readonly Layout wire)
    {
        _data = data;
        _wire = ref wire;
    }

    /// <summary>The source port; 0 when not used.</summary>
    public ushort SourcePort => WireOrder.Convert(_wire.SourcePort);

    /// <summary>The destination port.</summary>
    public ushort DestinationPort => WireOrder.Convert(_wire.DestinationPort);

    /// <summary>The length field: header and payload.</summary>
    public int Length => WireOrder.Convert(_wire.Length);

    /// <summary>The checksum field; 0 means none (IPv4 only).</summary>
    public ushort Checksum => WireOrder.Convert(_wire.Checksum);

    /// <summary>True when the length covers the header and does not exceed the data.</summary>
    public bool HasValidLength => Length >= Size && Length <= _data.Length;

    /// <summary>The payload: cut to the length field when that is valid, else all that follows the header.</summary>
    public ReadOnlySpan<byte> Payload => HasValidLength ? _data[Size..Length] : _data[Size..];

    /// <summary>True when the checksum is right for these addresses, or absent over IPv4. The length must be valid.</summary>
    public bool IsChecksumValid(in IpAddress source, in IpAddress destination)
    {
        if (_wire.Checksum == 0)
        {
            return source.IsV4;
        }

        ReadOnlySpan<byte> datagram = HasValidLength ? _data[..Length] : _data;
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, (uint)datagram.Length);
        return InternetChecksum.IsValid(InternetChecksum.Sum(datagram, sum));
    }

    /// <summary>Reads the header; eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> data, out UdpHeader view)
    {
        if (data.Length >= Size)
        {
            view = new UdpHeader(data, in MemoryMarshal.AsRef<Layout>(data));
            return true;
        }

        view = default;
        return false;
    }

    /// <summary>Writes a header.</summary>
    /// <param name="span">At least eight bytes.</param>
    /// <param name="sourcePort">The source port.</param>
    /// <param name="destinationPort">The destination port.</param>
    /// <param name="length">Header and payload; the low 16 bits are written.</param>
    /// <param name="checksum">The checksum field.</param>
    /// <returns>8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(Span<byte> span, ushort sourcePort, ushort destinationPort, int length, ushort checksum = 0)
    {
        ref Layout wire = ref MemoryMarshal.AsRef<Layout>(span);
        wire.SourcePort = WireOrder.Convert(sourcePort);
        wire.DestinationPort = WireOrder.Convert(destinationPort);
        wire.Length = WireOrder.Convert((ushort)length);
        wire.Checksum = WireOrder.Convert(checksum);
        return Size;
    }

    /// <summary>Sets the checksum field.</summary>
    public static void SetChecksum(Span<byte> header, ushort checksum) =>
        MemoryMarshal.AsRef<Layout>(header).Checksum = WireOrder.Convert(checksum);

    /// <summary>Computes and writes the checksum of a whole datagram in one span.</summary>
    /// <param name="datagram">Header and payload, exactly.</param>
    /// <param name="source">The source address.</param>
    /// <param name="destination">The destination address.</param>
    public static void FillChecksum(Span<byte> datagram, in IpAddress source, in IpAddress destination)
    {
        SetChecksum(datagram, 0);
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, (uint)datagram.Length);
        SetChecksum(datagram, InternetChecksum.FinishUdp(InternetChecksum.Sum(datagram, sum)));
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Layout
    {
        public ushort SourcePort;
        public ushort DestinationPort;
        public ushort Length;
        public ushort Checksum;
    }
}
