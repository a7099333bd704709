namespace NetStackSim.Ndis;

/// <summary>Object identifiers of requests. The scheme is 0xCCGGXXNN: class, group (01 operational, 02 statistics), mandatory or optional, number.</summary>
public enum Oid : uint
{
    /// <summary>OID_GEN_SUPPORTED_LIST.</summary>
    GenSupportedList = 0x00010101,

    /// <summary>OID_GEN_HARDWARE_STATUS.</summary>
    GenHardwareStatus = 0x00010102,

    /// <summary>OID_GEN_MEDIA_SUPPORTED.</summary>
    GenMediaSupported = 0x00010103,

    /// <summary>OID_GEN_MEDIA_IN_USE.</summary>
    GenMediaInUse = 0x00010104,

    /// <summary>OID_GEN_MAXIMUM_LOOKAHEAD.</summary>
    GenMaximumLookahead = 0x00010105,

    /// <summary>OID_GEN_MAXIMUM_FRAME_SIZE.</summary>
    GenMaximumFrameSize = 0x00010106,

    /// <summary>OID_GEN_LINK_SPEED.</summary>
    GenLinkSpeed = 0x00010107,

    /// <summary>OID_GEN_TRANSMIT_BUFFER_SPACE.</summary>
    GenTransmitBufferSpace = 0x00010108,

    /// <summary>OID_GEN_RECEIVE_BUFFER_SPACE.</summary>
    GenReceiveBufferSpace = 0x00010109,

    /// <summary>OID_GEN_TRANSMIT_BLOCK_SIZE.</summary>
    GenTransmitBlockSize = 0x0001010A,

    /// <summary>OID_GEN_RECEIVE_BLOCK_SIZE.</summary>
    GenReceiveBlockSize = 0x0001010B,

    /// <summary>OID_GEN_VENDOR_ID.</summary>
    GenVendorId = 0x0001010C,

    /// <summary>OID_GEN_VENDOR_DESCRIPTION.</summary>
    GenVendorDescription = 0x0001010D,

    /// <summary>OID_GEN_CURRENT_PACKET_FILTER.</summary>
    GenCurrentPacketFilter = 0x0001010E,

    /// <summary>OID_GEN_CURRENT_LOOKAHEAD.</summary>
    GenCurrentLookahead = 0x0001010F,

    /// <summary>OID_GEN_DRIVER_VERSION.</summary>
    GenDriverVersion = 0x00010110,

    /// <summary>OID_GEN_MAXIMUM_TOTAL_SIZE.</summary>
    GenMaximumTotalSize = 0x00010111,

    /// <summary>OID_GEN_PROTOCOL_OPTIONS.</summary>
    GenProtocolOptions = 0x00010112,

    /// <summary>OID_GEN_MAC_OPTIONS.</summary>
    GenMacOptions = 0x00010113,

    /// <summary>OID_GEN_MEDIA_CONNECT_STATUS.</summary>
    GenMediaConnectStatus = 0x00010114,

    /// <summary>OID_GEN_MAXIMUM_SEND_PACKETS.</summary>
    GenMaximumSendPackets = 0x00010115,

    /// <summary>OID_GEN_VENDOR_DRIVER_VERSION.</summary>
    GenVendorDriverVersion = 0x00010116,

    /// <summary>OID_GEN_SUPPORTED_GUIDS.</summary>
    GenSupportedGuids = 0x00010117,

    /// <summary>OID_GEN_NETWORK_LAYER_ADDRESSES.</summary>
    GenNetworkLayerAddresses = 0x00010118,

    /// <summary>OID_GEN_MEDIA_CAPABILITIES.</summary>
    GenMediaCapabilities = 0x00010201,

    /// <summary>OID_GEN_PHYSICAL_MEDIUM.</summary>
    GenPhysicalMedium = 0x00010202,

    /// <summary>OID_GEN_RECEIVE_SCALE_CAPABILITIES.</summary>
    GenReceiveScaleCapabilities = 0x00010203,

    /// <summary>OID_GEN_RECEIVE_SCALE_PARAMETERS.</summary>
    GenReceiveScaleParameters = 0x00010204,

    /// <summary>OID_GEN_MAC_ADDRESS.</summary>
    GenMacAddress = 0x00010205,

    /// <summary>OID_GEN_MAX_LINK_SPEED.</summary>
    GenMaxLinkSpeed = 0x00010206,

    /// <summary>OID_GEN_LINK_STATE.</summary>
    GenLinkState = 0x00010207,

    /// <summary>OID_GEN_LINK_PARAMETERS.</summary>
    GenLinkParameters = 0x00010208,

    /// <summary>OID_GEN_INTERRUPT_MODERATION.</summary>
    GenInterruptModeration = 0x00010209,

    /// <summary>OID_GEN_ENUMERATE_PORTS.</summary>
    GenEnumeratePorts = 0x0001020D,

    /// <summary>OID_GEN_PORT_STATE.</summary>
    GenPortState = 0x0001020E,

    /// <summary>OID_GEN_PORT_AUTHENTICATION_PARAMETERS.</summary>
    GenPortAuthenticationParameters = 0x0001020F,

    /// <summary>OID_GEN_PHYSICAL_MEDIUM_EX.</summary>
    GenPhysicalMediumEx = 0x00010213,

    /// <summary>OID_GEN_RECEIVE_SCALE_PARAMETERS_V2.</summary>
    GenReceiveScaleParametersV2 = 0x00010214,

    /// <summary>OID_GEN_MACHINE_NAME.</summary>
    GenMachineName = 0x0001021A,

    /// <summary>OID_GEN_VLAN_ID.</summary>
    GenVlanId = 0x0001021C,

    /// <summary>OID_GEN_MINIPORT_RESTART_ATTRIBUTES.</summary>
    GenMiniportRestartAttributes = 0x0001021D,

    /// <summary>OID_GEN_HD_SPLIT_PARAMETERS.</summary>
    GenHdSplitParameters = 0x0001021E,

    /// <summary>OID_GEN_RECEIVE_HASH.</summary>
    GenReceiveHash = 0x0001021F,

    /// <summary>OID_GEN_HD_SPLIT_CURRENT_CONFIG.</summary>
    GenHdSplitCurrentConfig = 0x00010220,

    /// <summary>OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES.</summary>
    GenRssSetIndirectionTableEntries = 0x000102C0,

    /// <summary>OID_GEN_XMIT_OK.</summary>
    GenXmitOk = 0x00020101,

    /// <summary>OID_GEN_RCV_OK.</summary>
    GenRcvOk = 0x00020102,

    /// <summary>OID_GEN_XMIT_ERROR.</summary>
    GenXmitError = 0x00020103,

    /// <summary>OID_GEN_RCV_ERROR.</summary>
    GenRcvError = 0x00020104,

    /// <summary>OID_GEN_RCV_NO_BUFFER.</summary>
    GenRcvNoBuffer = 0x00020105,

    /// <summary>OID_GEN_STATISTICS.</summary>
    GenStatistics = 0x00020106,

    /// <summary>OID_GEN_DIRECTED_BYTES_XMIT.</summary>
    GenDirectedBytesXmit = 0x00020201,

    /// <summary>OID_GEN_DIRECTED_FRAMES_XMIT.</summary>
    GenDirectedFramesXmit = 0x00020202,

    /// <summary>OID_GEN_MULTICAST_BYTES_XMIT.</summary>
    GenMulticastBytesXmit = 0x00020203,

    /// <summary>OID_GEN_MULTICAST_FRAMES_XMIT.</summary>
    GenMulticastFramesXmit = 0x00020204,

    /// <summary>OID_GEN_BROADCAST_BYTES_XMIT.</summary>
    GenBroadcastBytesXmit = 0x00020205,

    /// <summary>OID_GEN_BROADCAST_FRAMES_XMIT.</summary>
    GenBroadcastFramesXmit = 0x00020206,

    /// <summary>OID_GEN_DIRECTED_BYTES_RCV.</summary>
    GenDirectedBytesRcv = 0x00020207,

    /// <summary>OID_GEN_DIRECTED_FRAMES_RCV.</summary>
    GenDirectedFramesRcv = 0x00020208,

    /// <summary>OID_GEN_MULTICAST_BYTES_RCV.</summary>
    GenMulticastBytesRcv = 0x00020209,

    /// <summary>OID_GEN_MULTICAST_FRAMES_RCV.</summary>
    GenMulticastFramesRcv = 0x0002020A,

    /// <summary>OID_GEN_BROADCAST_BYTES_RCV.</summary>
    GenBroadcastBytesRcv = 0x0002020B,

    /// <summary>OID_GEN_BROADCAST_FRAMES_RCV.</summary>
    GenBroadcastFramesRcv = 0x0002020C,

    /// <summary>OID_GEN_RCV_CRC_ERROR.</summary>
    GenRcvCrcError = 0x0002020D,

    /// <summary>OID_GEN_TRANSMIT_QUEUE_LENGTH.</summary>
    GenTransmitQueueLength = 0x0002020E,

    /// <summary>OID_GEN_BYTES_RCV.</summary>
    GenBytesRcv = 0x00020219,

    /// <summary>OID_GEN_BYTES_XMIT.</summary>
    GenBytesXmit = 0x0002021A,

    /// <summary>OID_GEN_RCV_DISCARDS.</summary>
    GenRcvDiscards = 0x0002021B,

    /// <summary>OID_GEN_XMIT_DISCARDS.</summary>
    GenXmitDiscards = 0x0002021C,

    /// <summary>OID_TCP_RSC_STATISTICS.</summary>
    TcpRscStatistics = 0x0002021D,

    /// <summary>OID_802_3_PERMANENT_ADDRESS.</summary>
    Ethernet8023PermanentAddress = 0x01010101,

    /// <summary>OID_802_3_CURRENT_ADDRESS.</summary>
    Ethernet8023CurrentAddress = 0x01010102,

    /// <summary>OID_802_3_MULTICAST_LIST.</summary>
    Ethernet8023MulticastList = 0x01010103,

    /// <summary>OID_802_3_MAXIMUM_LIST_SIZE.</summary>
    Ethernet8023MaximumListSize = 0x01010104,

    /// <summary>OID_802_3_MAC_OPTIONS.</summary>
    Ethernet8023MacOptions = 0x01010105,

    /// <summary>OID_OFFLOAD_ENCAPSULATION.</summary>
    OffloadEncapsulation = 0x0101010A,

    /// <summary>OID_802_3_ADD_MULTICAST_ADDRESS.</summary>
    Ethernet8023AddMulticastAddress = 0x01010208,

    /// <summary>OID_802_3_DELETE_MULTICAST_ADDRESS.</summary>
    Ethernet8023DeleteMulticastAddress = 0x01010209,

    /// <summary>OID_802_3_RCV_ERROR_ALIGNMENT.</summary>
    Ethernet8023RcvErrorAlignment = 0x01020101,

    /// <summary>OID_802_3_XMIT_ONE_COLLISION.</summary>
    Ethernet8023XmitOneCollision = 0x01020102,

    /// <summary>OID_802_3_XMIT_MORE_COLLISIONS.</summary>
    Ethernet8023XmitMoreCollisions = 0x01020103,

    /// <summary>OID_PNP_CAPABILITIES.</summary>
    PnpCapabilities = 0xFD010100,

    /// <summary>OID_PNP_SET_POWER.</summary>
    PnpSetPower = 0xFD010101,

    /// <summary>OID_PNP_QUERY_POWER.</summary>
    PnpQueryPower = 0xFD010102,

    /// <summary>OID_PM_CURRENT_CAPABILITIES.</summary>
    PmCurrentCapabilities = 0xFD010107,

    /// <summary>OID_PM_HARDWARE_CAPABILITIES.</summary>
    PmHardwareCapabilities = 0xFD010108,

    /// <summary>OID_PM_PARAMETERS.</summary>
    PmParameters = 0xFD010109,

    /// <summary>OID_PM_ADD_WOL_PATTERN.</summary>
    PmAddWolPattern = 0xFD01010A,

    /// <summary>OID_PM_REMOVE_WOL_PATTERN.</summary>
    PmRemoveWolPattern = 0xFD01010B,

    /// <summary>OID_PM_ADD_PROTOCOL_OFFLOAD.</summary>
    PmAddProtocolOffload = 0xFD01010D,

    /// <summary>OID_PM_REMOVE_PROTOCOL_OFFLOAD.</summary>
    PmRemoveProtocolOffload = 0xFD01010F,

    /// <summary>OID_TCP_TASK_OFFLOAD.</summary>
    TcpTaskOffload = 0xFC010201,

    /// <summary>OID_TCP_OFFLOAD_CURRENT_CONFIG.</summary>
    TcpOffloadCurrentConfig = 0xFC01020B,

    /// <summary>OID_TCP_OFFLOAD_PARAMETERS.</summary>
    TcpOffloadParameters = 0xFC01020C,

    /// <summary>OID_TCP_OFFLOAD_HARDWARE_CAPABILITIES.</summary>
    TcpOffloadHardwareCapabilities = 0xFC01020D,
}
