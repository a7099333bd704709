namespace NetStackSim.Packets;

/// <summary>IP protocol numbers and IPv6 next-header values (IANA protocol-numbers registry).</summary>
public enum IpProtocol : byte
{
    /// <summary>IPv6 hop-by-hop options (RFC 8200 section 4.3).</summary>
    HopByHopOptions = 0,

    /// <summary>ICMP for IPv4 (RFC 792).</summary>
    Icmp = 1,

    /// <summary>Internet Group Management Protocol (RFC 3376).</summary>
    Igmp = 2,

    /// <summary>IPv4 in IP (RFC 2003).</summary>
    IPv4 = 4,

    /// <summary>Transmission Control Protocol (RFC 9293).</summary>
    Tcp = 6,

    /// <summary>User Datagram Protocol (RFC 768).</summary>
    Udp = 17,

    /// <summary>IPv6 in IP (RFC 4213).</summary>
    IPv6 = 41,

    /// <summary>IPv6 routing header (RFC 8200 section 4.4).</summary>
    RoutingHeader = 43,

    /// <summary>IPv6 fragment header (RFC 8200 section 4.5).</summary>
    FragmentHeader = 44,

    /// <summary>Generic routing encapsulation (RFC 2784).</summary>
    Gre = 47,

    /// <summary>IPsec encapsulating security payload (RFC 4303).</summary>
    Esp = 50,

    /// <summary>IPsec authentication header (RFC 4302).</summary>
    Ah = 51,

    /// <summary>ICMP for IPv6 (RFC 4443).</summary>
    IcmpV6 = 58,

    /// <summary>IPv6: nothing follows (RFC 8200 section 4.7).</summary>
    NoNextHeader = 59,

    /// <summary>IPv6 destination options (RFC 8200 section 4.6).</summary>
    DestinationOptions = 60,

    /// <summary>Mobility header (RFC 6275).</summary>
    MobilityHeader = 135,

    /// <summary>Reserved for raw sockets and filters that mean "any" (RFC 3692 range end).</summary>
    Reserved = 255,
}
