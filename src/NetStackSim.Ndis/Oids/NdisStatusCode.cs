namespace NetStackSim.Ndis;

/// <summary>What a status indication tells (NDIS_STATUS_*).</summary>
/// <remarks><see cref="NdisStatusCatalog"/> tells the Windows name and the type of the payload.</remarks>
public enum NdisStatusCode : uint
{
    /// <summary>The adapter is online (legacy).</summary>
    Online = 0x40010003,

    /// <summary>A reset begins.</summary>
    ResetStart = 0x40010004,

    /// <summary>A reset has ended.</summary>
    ResetEnd = 0x40010005,

    /// <summary>The state of a token ring.</summary>
    RingStatus = 0x40010006,

    /// <summary>The adapter was closed.</summary>
    Closed = 0x40010007,

    /// <summary>A WAN line came up.</summary>
    WanLineUp = 0x40010008,

    /// <summary>A WAN line went down.</summary>
    WanLineDown = 0x40010009,

    /// <summary>A WAN frame was incomplete.</summary>
    WanFragment = 0x4001000A,

    /// <summary>Legacy form of a link that came up; NDIS turns it into <see cref="LinkState"/>.</summary>
    MediaConnect = 0x4001000B,

    /// <summary>Legacy form of a link that went down; NDIS turns it into <see cref="LinkState"/>.</summary>
    MediaDisconnect = 0x4001000C,

    /// <summary>A hardware line came up (legacy).</summary>
    HardwareLineUp = 0x4001000D,

    /// <summary>A hardware line went down (legacy).</summary>
    HardwareLineDown = 0x4001000E,

    /// <summary>An interface came up (legacy).</summary>
    InterfaceUp = 0x4001000F,

    /// <summary>An interface went down (legacy).</summary>
    InterfaceDown = 0x40010010,

    /// <summary>The medium is busy (legacy).</summary>
    MediaBusy = 0x40010011,

    /// <summary>A medium tells something of its own.</summary>
    MediaSpecificIndication = 0x40010012,

    /// <summary>The speed changed (legacy); the payload is a <see cref="LinkSpeeds"/>.</summary>
    LinkSpeedChange = 0x40010013,

    /// <summary>The link changed; the payload is a <see cref="Ndis.LinkState"/>.</summary>
    LinkState = 0x40010017,

    /// <summary>The network behind the link changed; the payload is its kind, a uint.</summary>
    NetworkChange = 0x40010018,

    /// <summary>A medium tells something of its own, with a GUID.</summary>
    MediaSpecificIndicationEx = 0x40010019,

    /// <summary>A port changed; the payload is a <see cref="Ndis.PortState"/>.</summary>
    PortState = 0x40010022,

    /// <summary>The operational status changed; the payload is an <see cref="OperState"/>.</summary>
    OperStatus = 0x40010023,

    /// <summary>The adapter's packet filter may have changed; the payload is a <see cref="Ndis.PacketFilter"/>.</summary>
    PacketFilter = 0x40010024,

    /// <summary>The operational status of IP changed.</summary>
    IpOperStatus = 0x40010026,

    /// <summary>Connection offload pauses (chimney).</summary>
    OffloadPause = 0x40020001,

    /// <summary>All connections come back (chimney).</summary>
    UploadAll = 0x40020002,

    /// <summary>Connection offload goes on (chimney).</summary>
    OffloadResume = 0x40020003,

    /// <summary>A part was offloaded (chimney).</summary>
    OffloadPartialSuccess = 0x40020004,

    /// <summary>An offloaded state is invalid (chimney).</summary>
    OffloadStateInvalid = 0x40020005,

    /// <summary>Offloads changed; the payload is an <see cref="OffloadCapabilities"/>.</summary>
    TaskOffloadCurrentConfig = 0x40020006,

    /// <summary>Hardware capabilities changed; the payload is an <see cref="OffloadCapabilities"/>.</summary>
    TaskOffloadHardwareCapabilities = 0x40020007,

    /// <summary>The encapsulation setting changed; the payload is an <see cref="OffloadEncapsulation"/>.</summary>
    OffloadEncapsulationChange = 0x40020008,

    /// <summary>Connection offload of the hardware changed (chimney).</summary>
    TcpConnectionOffloadHardwareCapabilities = 0x4002000B,

    /// <summary>Header-data split changed; the payload is a <see cref="HeaderDataSplitConfig"/>.</summary>
    HdSplitCurrentConfig = 0x4002000C,

    /// <summary>A receive queue changed; the payload is a <see cref="ReceiveQueueStateChange"/>.</summary>
    ReceiveQueueState = 0x4002000D,

    /// <summary>The configuration of a virtual function changed.</summary>
    VfConfigState = 0x4002000E,

    /// <summary>Receive filters that are on changed.</summary>
    ReceiveFilterCurrentCapabilities = 0x40020010,

    /// <summary>Receive filters of the hardware changed.</summary>
    ReceiveFilterHardwareCapabilities = 0x40020020,

    /// <summary>Parameters of a receive queue changed.</summary>
    ReceiveFilterQueueParameters = 0x40020030,

    /// <summary>The NIC switch changed.</summary>
    NicSwitchCurrentCapabilities = 0x40020040,

    /// <summary>The NIC switch of the hardware changed.</summary>
    NicSwitchHardwareCapabilities = 0x40020050,

    /// <summary>Isolation parameters changed.</summary>
    IsolationParametersChange = 0x40020080,

    /// <summary>Operational QoS parameters changed.</summary>
    QosOperationalParametersChange = 0x400200A0,

    /// <summary>QoS parameters of the peer changed.</summary>
    QosRemoteParametersChange = 0x400200A1,

    /// <summary>The address changed; the payload is a <see cref="Packets.MacAddress"/>.</summary>
    CurrentMacAddressChange = 0x400200B0,

    /// <summary>The MTU changed; the payload is an int.</summary>
    L2MtuSizeChange = 0x400200B1,

    /// <summary>A wake pattern had to go for a more important one; the payload is its identifier, a uint.</summary>
    PmWolPatternRejected = 0x40030051,

    /// <summary>A protocol offload had to go; the payload is its identifier, a uint.</summary>
    PmOffloadRejected = 0x40030052,

    /// <summary>Power management that is on changed.</summary>
    PmCapabilitiesChange = 0x40030053,

    /// <summary>Power management of the hardware changed.</summary>
    PmHardwareCapabilities = 0x40030054,

    /// <summary>What woke the system; the payload is a <see cref="WakeReason"/>.</summary>
    PmWakeReason = 0x40030055,

    /// <summary>Time stamps of the hardware changed.</summary>
    TimestampCapability = 0x40051000,

    /// <summary>Time stamps that are on changed.</summary>
    TimestampCurrentConfig = 0x40051001,

    /// <summary>A switch port loses its virtual function.</summary>
    SwitchPortRemoveVf = 0xC0241001,

    /// <summary>A status of a NIC behind a switch port.</summary>
    SwitchNicStatus = 0xC0241002,
}
