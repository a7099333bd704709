namespace NetStackSim.Ndis;

/// <summary>Slot 2 on send: a TCP packet that the NIC cuts into segments (NDIS_TCP_LARGE_SEND_OFFLOAD_NET_BUFFER_LIST_INFO).</summary>
/// <remarks>
/// Transmit: MSS:20, TcpHeaderOffset:10, Type:1 (0 = version 1, 1 = version 2), IPVersion:1 (version 2: 0 = IPv4, 1 = IPv6). On completion a version 1 NIC writes the
/// TCP payload that it sent, a version 2 NIC leaves zero with the type bit. The list has exactly one net buffer.
/// </remarks>
public readonly struct LargeSendInfo : IEquatable<LargeSendInfo>
{
    private const ulong MssMask = 0xF_FFFF;
    private const int OffsetShift = 20;
    private const ulong OffsetMask = 0x3FF;
    private const ulong Version2Bit = 1UL << 30;
    private const ulong IPv6Bit = 1UL << 31;
    private const ulong PayloadMask = 0x3FFF_FFFF;

    /// <summary>Reads a slot value.</summary>
    public LargeSendInfo(ulong value) => Value = value;

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>True when the packet is not a large send.</summary>
    public bool IsEmpty => Value == 0;

    /// <summary>Bytes of payload of each segment but the last.</summary>
    public int MaximumSegmentSize => (int)(Value & MssMask);

    /// <summary>Bytes from the start of the frame to the TCP header.</summary>
    public int TcpHeaderOffset => (int)((Value >> OffsetShift) & OffsetMask);

    /// <summary>Version 2 (TotalLength 0, pseudo-header sum without length, both IP versions).</summary>
    public bool IsVersion2 => (Value & Version2Bit) != 0;

    /// <summary>IPv6 (version 2 only).</summary>
    public bool IsIPv6 => (Value & IPv6Bit) != 0;

    /// <summary>After completion of a version 1 send: bytes of TCP payload that were sent.</summary>
    public int CompletedPayload => IsVersion2 ? 0 : (int)(Value & PayloadMask);

    /// <summary>A version 1 request (IPv4).</summary>
    public static LargeSendInfo Version1(int maximumSegmentSize, int tcpHeaderOffset) =>
        new(((ulong)maximumSegmentSize & MssMask) | (((ulong)tcpHeaderOffset & OffsetMask) << OffsetShift));

    /// <summary>A version 2 request.</summary>
    public static LargeSendInfo Version2(int maximumSegmentSize, int tcpHeaderOffset, bool isIPv6) =>
        new(Version1(maximumSegmentSize, tcpHeaderOffset).Value | Version2Bit | (isIPv6 ? IPv6Bit : 0));

    /// <summary>What a version 1 NIC writes on completion.</summary>
    public static LargeSendInfo Version1Complete(int payload) => new((ulong)payload & PayloadMask);

    /// <summary>What a version 2 NIC writes on completion.</summary>
    public static LargeSendInfo Version2Complete() => new(Version2Bit);

    /// <summary>The same request with the TCP header <paramref name="delta"/> bytes further from the frame start.</summary>
    public LargeSendInfo WithOffsetMoved(int delta) =>
        new((Value & ~(OffsetMask << OffsetShift)) | (((ulong)(TcpHeaderOffset + delta) & OffsetMask) << OffsetShift));

    /// <inheritdoc/>
    public bool Equals(LargeSendInfo other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LargeSendInfo other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Equality of slot values.</summary>
    public static bool operator ==(LargeSendInfo left, LargeSendInfo right) => left.Equals(right);

    /// <summary>Inequality of slot values.</summary>
    public static bool operator !=(LargeSendInfo left, LargeSendInfo right) => !left.Equals(right);
}
