namespace NetStackSim.Ndis;

/// <summary>The public flags of a list (NET_BUFFER_LIST.NblFlags): truths about all of its frames.</summary>
[Flags]
public enum NblFlags : uint
{
    /// <summary>Nothing is claimed.</summary>
    None = 0,

    /// <summary>NDIS_NBL_FLAGS_SEND_READ_ONLY: list and data must not be modified on the send path.</summary>
    SendReadOnly = 0x1,

    /// <summary>NDIS_NBL_FLAGS_RECV_READ_ONLY: list and data must not be modified on the receive path.</summary>
    ReceiveReadOnly = 0x2,

    /// <summary>NDIS_NBL_FLAGS_HD_SPLIT: header and data are split in all frames.</summary>
    HeaderDataSplit = 0x100,

    /// <summary>NDIS_NBL_FLAGS_IS_IPV4: all frames are IPv4. Excludes <see cref="IsIPv6"/>.</summary>
    IsIPv4 = 0x200,

    /// <summary>NDIS_NBL_FLAGS_IS_IPV6: all frames are IPv6. Excludes <see cref="IsIPv4"/>.</summary>
    IsIPv6 = 0x400,

    /// <summary>NDIS_NBL_FLAGS_IS_TCP: all frames are TCP. Needs one of the IP flags, excludes <see cref="IsUdp"/>.</summary>
    IsTcp = 0x800,

    /// <summary>NDIS_NBL_FLAGS_IS_UDP: all frames are UDP. Needs one of the IP flags, excludes <see cref="IsTcp"/>.</summary>
    IsUdp = 0x1000,

    /// <summary>NDIS_NBL_FLAGS_SPLIT_AT_UPPER_LAYER_PROTOCOL_HEADER.</summary>
    SplitAtUpperLayerProtocolHeader = 0x2000,

    /// <summary>NDIS_NBL_FLAGS_SPLIT_AT_UPPER_LAYER_PROTOCOL_PAYLOAD; needs <see cref="IsTcp"/> or <see cref="IsUdp"/>.</summary>
    SplitAtUpperLayerProtocolPayload = 0x4000,

    /// <summary>NDIS_NBL_FLAGS_IS_LOOPBACK_PACKET: NDIS looped the frame back to the host that sent it.</summary>
    IsLoopbackPacket = 0x8000,
}
