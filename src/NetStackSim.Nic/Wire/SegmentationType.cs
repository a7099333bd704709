namespace NetStackSim.Nic;

/// <summary>How a large frame is to be cut into frames of the link's size (the segmentation types of a vnet header).</summary>
[Flags]
public enum SegmentationType : byte
{
    /// <summary>An ordinary frame.</summary>
    None = 0,

    /// <summary>TCP over IPv4.</summary>
    TcpV4 = 1,

    /// <summary>TCP over IPv6.</summary>
    TcpV6 = 2,

    /// <summary>UDP over either family: every piece is a datagram of its own.</summary>
    Udp = 4,

    /// <summary>With TCP: the template carries CWR, which only the first segment keeps (RFC 3168 section 6.1.2).</summary>
    Ecn = 0x80,

    /// <summary>Every type that can be cut.</summary>
    All = TcpV4 | TcpV6 | Udp,
}
