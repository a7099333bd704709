using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>Stacks headers into a buffer and, at the end, fills in what depends on what follows: types, lengths, checksums. For tests and tools.</summary>
/// <remarks>
/// <para>Each method returns the next builder; go on with that one. All of them write into the same buffer, which the caller owns.</para>
/// <code>
/// ReadOnlySpan&lt;byte&gt; frame = new PacketBuilder(stackalloc byte[1514])
///     .Ethernet(destination, source)
///     .IPv4(from, to)
///     .Udp(5353, 53)
///     .Payload(query)
///     .Build();
/// </code>
/// <para>A field that is given explicitly stays: an EtherType, a protocol number. To get a wrong checksum or length, change the bytes after building.</para>
/// </remarks>
public readonly ref partial struct PacketBuilder
{
    private const int MaximumLayers = 12;

    private readonly Span<byte> _buffer;
    private readonly Layers _layers;
    private readonly int _count;
    private readonly int _length;
    private readonly NextField _next;

    /// <summary>Starts with an empty packet.</summary>
    /// <param name="buffer">Where the packet is built.</param>
    public PacketBuilder(Span<byte> buffer) => _buffer = buffer;

    private PacketBuilder(Span<byte> buffer, Layers layers, int count, int length, NextField next)
    {
        _buffer = buffer;
        _layers = layers;
        _count = count;
        _length = length;
        _next = next;
    }

    /// <summary>Starts with an empty packet in a buffer of its own.</summary>
    /// <param name="capacity">The longest packet.</param>
    public static PacketBuilder Allocate(int capacity = 2048) => new(new byte[capacity]);

    /// <summary>Bytes so far.</summary>
    public int Length => _length;

    /// <summary>Adds an Ethernet header.</summary>
    /// <param name="destination">The receiver.</param>
    /// <param name="source">The sender.</param>
    /// <param name="etherType">The type; null takes it from the next layer.</param>
    public PacketBuilder Ethernet(MacAddress destination, MacAddress source, ushort? etherType = null)
    {
        int length = EthernetHeader.Write(Rest, destination, source, etherType ?? 0);
        return Add(LayerKind.Plain, length, etherType is null ? new NextField(_length + 12, isEtherType: true) : default);
    }

    /// <summary>Adds an Ethernet header with an 802.1Q tag.</summary>
    /// <inheritdoc cref="Ethernet(MacAddress, MacAddress, ushort?)"/>
    public PacketBuilder Ethernet(MacAddress destination, MacAddress source, VlanTag tag, ushort? etherType = null)
    {
        int length = EthernetHeader.Write(Rest, destination, source, tag, etherType ?? 0);
        return Add(LayerKind.Plain, length, etherType is null ? new NextField(_length + 16, isEtherType: true) : default);
    }

    /// <summary>Adds an ARP packet.</summary>
    public PacketBuilder Arp(ArpOperation operation, MacAddress senderMac, scoped in IpAddress sender, MacAddress targetMac, scoped in IpAddress target)
    {
        SetNext(EtherTypes.Arp, default);
        return Add(LayerKind.Plain, ArpPacket.Write(Rest, operation, senderMac, sender, targetMac, target), default);
    }

    /// <summary>Adds an IPv4 header; total length and checksum come at the end.</summary>
    /// <param name="source">The source.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="timeToLive">Time to live.</param>
    /// <param name="identification">The identification field.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="fragmentOffset">The offset in bytes, a multiple of 8.</param>
    /// <param name="trafficClass">DSCP and ECN.</param>
    /// <param name="options">Option bytes.</param>
    /// <param name="protocol">The protocol; null takes it from the next layer.</param>
    public PacketBuilder IPv4(
        scoped in IpAddress source,
        scoped in IpAddress destination,
        byte timeToLive = 128,
        ushort identification = 0,
        IPv4Flags flags = IPv4Flags.None,
        int fragmentOffset = 0,
        byte trafficClass = 0,
        scoped ReadOnlySpan<byte> options = default,
        IpProtocol? protocol = null)
    {
        SetNext(EtherTypes.IPv4, IpProtocol.IPv4);
        int length = IPv4Header.Write(
            Rest, source, destination, protocol ?? 0, 0, identification, timeToLive, trafficClass, flags, fragmentOffset, options, withChecksum: false);
        return Add(LayerKind.IPv4, length, protocol is null ? new NextField(_length + 9, isEtherType: false) : default);
    }

    /// <summary>Adds an IPv6 base header; the payload length comes at the end.</summary>
    /// <param name="source">The source.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="hopLimit">The hop limit.</param>
    /// <param name="trafficClass">DSCP and ECN.</param>
    /// <param name="flowLabel">20 bits.</param>
    /// <param name="nextHeader">The next header; null takes it from the next layer.</param>
    public PacketBuilder IPv6(
        scoped in IpAddress source, scoped in IpAddress destination, byte hopLimit = 128, byte trafficClass = 0, uint flowLabel = 0, IpProtocol? nextHeader = null)
    {
        SetNext(EtherTypes.IPv6, IpProtocol.IPv6);
        int length = IPv6Header.Write(Rest, source, destination, nextHeader ?? IpProtocol.NoNextHeader, 0, hopLimit, trafficClass, flowLabel);
        return Add(LayerKind.IPv6, length, nextHeader is null ? new NextField(_length + 6, isEtherType: false) : default);
    }

    /// <summary>Adds an IPv4 or IPv6 header by the family of the addresses.</summary>
    public PacketBuilder IP(scoped in IpAddress source, scoped in IpAddress destination, byte hopLimit = 128) =>
        source.IsV4 ? IPv4(source, destination, hopLimit) : IPv6(source, destination, hopLimit);

    /// <summary>Adds an IPv6 options or routing header: two bytes of head and the body, padded with PadN to a multiple of eight.</summary>
    /// <param name="type">Hop-by-hop options, destination options or routing.</param>
    /// <param name="body">What stands behind next header and length.</param>
    public PacketBuilder Extension(IpProtocol type, scoped ReadOnlySpan<byte> body)
    {
        SetNext(0, type);
        int length = (body.Length + 2 + 7) & ~7;
        Span<byte> area = Rest[..length];
        area.Clear();
        area[0] = (byte)IpProtocol.NoNextHeader;
        area[1] = (byte)((length / 8) - 1);
        body.CopyTo(area[2..]);
        PadOptions(area[(2 + body.Length)..]);
        return Add(LayerKind.Plain, length, new NextField(_length, isEtherType: false));
    }

    /// <summary>Adds an IPv6 fragment header.</summary>
    /// <param name="fragmentOffset">The offset in bytes, a multiple of 8.</param>
    /// <param name="moreFragments">True when more follow.</param>
    /// <param name="identification">The identification.</param>
    /// <param name="nextHeader">The type of what was fragmented; null takes it from the next layer.</param>
    public PacketBuilder Fragment(int fragmentOffset, bool moreFragments, uint identification, IpProtocol? nextHeader = null)
    {
        SetNext(0, IpProtocol.FragmentHeader);
        int length = IPv6FragmentHeader.Write(Rest, nextHeader ?? IpProtocol.NoNextHeader, fragmentOffset, moreFragments, identification);
        return Add(LayerKind.Plain, length, nextHeader is null ? new NextField(_length, isEtherType: false) : default);
    }

    /// <summary>Adds an ICMPv4 header.</summary>
    public PacketBuilder Icmp4(Icmp4Type type, byte code = 0, uint rest = 0)
    {
        SetNext(0, IpProtocol.Icmp);
        return Add(LayerKind.Icmp4, Icmp4Header.Write(Rest, type, code, rest), default);
    }

    /// <summary>Adds an ICMPv6 header; neighbour discovery bodies follow as payload.</summary>
    public PacketBuilder Icmp6(Icmp6Type type, byte code = 0, uint rest = 0)
    {
        SetNext(0, IpProtocol.IcmpV6);
        return Add(LayerKind.Icmp6, Icmp6Header.Write(Rest, type, code, rest), default);
    }

    /// <summary>Adds a whole ICMPv6 message, for example one that a neighbour discovery writer made; its checksum comes at the end.</summary>
    public PacketBuilder Icmp6Message(scoped ReadOnlySpan<byte> message)
    {
        SetNext(0, IpProtocol.IcmpV6);
        message.CopyTo(Rest);
        return Add(LayerKind.Icmp6, message.Length, default);
    }

    /// <summary>Adds a UDP header; length and checksum come at the end.</summary>
    public PacketBuilder Udp(ushort sourcePort, ushort destinationPort)
    {
        SetNext(0, IpProtocol.Udp);
        return Add(LayerKind.Udp, UdpHeader.Write(Rest, sourcePort, destinationPort, 0), default);
    }

    /// <summary>Adds a TCP header without options.</summary>
    public PacketBuilder Tcp(
        ushort sourcePort, ushort destinationPort, uint sequence, uint acknowledgment, TcpFlags flags, ushort window = 65535, ushort urgentPointer = 0) =>
        Tcp(sourcePort, destinationPort, sequence, acknowledgment, flags, window, ReadOnlySpan<byte>.Empty, urgentPointer);

    /// <summary>Adds a TCP header with options in the order of Windows.</summary>
    public PacketBuilder Tcp(
        ushort sourcePort, ushort destinationPort, uint sequence, uint acknowledgment, TcpFlags flags, ushort window, scoped in TcpOptions options)
    {
        Span<byte> bytes = stackalloc byte[TcpHeader.MaximumOptions];
        return Tcp(sourcePort, destinationPort, sequence, acknowledgment, flags, window, bytes[..options.Write(bytes)]);
    }

    /// <summary>Adds a TCP header with raw option bytes, padded with zeros to a multiple of four.</summary>
    public PacketBuilder Tcp(
        ushort sourcePort,
        ushort destinationPort,
        uint sequence,
        uint acknowledgment,
        TcpFlags flags,
        ushort window,
        scoped ReadOnlySpan<byte> options,
        ushort urgentPointer = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Length, TcpHeader.MaximumOptions, nameof(options));
        SetNext(0, IpProtocol.Tcp);
        int padded = (options.Length + 3) & ~3;
        int length = TcpHeader.Write(
            Rest, sourcePort, destinationPort, new SequenceNumber(sequence), new SequenceNumber(acknowledgment), flags, window, padded, urgentPointer);
        Span<byte> area = Rest.Slice(TcpHeader.Size, padded);
        area.Clear();
        options.CopyTo(area);
        return Add(LayerKind.Tcp, length, default);
    }

    /// <summary>Adds bytes.</summary>
    public PacketBuilder Payload(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Rest);
        return new PacketBuilder(_buffer, _layers, _count, _length + bytes.Length, default);
    }

    /// <summary>Adds that many bytes counting up from zero.</summary>
    public PacketBuilder PayloadOf(int length)
    {
        Span<byte> area = Rest[..length];
        for (int i = 0; i < area.Length; i++)
        {
            area[i] = (byte)i;
        }

        return new PacketBuilder(_buffer, _layers, _count, _length + length, default);
    }

    private Span<byte> Rest => _buffer[_length..];

    private PacketBuilder Add(LayerKind kind, int length, NextField next)
    {
        if (_count == MaximumLayers)
        {
            throw new InvalidOperationException($"More than {MaximumLayers} layers.");
        }

        Layers layers = _layers;
        layers[_count] = new Layer(kind, _length);
        return new PacketBuilder(_buffer, layers, _count + 1, _length + length, next);
    }

    // Tells the layer before what this one is.
    private void SetNext(ushort etherType, IpProtocol protocol)
    {
        if (!_next.IsSet)
        {
            return;
        }

        if (_next.IsEtherType)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_buffer[_next.Offset..], etherType);
        }
        else
        {
            _buffer[_next.Offset] = (byte)protocol;
        }
    }

    private static void PadOptions(Span<byte> padding)
    {
        if (padding.Length > 1)
        {
            padding[0] = IPv6OptionReader.PadN;
            padding[1] = (byte)(padding.Length - 2);
        }
    }

    private enum LayerKind : byte
    {
        Plain,
        IPv4,
        IPv6,
        Icmp4,
        Icmp6,
        Udp,
        Tcp,
    }

    private readonly struct Layer(LayerKind kind, int offset)
    {
        public readonly LayerKind Kind = kind;
        public readonly int Offset = offset;
    }

    // Where the type of the next layer is written; a default value means nowhere.
    private readonly struct NextField(int offset, bool isEtherType)
    {
        public readonly int Offset = offset;
        public readonly bool IsEtherType = isEtherType;
        public readonly bool IsSet = true;
    }

    [InlineArray(MaximumLayers)]
    private struct Layers
    {
        private Layer _first;
    }
}
