namespace NetStackSim.Ndis;

/// <summary>The out-of-band slots of a list (NDIS_NET_BUFFER_LIST_INFO, 64-bit layout). Some slots mean different things on send and on receive.</summary>
public enum NetBufferListInfoId : byte
{
    /// <summary>Checksum offload, both directions; see <see cref="TransmitChecksumInfo"/> and <see cref="ReceiveChecksumInfo"/>.</summary>
    TcpIpChecksum = 0,

    /// <summary>IPsec offload, version 1 or 2 (deprecated).</summary>
    IPsecOffload = 1,

    /// <summary>Large send offload on send; see <see cref="LargeSendInfo"/>.</summary>
    TcpLargeSend = 2,

    /// <summary>Classification handle (QoS), send.</summary>
    ClassificationHandle = 3,

    /// <summary>VLAN tag and user priority; see <see cref="VlanInfo"/>.</summary>
    Ieee8021Q = 4,

    /// <summary>Cancel identifier of a send.</summary>
    CancelId = 5,

    /// <summary>Media-specific information (NDIS 6.0 style); an object here.</summary>
    MediaSpecific = 6,

    /// <summary>EtherType of a received frame as on the wire (network order).</summary>
    FrameType = 7,

    /// <summary>RSS hash.</summary>
    HashValue = 8,

    /// <summary>Hash function (bits 0-7) and type (bits 8-23); see <see cref="HashInfo"/>.</summary>
    HashInfo = 9,

    /// <summary>Reserved for WFP: the history of injection and packet tags. Drivers carry it along and do not touch it.</summary>
    Wfp = 10,

    /// <summary>IPsec offload version 2, tunnel (deprecated).</summary>
    IPsecOffloadV2Tunnel = 11,

    /// <summary>IPsec offload version 2, header (deprecated).</summary>
    IPsecOffloadV2Header = 12,

    /// <summary>Correlation identifier, for tracing.</summary>
    CorrelationId = 13,

    /// <summary>Filter and queue identifier (VMQ, SR-IOV); see <see cref="FilteringInfo"/>.</summary>
    Filtering = 14,

    /// <summary>Media-specific blocks that drivers attach (6.20 and later); an object here.</summary>
    MediaSpecificEx = 15,

    /// <summary>Original interface index on receive; reauthorised WFP flow on send. Reserved.</summary>
    OriginalInterface = 16,

    /// <summary>UDP receive segment coalescing on receive (6.84); see <see cref="UdpCoalesceInfo"/>.</summary>
    UdpReceiveCoalesce = 17,

    /// <summary>Virtual switch; NDIS.</summary>
    SwitchForwardingReserved = 18,

    /// <summary>Forwarding detail of the virtual switch.</summary>
    SwitchForwardingDetail = 19,

    /// <summary>Virtual subnet identifier (24 bits).</summary>
    VirtualSubnet = 20,

    /// <summary>Intermediate drivers; NDIS.</summary>
    IntermediateReserved = 21,

    /// <summary>Receive segment coalescing on receive (<see cref="CoalesceInfo"/>), UDP segmentation on send (<see cref="UdpSegmentationInfo"/>).</summary>
    TcpCoalesceOrUdpSegmentation = 22,

    /// <summary>Timestamp delta of a coalesced unit on receive; supplemental offload offsets of encapsulated packets on send.</summary>
    CoalesceTimestampOrSendSupplement = 23,

    /// <summary>Generic flow table offload (6.50).</summary>
    GftOffload = 24,

    /// <summary>Generic flow table entry (6.50).</summary>
    GftFlowEntry = 25,

    /// <summary>Packet timestamp when timestamping is on (6.82).</summary>
    Timestamp = 26,
}
