using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Which packets are hashed over what (NDIS_HASH_*): the type part of the hash information.</summary>
[Flags]
[WindowsDdi("NDIS_HASH_TYPE")]
public enum RssHashTypes : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>IPv4: the two addresses.</summary>
    IPv4 = 0x100,

    /// <summary>TCP over IPv4: addresses and ports.</summary>
    TcpIPv4 = 0x200,

    /// <summary>IPv6: the two addresses.</summary>
    IPv6 = 0x400,

    /// <summary>IPv6: the home address in place of the source, the address of a type 2 routing header in place of the destination.</summary>
    IPv6Ex = 0x800,

    /// <summary>TCP over IPv6: addresses and ports.</summary>
    TcpIPv6 = 0x1000,

    /// <summary>TCP over IPv6 with the addresses of <see cref="IPv6Ex"/>.</summary>
    TcpIPv6Ex = 0x2000,

    /// <summary>UDP over IPv4: addresses and ports.</summary>
    UdpIPv4 = 0x4000,

    /// <summary>UDP over IPv6: addresses and ports.</summary>
    UdpIPv6 = 0x8000,

    /// <summary>UDP over IPv6 with the addresses of <see cref="IPv6Ex"/>.</summary>
    UdpIPv6Ex = 0x1_0000,

    /// <summary>All types.</summary>
    All = 0x1_FF00,
}
