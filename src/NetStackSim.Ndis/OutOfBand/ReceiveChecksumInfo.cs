namespace NetStackSim.Ndis;

/// <summary>Slot 0 on receive: what the NIC found (NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO.Receive). Neither success nor failure: not checked.</summary>
[Flags]
public enum ReceiveChecksumInfo : uint
{
    /// <summary>Nothing was checked: the stack verifies in software.</summary>
    None = 0,

    /// <summary>The TCP checksum is wrong. The frame is indicated all the same.</summary>
    TcpChecksumFailed = 0x1,

    /// <summary>The UDP checksum is wrong.</summary>
    UdpChecksumFailed = 0x2,

    /// <summary>The IPv4 header checksum is wrong.</summary>
    IpChecksumFailed = 0x4,

    /// <summary>The TCP checksum is right.</summary>
    TcpChecksumSucceeded = 0x8,

    /// <summary>The UDP checksum is right.</summary>
    UdpChecksumSucceeded = 0x10,

    /// <summary>The IPv4 header checksum is right.</summary>
    IpChecksumSucceeded = 0x20,

    /// <summary>The frame was looped back by NDIS: its checksum fields may never have been computed and must not be verified.</summary>
    Loopback = 0x40,

    /// <summary>The TCP checksum bytes in memory are not valid but treated as good (RSC, loopback, virtual switch).</summary>
    TcpChecksumValueInvalid = 0x80,

    /// <summary>The IPv4 header checksum bytes in memory are not valid but treated as good.</summary>
    IpChecksumValueInvalid = 0x100,
}
