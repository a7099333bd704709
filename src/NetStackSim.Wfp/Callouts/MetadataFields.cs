namespace NetStackSim.Wfp;

/// <summary>Which facts of <see cref="ClassifyMetadata"/> are present (<c>FWPS_METADATA_FIELD_*</c>, Windows' numbers).</summary>
[Flags]
public enum MetadataFields : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Why the data was dropped.</summary>
    DiscardReason = 0x1,

    /// <summary>The flow.</summary>
    FlowHandle = 0x2,

    /// <summary>Size of the IP header.</summary>
    IpHeaderSize = 0x4,

    /// <summary>NT path of the process.</summary>
    ProcessPath = 0x8,

    /// <summary>Token of the process.</summary>
    Token = 0x10,

    /// <summary>Id of the process.</summary>
    ProcessId = 0x20,

    /// <summary>System flags.</summary>
    SystemFlags = 0x40,

    /// <summary>Index of the source interface.</summary>
    SourceInterfaceIndex = 0x100,

    /// <summary>Index of the destination interface.</summary>
    DestinationInterfaceIndex = 0x200,

    /// <summary>Size of the transport header.</summary>
    TransportHeaderSize = 0x400,

    /// <summary>Routing compartment.</summary>
    CompartmentId = 0x800,

    /// <summary>Identification, offset and length of a fragment.</summary>
    FragmentData = 0x1000,

    /// <summary>Path MTU.</summary>
    PathMtu = 0x2000,

    /// <summary>Handle to pend the operation with.</summary>
    CompletionHandle = 0x4000,

    /// <summary>The transport endpoint.</summary>
    TransportEndpointHandle = 0x8000,

    /// <summary>Control data of the send.</summary>
    TransportControlData = 0x10000,

    /// <summary>Scope of the remote address.</summary>
    RemoteScopeId = 0x20000,

    /// <summary>Direction of the packet; only when a flow is authorised again.</summary>
    PacketDirection = 0x40000,

    /// <summary>The packet must not wait.</summary>
    PacketSystemCritical = 0x80000,

    /// <summary>A packet of this host that is forwarded.</summary>
    ForwardOutboundPassThrough = 0x100000,

    /// <summary>A packet for this host that is forwarded.</summary>
    ForwardInboundPassThrough = 0x200000,

    /// <summary>An ALE layer will classify the packet.</summary>
    AleClassifyRequired = 0x400000,

    /// <summary>The IP header that a raw sender supplied.</summary>
    TransportHeaderIncludeHeader = 0x800000,

    /// <summary>Prefix of the destination.</summary>
    DestinationPrefix = 0x1000000,

    /// <summary>Length of the Ethernet frame.</summary>
    EtherFrameLength = 0x2000000,

    /// <summary>The listening endpoint of an accepted connection.</summary>
    ParentEndpointHandle = 0x4000000,

    /// <summary>Identifier and sequence number of an ICMP echo.</summary>
    IcmpIdAndSequence = 0x8000000,

    /// <summary>The process that a connection was redirected to.</summary>
    LocalRedirectTargetProcess = 0x10000000,

    /// <summary>Where a redirected connection wanted to go.</summary>
    OriginalDestination = 0x20000000,

    /// <summary>Records of redirections.</summary>
    RedirectRecordHandle = 0x40000000,

    /// <summary>Tag of a service in a shared process.</summary>
    SubProcessTag = 0x80000000,
}
