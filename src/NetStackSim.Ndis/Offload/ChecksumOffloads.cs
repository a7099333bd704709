namespace NetStackSim.Ndis;

/// <summary>Checksum tasks that a NIC can take over (NDIS_TCP_IP_CHECKSUM_OFFLOAD).</summary>
[Flags]
public enum ChecksumOffloads : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>IPv4 header, transmit.</summary>
    TransmitIPv4Header = 0x1,

    /// <summary>TCP over IPv4, transmit.</summary>
    TransmitTcpIPv4 = 0x2,

    /// <summary>UDP over IPv4, transmit.</summary>
    TransmitUdpIPv4 = 0x4,

    /// <summary>TCP over IPv6, transmit.</summary>
    TransmitTcpIPv6 = 0x8,

    /// <summary>UDP over IPv6, transmit.</summary>
    TransmitUdpIPv6 = 0x10,

    /// <summary>Transmit also with IPv4 options.</summary>
    TransmitIPv4Options = 0x20,

    /// <summary>Transmit also with IPv6 extension headers.</summary>
    TransmitIPv6Extensions = 0x40,

    /// <summary>Transmit also with TCP options.</summary>
    TransmitTcpOptions = 0x80,

    /// <summary>IPv4 header, receive.</summary>
    ReceiveIPv4Header = 0x100,

    /// <summary>TCP over IPv4, receive.</summary>
    ReceiveTcpIPv4 = 0x200,

    /// <summary>UDP over IPv4, receive.</summary>
    ReceiveUdpIPv4 = 0x400,

    /// <summary>TCP over IPv6, receive.</summary>
    ReceiveTcpIPv6 = 0x800,

    /// <summary>UDP over IPv6, receive.</summary>
    ReceiveUdpIPv6 = 0x1000,

    /// <summary>Receive also with IPv4 options.</summary>
    ReceiveIPv4Options = 0x2000,

    /// <summary>Receive also with IPv6 extension headers.</summary>
    ReceiveIPv6Extensions = 0x4000,

    /// <summary>Receive also with TCP options.</summary>
    ReceiveTcpOptions = 0x8000,

    /// <summary>Everything on transmit.</summary>
    AllTransmit = 0xFF,

    /// <summary>Everything on receive.</summary>
    AllReceive = 0xFF00,

    /// <summary>Everything.</summary>
    All = 0xFFFF,
}
