using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetStackSim.Packets;

/// <summary>A view of an IPv6 base header (RFC 8200 section 3) and what follows it.</summary>
/// <remarks>As with IPv4 the payload length is not compared with the data when parsing; receivers ask <see cref="HasValidPayloadLength"/>.</remarks>
public readonly ref struct IPv6Header
{
    /// <summary>Bytes of the base header.</summary>
    public const int Size = 40;

    /// <summary>The MTU that every link must carry (RFC 8200 section 5).</summary>
    public const int MinimumMtu = 1280;

    private readonly ref readonly Layout _wire;
    private readonly ReadOnlySpan<byte> _data;

    private IPv6Header(ReadOnlySpan<byte> data, ref readonly Layout wire)
    {
        _data = data;
        _wire = ref wire;
    }

    /// <summary>DSCP and ECN in one byte.</summary>
    public byte TrafficClass => (byte)(WireOrder.Convert(_wire.VersionClassFlow) >> 20);

    /// <summary>Differentiated services code point, 0-63.</summary>
    public int Dscp => TrafficClass >> 2;

    /// <summary>The ECN field.</summary>
    public EcnCodepoint Ecn => (EcnCodepoint)(TrafficClass & 3);

    /// <summary>The flow label, 20 bits.</summary>
    public uint FlowLabel => WireOrder.Convert(_wire.VersionClassFlow) & 0xF_FFFF;

    /// <summary>The payload length field: extension headers and upper layer.</summary>
    public int PayloadLength => WireOrder.Convert(_wire.PayloadLength);

    /// <summary>The type of the first header behind this one.</summary>
    public IpProtocol NextHeader => (IpProtocol)_wire.NextHeader;

    /// <summary>The hop limit.</summary>
    public byte HopLimit => _wire.HopLimit;

    /// <summary>The source address.</summary>
    public IpAddress Source => IpAddress.FromV6(WireOrder.Convert(_wire.SourceHigh), WireOrder.Convert(_wire.SourceLow));

    /// <summary>The destination address.</summary>
    public IpAddress Destination => IpAddress.FromV6(WireOrder.Convert(_wire.DestinationHigh), WireOrder.Convert(_wire.DestinationLow));

    /// <summary>True when the payload length does not exceed the data.</summary>
    public bool HasValidPayloadLength => Size + PayloadLength <= _data.Length;

    /// <summary>The base header.</summary>
    public ReadOnlySpan<byte> Header => _data[..Size];

    /// <summary>The packet: base header and payload, cut to the payload length when that is valid.</summary>
    public ReadOnlySpan<byte> Packet => HasValidPayloadLength ? _data[..(Size + PayloadLength)] : _data;

    /// <summary>Extension headers and upper layer, cut to the payload length when that is valid.</summary>
    public ReadOnlySpan<byte> Payload => Packet[Size..];

    /// <summary>Walks the extension headers one by one; offsets count from the start of the base header.</summary>
    public IPv6ExtensionReader Extensions => new(Packet, NextHeader);

    /// <summary>Finds the upper layer behind the extension headers.</summary>
    public IPv6HeaderChain FindUpperLayer() => IPv6HeaderChain.Walk(Packet, NextHeader);

    /// <summary>Reads the header: 40 bytes, version 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> data, out IPv6Header view)
    {
        if (data.Length >= Size && data[0] >> 4 == 6)
        {
            view = new IPv6Header(data, in MemoryMarshal.AsRef<Layout>(data));
            return true;
        }

        view = default;
        return false;
    }

    /// <summary>Reads the header and tells why it could not.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out IPv6Header view, out ParseError error)
    {
        bool parsed = TryParse(data, out view);
        error = parsed ? ParseError.None : data.Length > 0 && data[0] >> 4 != 6 ? ParseError.BadVersion : ParseError.TooShort;
        return parsed;
    }

    /// <summary>Writes a base header.</summary>
    /// <param name="span">At least 40 bytes.</param>
    /// <param name="source">The source, IPv6.</param>
    /// <param name="destination">The destination, IPv6.</param>
    /// <param name="nextHeader">The type of what follows.</param>
    /// <param name="payloadLength">Extension headers and upper layer; the low 16 bits are written.</param>
    /// <param name="hopLimit">The hop limit; 255 for neighbour discovery.</param>
    /// <param name="trafficClass">DSCP and ECN.</param>
    /// <param name="flowLabel">20 bits.</param>
    /// <returns>40.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public static int Write(
        Span<byte> span,
        in IpAddress source,
        in IpAddress destination,
        IpProtocol nextHeader,
        int payloadLength,
        byte hopLimit = 128,
        byte trafficClass = 0,
        uint flowLabel = 0)
    {
        ref Layout wire = ref MemoryMarshal.AsRef<Layout>(span);
        wire.VersionClassFlow = WireOrder.Convert(0x6000_0000 | ((uint)trafficClass << 20) | (flowLabel & 0xF_FFFF));
        wire.PayloadLength = WireOrder.Convert((ushort)payloadLength);
        wire.NextHeader = (byte)nextHeader;
        wire.HopLimit = hopLimit;
        wire.SourceHigh = WireOrder.Convert(source.High);
        wire.SourceLow = WireOrder.Convert(source.Low);
        wire.DestinationHigh = WireOrder.Convert(destination.High);
        wire.DestinationLow = WireOrder.Convert(destination.Low);
        return Size;
    }

    /// <summary>Sets the payload length field.</summary>
    public static void SetPayloadLength(Span<byte> header, int payloadLength) =>
        MemoryMarshal.AsRef<Layout>(header).PayloadLength = WireOrder.Convert((ushort)payloadLength);

    /// <summary>Sets the next-header field of the base header.</summary>
    public static void SetNextHeader(Span<byte> header, IpProtocol nextHeader) =>
        MemoryMarshal.AsRef<Layout>(header).NextHeader = (byte)nextHeader;

    /// <summary>Sets the hop limit: what a router does.</summary>
    public static void SetHopLimit(Span<byte> header, byte hopLimit) => MemoryMarshal.AsRef<Layout>(header).HopLimit = hopLimit;

    /// <summary>Sets DSCP and ECN: what an ECN-marking queue does.</summary>
    public static void SetTrafficClass(Span<byte> header, byte trafficClass)
    {
        ref Layout wire = ref MemoryMarshal.AsRef<Layout>(header);
        wire.VersionClassFlow = WireOrder.Convert((WireOrder.Convert(wire.VersionClassFlow) & 0xF00F_FFFF) | ((uint)trafficClass << 20));
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Layout
    {
        public uint VersionClassFlow;
        public ushort PayloadLength;
        public byte NextHeader;
        public byte HopLimit;
        public ulong SourceHigh;
        public ulong SourceLow;
        public ulong DestinationHigh;
        public ulong DestinationLow;
    }
}
