namespace NetStackSim.Ndis;

/// <summary>Object identifiers of requests. The scheme is 0xCCGGXXNN: class, group (01 operational, 02 statistics), mandatory or optional, number.</summary>
/// <remarks><see cref="OidCatalog"/> tells the Windows name, the operations, and who answers.</remarks>
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

    /// <summary>OID_GEN_TRANSPORT_HEADER_OFFSET.</summary>
    GenTransportHeaderOffset = 0x00010119,

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

    /// <summary>OID_GEN_TIMEOUT_DPC_REQUEST_CAPABILITIES.</summary>
    GenTimeoutDpcRequestCapabilities = 0x00010210,

    /// <summary>OID_GEN_PCI_DEVICE_CUSTOM_PROPERTIES.</summary>
    GenPciDeviceCustomProperties = 0x00010211,

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

    /// <summary>OID_RECEIVE_FILTER_HARDWARE_CAPABILITIES.</summary>
    ReceiveFilterHardwareCapabilities = 0x00010221,

    /// <summary>OID_RECEIVE_FILTER_GLOBAL_PARAMETERS.</summary>
    ReceiveFilterGlobalParameters = 0x00010222,

    /// <summary>OID_RECEIVE_FILTER_ALLOCATE_QUEUE.</summary>
    ReceiveFilterAllocateQueue = 0x00010223,

    /// <summary>OID_RECEIVE_FILTER_FREE_QUEUE.</summary>
    ReceiveFilterFreeQueue = 0x00010224,

    /// <summary>OID_RECEIVE_FILTER_ENUM_QUEUES.</summary>
    ReceiveFilterEnumQueues = 0x00010225,

    /// <summary>OID_RECEIVE_FILTER_QUEUE_PARAMETERS.</summary>
    ReceiveFilterQueueParameters = 0x00010226,

    /// <summary>OID_RECEIVE_FILTER_SET_FILTER.</summary>
    ReceiveFilterSetFilter = 0x00010227,

    /// <summary>OID_RECEIVE_FILTER_CLEAR_FILTER.</summary>
    ReceiveFilterClearFilter = 0x00010228,

    /// <summary>OID_RECEIVE_FILTER_ENUM_FILTERS.</summary>
    ReceiveFilterEnumFilters = 0x00010229,

    /// <summary>OID_RECEIVE_FILTER_PARAMETERS.</summary>
    ReceiveFilterParameters = 0x0001022A,

    /// <summary>OID_RECEIVE_FILTER_QUEUE_ALLOCATION_COMPLETE.</summary>
    ReceiveFilterQueueAllocationComplete = 0x0001022B,

    /// <summary>OID_RECEIVE_FILTER_CURRENT_CAPABILITIES.</summary>
    ReceiveFilterCurrentCapabilities = 0x0001022D,

    /// <summary>OID_NIC_SWITCH_HARDWARE_CAPABILITIES.</summary>
    NicSwitchHardwareCapabilities = 0x0001022E,

    /// <summary>OID_NIC_SWITCH_CURRENT_CAPABILITIES.</summary>
    NicSwitchCurrentCapabilities = 0x0001022F,

    /// <summary>OID_RECEIVE_FILTER_MOVE_FILTER.</summary>
    ReceiveFilterMoveFilter = 0x00010230,

    /// <summary>OID_NIC_SWITCH_CREATE_SWITCH.</summary>
    NicSwitchCreateSwitch = 0x00010237,

    /// <summary>OID_NIC_SWITCH_PARAMETERS.</summary>
    NicSwitchParameters = 0x00010238,

    /// <summary>OID_NIC_SWITCH_DELETE_SWITCH.</summary>
    NicSwitchDeleteSwitch = 0x00010239,

    /// <summary>OID_NIC_SWITCH_ENUM_SWITCHES.</summary>
    NicSwitchEnumSwitches = 0x00010240,

    /// <summary>OID_NIC_SWITCH_CREATE_VPORT.</summary>
    NicSwitchCreateVport = 0x00010241,

    /// <summary>OID_NIC_SWITCH_VPORT_PARAMETERS.</summary>
    NicSwitchVportParameters = 0x00010242,

    /// <summary>OID_NIC_SWITCH_ENUM_VPORTS.</summary>
    NicSwitchEnumVports = 0x00010243,

    /// <summary>OID_NIC_SWITCH_DELETE_VPORT.</summary>
    NicSwitchDeleteVport = 0x00010244,

    /// <summary>OID_NIC_SWITCH_ALLOCATE_VF.</summary>
    NicSwitchAllocateVf = 0x00010245,

    /// <summary>OID_NIC_SWITCH_FREE_VF.</summary>
    NicSwitchFreeVf = 0x00010246,

    /// <summary>OID_NIC_SWITCH_VF_PARAMETERS.</summary>
    NicSwitchVfParameters = 0x00010247,

    /// <summary>OID_NIC_SWITCH_ENUM_VFS.</summary>
    NicSwitchEnumVfs = 0x00010248,

    /// <summary>OID_SRIOV_HARDWARE_CAPABILITIES.</summary>
    SriovHardwareCapabilities = 0x00010249,

    /// <summary>OID_SRIOV_CURRENT_CAPABILITIES.</summary>
    SriovCurrentCapabilities = 0x00010250,

    /// <summary>OID_SRIOV_READ_VF_CONFIG_SPACE.</summary>
    SriovReadVfConfigSpace = 0x00010251,

    /// <summary>OID_SRIOV_WRITE_VF_CONFIG_SPACE.</summary>
    SriovWriteVfConfigSpace = 0x00010252,

    /// <summary>OID_SRIOV_READ_VF_CONFIG_BLOCK.</summary>
    SriovReadVfConfigBlock = 0x00010253,

    /// <summary>OID_SRIOV_WRITE_VF_CONFIG_BLOCK.</summary>
    SriovWriteVfConfigBlock = 0x00010254,

    /// <summary>OID_SRIOV_RESET_VF.</summary>
    SriovResetVf = 0x00010255,

    /// <summary>OID_SRIOV_SET_VF_POWER_STATE.</summary>
    SriovSetVfPowerState = 0x00010256,

    /// <summary>OID_SRIOV_VF_VENDOR_DEVICE_ID.</summary>
    SriovVfVendorDeviceId = 0x00010257,

    /// <summary>OID_SRIOV_PROBED_BARS.</summary>
    SriovProbedBars = 0x00010258,

    /// <summary>OID_SRIOV_BAR_RESOURCES.</summary>
    SriovBarResources = 0x00010259,

    /// <summary>OID_SRIOV_PF_LUID.</summary>
    SriovPfLuid = 0x00010260,

    /// <summary>OID_SWITCH_PROPERTY_ADD.</summary>
    SwitchPropertyAdd = 0x00010263,

    /// <summary>OID_SWITCH_PROPERTY_UPDATE.</summary>
    SwitchPropertyUpdate = 0x00010264,

    /// <summary>OID_SWITCH_PROPERTY_DELETE.</summary>
    SwitchPropertyDelete = 0x00010265,

    /// <summary>OID_SWITCH_PROPERTY_ENUM.</summary>
    SwitchPropertyEnum = 0x00010266,

    /// <summary>OID_SWITCH_FEATURE_STATUS_QUERY.</summary>
    SwitchFeatureStatusQuery = 0x00010267,

    /// <summary>OID_SWITCH_NIC_REQUEST.</summary>
    SwitchNicRequest = 0x00010270,

    /// <summary>OID_SWITCH_PORT_PROPERTY_ADD.</summary>
    SwitchPortPropertyAdd = 0x00010271,

    /// <summary>OID_SWITCH_PORT_PROPERTY_UPDATE.</summary>
    SwitchPortPropertyUpdate = 0x00010272,

    /// <summary>OID_SWITCH_PORT_PROPERTY_DELETE.</summary>
    SwitchPortPropertyDelete = 0x00010273,

    /// <summary>OID_SWITCH_PORT_PROPERTY_ENUM.</summary>
    SwitchPortPropertyEnum = 0x00010274,

    /// <summary>OID_SWITCH_PARAMETERS.</summary>
    SwitchParameters = 0x00010275,

    /// <summary>OID_SWITCH_PORT_ARRAY.</summary>
    SwitchPortArray = 0x00010276,

    /// <summary>OID_SWITCH_NIC_ARRAY.</summary>
    SwitchNicArray = 0x00010277,

    /// <summary>OID_SWITCH_PORT_CREATE.</summary>
    SwitchPortCreate = 0x00010278,

    /// <summary>OID_SWITCH_PORT_DELETE.</summary>
    SwitchPortDelete = 0x00010279,

    /// <summary>OID_SWITCH_NIC_CREATE.</summary>
    SwitchNicCreate = 0x0001027A,

    /// <summary>OID_SWITCH_NIC_CONNECT.</summary>
    SwitchNicConnect = 0x0001027B,

    /// <summary>OID_SWITCH_NIC_DISCONNECT.</summary>
    SwitchNicDisconnect = 0x0001027C,

    /// <summary>OID_SWITCH_NIC_DELETE.</summary>
    SwitchNicDelete = 0x0001027D,

    /// <summary>OID_SWITCH_PORT_FEATURE_STATUS_QUERY.</summary>
    SwitchPortFeatureStatusQuery = 0x0001027E,

    /// <summary>OID_SWITCH_PORT_TEARDOWN.</summary>
    SwitchPortTeardown = 0x0001027F,

    /// <summary>OID_GEN_PROMISCUOUS_MODE.</summary>
    GenPromiscuousMode = 0x00010280,

    /// <summary>OID_GEN_LAST_CHANGE.</summary>
    GenLastChange = 0x00010281,

    /// <summary>OID_GEN_DISCONTINUITY_TIME.</summary>
    GenDiscontinuityTime = 0x00010282,

    /// <summary>OID_GEN_OPERATIONAL_STATUS.</summary>
    GenOperationalStatus = 0x00010283,

    /// <summary>OID_GEN_XMIT_LINK_SPEED.</summary>
    GenXmitLinkSpeed = 0x00010284,

    /// <summary>OID_GEN_RCV_LINK_SPEED.</summary>
    GenRcvLinkSpeed = 0x00010285,

    /// <summary>OID_GEN_UNKNOWN_PROTOS.</summary>
    GenUnknownProtos = 0x00010286,

    /// <summary>OID_GEN_INTERFACE_INFO.</summary>
    GenInterfaceInfo = 0x00010287,

    /// <summary>OID_GEN_ADMIN_STATUS.</summary>
    GenAdminStatus = 0x00010288,

    /// <summary>OID_GEN_ALIAS.</summary>
    GenAlias = 0x00010289,

    /// <summary>OID_GEN_MEDIA_CONNECT_STATUS_EX.</summary>
    GenMediaConnectStatusEx = 0x0001028A,

    /// <summary>OID_GEN_LINK_SPEED_EX.</summary>
    GenLinkSpeedEx = 0x0001028B,

    /// <summary>OID_GEN_MEDIA_DUPLEX_STATE.</summary>
    GenMediaDuplexState = 0x0001028C,

    /// <summary>OID_GEN_IP_OPER_STATUS.</summary>
    GenIpOperStatus = 0x0001028D,

    /// <summary>OID_SWITCH_NIC_SAVE.</summary>
    SwitchNicSave = 0x00010290,

    /// <summary>OID_SWITCH_NIC_SAVE_COMPLETE.</summary>
    SwitchNicSaveComplete = 0x00010291,

    /// <summary>OID_SWITCH_NIC_RESTORE.</summary>
    SwitchNicRestore = 0x00010292,

    /// <summary>OID_SWITCH_NIC_RESTORE_COMPLETE.</summary>
    SwitchNicRestoreComplete = 0x00010293,

    /// <summary>OID_SWITCH_NIC_UPDATED.</summary>
    SwitchNicUpdated = 0x00010294,

    /// <summary>OID_SWITCH_PORT_UPDATED.</summary>
    SwitchPortUpdated = 0x00010295,

    /// <summary>OID_SWITCH_NIC_DIRECT_REQUEST.</summary>
    SwitchNicDirectRequest = 0x00010296,

    /// <summary>OID_SWITCH_NIC_SUSPEND.</summary>
    SwitchNicSuspend = 0x00010297,

    /// <summary>OID_SWITCH_NIC_RESUME.</summary>
    SwitchNicResume = 0x00010298,

    /// <summary>OID_SWITCH_NIC_SUSPENDED_LM_SOURCE_STARTED.</summary>
    SwitchNicSuspendedLmSourceStarted = 0x00010299,

    /// <summary>OID_SWITCH_NIC_SUSPENDED_LM_SOURCE_FINISHED.</summary>
    SwitchNicSuspendedLmSourceFinished = 0x0001029A,

    /// <summary>OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES.</summary>
    GenRssSetIndirectionTableEntries = 0x000102C0,

    /// <summary>OID_GEN_ISOLATION_PARAMETERS.</summary>
    GenIsolationParameters = 0x00010300,

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

    /// <summary>OID_GEN_INIT_TIME_MS.</summary>
    GenInitTimeMs = 0x00020213,

    /// <summary>OID_GEN_RESET_COUNTS.</summary>
    GenResetCounts = 0x00020214,

    /// <summary>OID_GEN_MEDIA_SENSE_COUNTS.</summary>
    GenMediaSenseCounts = 0x00020215,

    /// <summary>OID_GEN_FRIENDLY_NAME.</summary>
    GenFriendlyName = 0x00020216,

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

    /// <summary>OID_TIMESTAMP_CAPABILITY.</summary>
    TimestampCapability = 0x00A00001,

    /// <summary>OID_TIMESTAMP_CURRENT_CONFIG.</summary>
    TimestampCurrentConfig = 0x00A00002,

    /// <summary>OID_TIMESTAMP_GET_CROSSTIMESTAMP.</summary>
    TimestampGetCrosstimestamp = 0x00A00003,

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

    /// <summary>OID_802_3_XMIT_DEFERRED.</summary>
    Ethernet8023XmitDeferred = 0x01020201,

    /// <summary>OID_802_3_XMIT_MAX_COLLISIONS.</summary>
    Ethernet8023XmitMaxCollisions = 0x01020202,

    /// <summary>OID_802_3_RCV_OVERRUN.</summary>
    Ethernet8023RcvOverrun = 0x01020203,

    /// <summary>OID_802_3_XMIT_UNDERRUN.</summary>
    Ethernet8023XmitUnderrun = 0x01020204,

    /// <summary>OID_802_3_XMIT_HEARTBEAT_FAILURE.</summary>
    Ethernet8023XmitHeartbeatFailure = 0x01020205,

    /// <summary>OID_802_3_XMIT_TIMES_CRS_LOST.</summary>
    Ethernet8023XmitTimesCrsLost = 0x01020206,

    /// <summary>OID_802_3_XMIT_LATE_COLLISIONS.</summary>
    Ethernet8023XmitLateCollisions = 0x01020207,

    /// <summary>OID_TCP_TASK_OFFLOAD.</summary>
    TcpTaskOffload = 0xFC010201,

    /// <summary>OID_TCP4_OFFLOAD_STATS.</summary>
    Tcp4OffloadStats = 0xFC010207,

    /// <summary>OID_TCP6_OFFLOAD_STATS.</summary>
    Tcp6OffloadStats = 0xFC010208,

    /// <summary>OID_IP4_OFFLOAD_STATS.</summary>
    Ip4OffloadStats = 0xFC010209,

    /// <summary>OID_IP6_OFFLOAD_STATS.</summary>
    Ip6OffloadStats = 0xFC01020A,

    /// <summary>OID_TCP_OFFLOAD_CURRENT_CONFIG.</summary>
    TcpOffloadCurrentConfig = 0xFC01020B,

    /// <summary>OID_TCP_OFFLOAD_PARAMETERS.</summary>
    TcpOffloadParameters = 0xFC01020C,

    /// <summary>OID_TCP_OFFLOAD_HARDWARE_CAPABILITIES.</summary>
    TcpOffloadHardwareCapabilities = 0xFC01020D,

    /// <summary>OID_TCP_CONNECTION_OFFLOAD_CURRENT_CONFIG.</summary>
    TcpConnectionOffloadCurrentConfig = 0xFC01020E,

    /// <summary>OID_TCP_CONNECTION_OFFLOAD_HARDWARE_CAPABILITIES.</summary>
    TcpConnectionOffloadHardwareCapabilities = 0xFC01020F,

    /// <summary>OID_TCP_CONNECTION_OFFLOAD_PARAMETERS.</summary>
    TcpConnectionOffloadParameters = 0xFC030201,

    /// <summary>OID_NDK_SET_STATE.</summary>
    NdkSetState = 0xFC040201,

    /// <summary>OID_NDK_STATISTICS.</summary>
    NdkStatistics = 0xFC040202,

    /// <summary>OID_NDK_CONNECTIONS.</summary>
    NdkConnections = 0xFC040203,

    /// <summary>OID_NDK_LOCAL_ENDPOINTS.</summary>
    NdkLocalEndpoints = 0xFC040204,

    /// <summary>OID_QOS_HARDWARE_CAPABILITIES.</summary>
    QosHardwareCapabilities = 0xFC050001,

    /// <summary>OID_QOS_CURRENT_CAPABILITIES.</summary>
    QosCurrentCapabilities = 0xFC050002,

    /// <summary>OID_QOS_PARAMETERS.</summary>
    QosParameters = 0xFC050003,

    /// <summary>OID_QOS_OPERATIONAL_PARAMETERS.</summary>
    QosOperationalParameters = 0xFC050004,

    /// <summary>OID_QOS_REMOTE_PARAMETERS.</summary>
    QosRemoteParameters = 0xFC050005,

    /// <summary>OID_PNP_CAPABILITIES.</summary>
    PnpCapabilities = 0xFD010100,

    /// <summary>OID_PNP_SET_POWER.</summary>
    PnpSetPower = 0xFD010101,

    /// <summary>OID_PNP_QUERY_POWER.</summary>
    PnpQueryPower = 0xFD010102,

    /// <summary>OID_PNP_ADD_WAKE_UP_PATTERN.</summary>
    PnpAddWakeUpPattern = 0xFD010103,

    /// <summary>OID_PNP_REMOVE_WAKE_UP_PATTERN.</summary>
    PnpRemoveWakeUpPattern = 0xFD010104,

    /// <summary>OID_PNP_WAKE_UP_PATTERN_LIST.</summary>
    PnpWakeUpPatternList = 0xFD010105,

    /// <summary>OID_PNP_ENABLE_WAKE_UP.</summary>
    PnpEnableWakeUp = 0xFD010106,

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

    /// <summary>OID_PM_WOL_PATTERN_LIST.</summary>
    PmWolPatternList = 0xFD01010C,

    /// <summary>OID_PM_ADD_PROTOCOL_OFFLOAD.</summary>
    PmAddProtocolOffload = 0xFD01010D,

    /// <summary>OID_PM_GET_PROTOCOL_OFFLOAD.</summary>
    PmGetProtocolOffload = 0xFD01010E,

    /// <summary>OID_PM_REMOVE_PROTOCOL_OFFLOAD.</summary>
    PmRemoveProtocolOffload = 0xFD01010F,

    /// <summary>OID_PM_PROTOCOL_OFFLOAD_LIST.</summary>
    PmProtocolOffloadList = 0xFD010110,

    /// <summary>OID_PNP_WAKE_UP_OK.</summary>
    PnpWakeUpOk = 0xFD020200,

    /// <summary>OID_PNP_WAKE_UP_ERROR.</summary>
    PnpWakeUpError = 0xFD020201,
}
