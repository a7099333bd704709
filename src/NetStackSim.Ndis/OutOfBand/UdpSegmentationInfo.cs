namespace NetStackSim.Ndis;

/// <summary>Slot 22 on send: a UDP packet that the NIC cuts into datagrams (NDIS_UDP_SEGMENTATION_OFFLOAD_NET_BUFFER_LIST_INFO, NDIS 6.83).</summary>
/// <remarks>MSS:20, UdpHeaderOffset:10, Reserved:1, IPVersion:1 (0 = IPv4, 1 = IPv6). The list has exactly one net buffer.</remarks>
public readonly record struct UdpSegmentationInfo
{
    private const ulong MssMask = 0xF_FFFF;
    private const int OffsetShift = 20;
    private const ulong OffsetMask = 0x3FF;
    private const ulong IPv6Bit = 1UL << 31;

    /// <summary>Reads a slot value.</summary>
    public UdpSegmentationInfo(ulong value) => Value = value;

    /// <summary>Makes a request.</summary>
    public UdpSegmentationInfo(int maximumSegmentSize, int udpHeaderOffset, bool isIPv6) =>
        Value = ((ulong)maximumSegmentSize & MssMask) | (((ulong)udpHeaderOffset & OffsetMask) << OffsetShift) | (isIPv6 ? IPv6Bit : 0);

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>True when the packet is not to be cut.</summary>
    public bool IsEmpty => Value == 0;

    /// <summary>Bytes of payload of each datagram but the last.</summary>
    public int MaximumSegmentSize => (int)(Value & MssMask);

    /// <summary>Bytes from the start of the frame to the UDP header.</summary>
    public int UdpHeaderOffset => (int)((Value >> OffsetShift) & OffsetMask);

    /// <summary>True for IPv6.</summary>
    public bool IsIPv6 => (Value & IPv6Bit) != 0;

    /// <summary>The same request with the UDP header <paramref name="delta"/> bytes further from the frame start.</summary>
    public UdpSegmentationInfo WithOffsetMoved(int delta) => new(MaximumSegmentSize, UdpHeaderOffset + delta, IsIPv6);
}
