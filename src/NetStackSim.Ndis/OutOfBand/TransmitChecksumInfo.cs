namespace NetStackSim.Ndis;

/// <summary>Slot 0 on send: which checksums the NIC is to compute (NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO.Transmit).</summary>
/// <remarks>
/// The sender writes the pseudo-header sum into the TCP or UDP checksum field and zero into the IP checksum field. Without one of the IP version bits the NIC does
/// nothing.
/// </remarks>
public readonly struct TransmitChecksumInfo : IEquatable<TransmitChecksumInfo>
{
    private const ulong IPv4Bit = 1 << 0;
    private const ulong IPv6Bit = 1 << 1;
    private const ulong TcpBit = 1 << 2;
    private const ulong UdpBit = 1 << 3;
    private const ulong IpHeaderBit = 1 << 4;
    private const int OffsetShift = 16;
    private const ulong OffsetMask = 0x3FF;

    /// <summary>Reads a slot value.</summary>
    public TransmitChecksumInfo(ulong value) => Value = value;

    private TransmitChecksumInfo(ulong bits, int transportHeaderOffset) => Value = bits | (((ulong)transportHeaderOffset & OffsetMask) << OffsetShift);

    /// <summary>The slot value: IsIPv4:1, IsIPv6:1, TcpChecksum:1, UdpChecksum:1, IpHeaderChecksum:1, Reserved:11, TcpHeaderOffset:10.</summary>
    public ulong Value { get; }

    /// <summary>True when nothing is asked for.</summary>
    public bool IsEmpty => Value == 0;

    /// <summary>The frame is IPv4.</summary>
    public bool IsIPv4 => (Value & IPv4Bit) != 0;

    /// <summary>The frame is IPv6.</summary>
    public bool IsIPv6 => (Value & IPv6Bit) != 0;

    /// <summary>Compute the TCP checksum.</summary>
    public bool TcpChecksum => (Value & TcpBit) != 0;

    /// <summary>Compute the UDP checksum.</summary>
    public bool UdpChecksum => (Value & UdpBit) != 0;

    /// <summary>Compute the IPv4 header checksum.</summary>
    public bool IpHeaderChecksum => (Value & IpHeaderBit) != 0;

    /// <summary>Bytes from the start of the frame to the TCP or UDP header.</summary>
    public int TransportHeaderOffset => (int)((Value >> OffsetShift) & OffsetMask);

    /// <summary>A request for the TCP checksum (and, for IPv4 on demand, the header checksum).</summary>
    public static TransmitChecksumInfo ForTcp(bool isIPv4, int transportHeaderOffset, bool ipHeaderChecksum = false) =>
        new((isIPv4 ? IPv4Bit : IPv6Bit) | TcpBit | (ipHeaderChecksum ? IpHeaderBit : 0), transportHeaderOffset);

    /// <summary>A request for the UDP checksum (and, for IPv4 on demand, the header checksum).</summary>
    public static TransmitChecksumInfo ForUdp(bool isIPv4, int transportHeaderOffset, bool ipHeaderChecksum = false) =>
        new((isIPv4 ? IPv4Bit : IPv6Bit) | UdpBit | (ipHeaderChecksum ? IpHeaderBit : 0), transportHeaderOffset);

    /// <summary>A request for the IPv4 header checksum alone.</summary>
    public static TransmitChecksumInfo ForIPv4Header() => new(IPv4Bit | IpHeaderBit);

    /// <summary>The same request with the IPv4 header checksum asked for too.</summary>
    public TransmitChecksumInfo WithIpHeaderChecksum() => new(Value | IpHeaderBit);

    /// <summary>The same request with the transport header <paramref name="delta"/> bytes further from the frame start (a header was put in front).</summary>
    public TransmitChecksumInfo WithOffsetMoved(int delta) => new(Value & ~(OffsetMask << OffsetShift), TransportHeaderOffset + delta);

    /// <inheritdoc/>
    public bool Equals(TransmitChecksumInfo other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TransmitChecksumInfo other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Equality of slot values.</summary>
    public static bool operator ==(TransmitChecksumInfo left, TransmitChecksumInfo right) => left.Equals(right);

    /// <summary>Inequality of slot values.</summary>
    public static bool operator !=(TransmitChecksumInfo left, TransmitChecksumInfo right) => !left.Equals(right);
}
