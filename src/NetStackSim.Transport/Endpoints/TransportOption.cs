namespace NetStackSim.Transport;

/// <summary>An option of an endpoint; values are 64-bit, times are nanoseconds, booleans are 0 or 1.</summary>
public enum TransportOption
{
    /// <summary><c>TCP_NODELAY</c>: 1 switches Nagle's algorithm off (RFC 9293 section 3.7.4).</summary>
    NoDelay,

    /// <summary><c>SO_KEEPALIVE</c> (RFC 9293 section 3.8.4).</summary>
    KeepAlive,

    /// <summary>Idle time before the first keep-alive probe, in nanoseconds.</summary>
    KeepAliveTime,

    /// <summary>Time between keep-alive probes, in nanoseconds.</summary>
    KeepAliveInterval,

    /// <summary>Number of unanswered keep-alive probes that end a connection.</summary>
    KeepAliveCount,

    /// <summary><c>SO_RCVBUF</c>: bytes that may wait for the client.</summary>
    ReceiveBuffer,

    /// <summary>Upper bound of the time that data may stay unacknowledged, in nanoseconds (RFC 9293 user timeout); 0 leaves the retransmission count in charge.</summary>
    UserTimeout,

    /// <summary>Congestion provider: 0 the profile's, 1 NewReno, 2 CUBIC.</summary>
    CongestionProvider,

    /// <summary>Time to live or hop limit of unicast packets.</summary>
    HopLimit,

    /// <summary>Traffic class or type of service byte.</summary>
    TrafficClass,

    /// <summary>1: set Don't Fragment and never fragment locally.</summary>
    DontFragment,

    /// <summary><c>SO_BROADCAST</c>: permission to send to broadcast addresses.</summary>
    Broadcast,

    /// <summary>Interface index that unicast traffic must leave by; 0 lets the routing table choose.</summary>
    UnicastInterface,

    /// <summary>UDP: 1 computes and checks no checksum for IPv4 (<c>UDP_NOCHECKSUM</c>).</summary>
    NoChecksum,

    /// <summary>1: ICMP errors end a connection attempt at once (<c>TCP_FAIL_CONNECT_ON_ICMP_ERROR</c>).</summary>
    FailConnectOnIcmpError,

    /// <summary>UDP: 1 reports port unreachable as a failed receive (<c>SIO_UDP_CONNRESET</c>).</summary>
    ReportConnectionReset,

    /// <summary>1: the endpoint accepts that nothing leaves any more (<c>SIO_WSK_SET_TCP_SILENT_MODE</c>).</summary>
    SilentMode,

    /// <summary>Raw: 1 takes the IP header from the client, at the start of its data (<c>IP_HDRINCL</c>, <c>IPV6_HDRINCL</c>).</summary>
    HeaderIncluded,

    /// <summary>Raw: copies of every packet of the interface whose address the endpoint is bound to, a <see cref="ReceiveAllMode"/> (<c>SIO_RCVALL</c>).</summary>
    ReceiveAll,

    /// <summary>The firewall property (1 system port of RPC, 2 edge traversal allowed, 4 denied); flows of the endpoint are authorised anew when it changes.</summary>
    FirewallProperty,

    /// <summary>Read only: bytes of sends that the provider would like outstanding (<c>SIO_WSK_QUERY_IDEAL_SEND_BACKLOG</c>).</summary>
    IdealSendBacklog,
}
