using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetStackSim.Packets;

/// <summary>A view of a TCP header (RFC 9293 section 3.1) and its payload.</summary>
/// <remarks>The data must end where IP says the segment ends: TCP has no length field of its own.</remarks>
public readonly ref struct TcpHeader
{
    /// <summary>Bytes of a header without options.</summary>
    public const int Size = 20;

    /// <summary>Bytes of a header with the most options.</summary>
    public const int MaximumSize = 60;

    /// <summary>The most option bytes.</summary>
    public const int MaximumOptions = MaximumSize - Size;

    /// <summary>The offset of the checksum field.</summary>
    public const int ChecksumOffset = 16;

    private readonly ref readonly Layout _wire;
    private readonly ReadOnlySpan<byte> _data;

    private TcpHeader(ReadOnlySpan<byte> data, ref readonly Layout wire)
    {
        _data = data;
        _wire = ref wire;
    }

    /// <summary>The source port.</summary>
    public ushort SourcePort => WireOrder.Convert(_wire.SourcePort);

    /// <summary>The destination port.</summary>
    public ushort DestinationPort => WireOrder.Convert(_wire.DestinationPort);

    /// <summary>The sequence number of the first data byte, or of the SYN.</summary>
    public SequenceNumber SequenceNumber => new(WireOrder.Convert(_wire.Sequence));

    /// <summary>The next sequence number that the sender expects; counts when ACK is set.</summary>
    public SequenceNumber AcknowledgmentNumber => new(WireOrder.Convert(_wire.Acknowledgment));

    /// <summary>Bytes of the header: 20-60.</summary>
    public int HeaderLength => HeaderLengthOf(_wire.OffsetAndFlags);

    /// <summary>The control bits; reserved bits are cut off.</summary>
    public TcpFlags Flags => (TcpFlags)WireOrder.Convert(_wire.OffsetAndFlags) & TcpFlags.All;

    /// <summary>The three reserved bits (zero on send, ignored on receive).</summary>
    public int ReservedBits => (WireOrder.Convert(_wire.OffsetAndFlags) >> 9) & 7;

    /// <summary>The window field, not scaled.</summary>
    public ushort Window => WireOrder.Convert(_wire.Window);

    /// <summary>The checksum field.</summary>
    public ushort Checksum => WireOrder.Convert(_wire.Checksum);

    /// <summary>The urgent pointer.</summary>
    public ushort UrgentPointer => WireOrder.Convert(_wire.UrgentPointer);

    /// <summary>The header with its options.</summary>
    public ReadOnlySpan<byte> Header => _data[..HeaderLength];

    /// <summary>The option bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _data[Size..HeaderLength];

    /// <summary>Walks the options; <see cref="TcpOptions.Parse"/> reads all of them at once.</summary>
    public OptionReader Options => new(OptionBytes);

    /// <summary>The data.</summary>
    public ReadOnlySpan<byte> Payload => _data[HeaderLength..];

    /// <summary>Sequence numbers that the segment occupies: data bytes, SYN and FIN (SEG.LEN).</summary>
    public uint SegmentLength =>
        (uint)(_data.Length - HeaderLength) + ((Flags & TcpFlags.Syn) != 0 ? 1u : 0) + ((Flags & TcpFlags.Fin) != 0 ? 1u : 0);

    /// <summary>True when the checksum over the whole segment is right for these addresses.</summary>
    public bool IsChecksumValid(in IpAddress source, in IpAddress destination)
    {
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, (uint)_data.Length);
        return InternetChecksum.IsValid(InternetChecksum.Sum(_data, sum));
    }

    /// <summary>Reads the header: data offset at least 20 bytes and inside the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> data, out TcpHeader view)
    {
        if (data.Length >= Size)
        {
            ref readonly Layout wire = ref MemoryMarshal.AsRef<Layout>(data);
            int headerLength = HeaderLengthOf(wire.OffsetAndFlags);
            if (headerLength >= Size && headerLength <= data.Length)
            {
                view = new TcpHeader(data, in wire);
                return true;
            }
        }

        view = default;
        return false;
    }

    /// <summary>Reads the header and tells why it could not.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out TcpHeader view, out ParseError error)
    {
        bool parsed = TryParse(data, out view);
        error = parsed ? ParseError.None : data.Length < Size ? ParseError.TooShort : ParseError.BadHeaderLength;
        return parsed;
    }

    /// <summary>Writes a header whose options, if any, are already behind it or come later.</summary>
    /// <param name="span">At least 20 bytes.</param>
    /// <param name="sourcePort">The source port.</param>
    /// <param name="destinationPort">The destination port.</param>
    /// <param name="sequenceNumber">The sequence number.</param>
    /// <param name="acknowledgmentNumber">The acknowledgment number.</param>
    /// <param name="flags">The control bits.</param>
    /// <param name="window">The window field, already scaled down.</param>
    /// <param name="optionsLength">Bytes of options, a multiple of 4 up to 40: they enter the data offset only.</param>
    /// <param name="urgentPointer">The urgent pointer.</param>
    /// <param name="checksum">The checksum field.</param>
    /// <returns>The header length with options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(
        Span<byte> span,
        ushort sourcePort,
        ushort destinationPort,
        SequenceNumber sequenceNumber,
        SequenceNumber acknowledgmentNumber,
        TcpFlags flags,
        ushort window,
        int optionsLength = 0,
        ushort urgentPointer = 0,
        ushort checksum = 0)
    {
        int headerLength = Size + optionsLength;
        ref Layout wire = ref MemoryMarshal.AsRef<Layout>(span);
        wire.SourcePort = WireOrder.Convert(sourcePort);
        wire.DestinationPort = WireOrder.Convert(destinationPort);
        wire.Sequence = WireOrder.Convert(sequenceNumber.Value);
        wire.Acknowledgment = WireOrder.Convert(acknowledgmentNumber.Value);
        wire.OffsetAndFlags = WireOrder.Convert((ushort)((headerLength << 10) | (int)(flags & TcpFlags.All)));
        wire.Window = WireOrder.Convert(window);
        wire.Checksum = WireOrder.Convert(checksum);
        wire.UrgentPointer = WireOrder.Convert(urgentPointer);
        return headerLength;
    }

    /// <summary>Sets the checksum field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetChecksum(Span<byte> header, ushort checksum) =>
        MemoryMarshal.AsRef<Layout>(header).Checksum = WireOrder.Convert(checksum);

    /// <summary>Sets sequence number and flags: what segmentation does per segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetSequenceAndFlags(Span<byte> header, SequenceNumber sequenceNumber, TcpFlags flags)
    {
        ref Layout wire = ref MemoryMarshal.AsRef<Layout>(header);
        wire.Sequence = WireOrder.Convert(sequenceNumber.Value);
        int offset = WireOrder.Convert(wire.OffsetAndFlags) & ~(int)TcpFlags.All;
        wire.OffsetAndFlags = WireOrder.Convert((ushort)(offset | (int)(flags & TcpFlags.All)));
    }

    /// <summary>Sets acknowledgment number and window: what coalescing on receive does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetAcknowledgmentAndWindow(Span<byte> header, SequenceNumber acknowledgmentNumber, ushort window)
    {
        ref Layout wire = ref MemoryMarshal.AsRef<Layout>(header);
        wire.Acknowledgment = WireOrder.Convert(acknowledgmentNumber.Value);
        wire.Window = WireOrder.Convert(window);
    }

    /// <summary>Computes and writes the checksum of a whole segment in one span.</summary>
    /// <param name="segment">Header and data, exactly.</param>
    /// <param name="source">The source address.</param>
    /// <param name="destination">The destination address.</param>
    public static void FillChecksum(Span<byte> segment, in IpAddress source, in IpAddress destination)
    {
        SetChecksum(segment, 0);
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, (uint)segment.Length);
        SetChecksum(segment, InternetChecksum.Finish(InternetChecksum.Sum(segment, sum)));
    }

    // The data offset is the upper half of the first of the two bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HeaderLengthOf(ushort offsetAndFlags) => (WireOrder.Convert(offsetAndFlags) >> 12) * 4;

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Layout
    {
        public ushort SourcePort;
        public ushort DestinationPort;
        public uint Sequence;
        public uint Acknowledgment;
        public ushort OffsetAndFlags;
        public ushort Window;
        public ushort Checksum;
        public ushort UrgentPointer;
    }
}
