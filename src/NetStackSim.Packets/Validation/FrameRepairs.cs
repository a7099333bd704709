namespace NetStackSim.Packets;

/// <summary>What <see cref="FrameRepair"/> filled in.</summary>
[Flags]
public enum FrameRepairs
{
    /// <summary>Nothing had to be changed.</summary>
    None = 0,

    /// <summary>The IPv4 total length or IPv6 payload length, which a large send leaves zero.</summary>
    IpLength = 0x01,

    /// <summary>The IPv4 header checksum.</summary>
    IPv4Checksum = 0x02,

    /// <summary>The UDP length.</summary>
    UdpLength = 0x04,

    /// <summary>The TCP, UDP or ICMP checksum.</summary>
    TransportChecksum = 0x08,
}
