namespace NetStackSim.Packets;

/// <summary>What is wrong with a packet, by <see cref="FrameValidator"/>.</summary>
[Flags]
public enum FrameProblems
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Too short for its Ethernet or IP header, or another IP version than the EtherType says.</summary>
    Header = 0x01,

    /// <summary>An IP length field contradicts the bytes at hand.</summary>
    IpLength = 0x02,

    /// <summary>The IPv4 header checksum is wrong.</summary>
    IPv4Checksum = 0x04,

    /// <summary>IPv4 options, IPv6 extension headers or neighbour discovery options have illegal lengths.</summary>
    Options = 0x08,

    /// <summary>The TCP, UDP or ICMP header does not fit, or the UDP length contradicts the bytes at hand.</summary>
    TransportHeader = 0x10,

    /// <summary>The TCP, UDP or ICMP checksum is wrong.</summary>
    TransportChecksum = 0x20,

    /// <summary>TCP options have illegal lengths.</summary>
    TcpOptions = 0x40,

    /// <summary>The ARP packet is not for IPv4 over Ethernet.</summary>
    Arp = 0x80,
}
