namespace NetStackSim.TcpIp;

/// <summary>Every value in which systems differ, as data: the stack itself has no "if Windows 10". Times are nanoseconds.</summary>
/// <remarks>
/// Immutable; make a variant with <c>profile with { ... }</c>. The defaults are those of <see cref="Windows11"/>. Values of the transport and of the
/// network layer stand in one record because that is how a system is told apart on the wire.
/// </remarks>
public sealed partial record StackProfile
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000 * Millisecond;

    /// <summary>The name, "Windows11".</summary>
    public string Name { get; init; } = "Windows11";

    /// <summary>TTL and hop limit of what the host sends (neighbour discovery always uses 255).</summary>
    public byte DefaultHopLimit { get; init; } = 128;

    /// <summary>TTL and hop limit of multicast datagrams unless the socket says otherwise.</summary>
    public byte MulticastHopLimit { get; init; } = 1;

    /// <summary>The don't-fragment bit on TCP segments, that is path MTU discovery (RFC 1191).</summary>
    public bool PathMtuDiscovery { get; init; } = true;

    /// <summary>No ICMP message lowers an IPv4 path MTU below this; lower values are raised to it.</summary>
    public int MinimumPathMtuV4 { get; init; } = 576;

    /// <summary>Adapters with several receive queues spread flows over the processors (netsh int tcp set global rss).</summary>
    public bool ReceiveSideScaling { get; init; } = true;

    /// <summary>How long a lowered path MTU is kept before the interface MTU is tried again (RFC 1191 section 6.3).</summary>
    public long PathMtuAgeNs { get; init; } = 600 * Second;

    /// <summary>An ICMP redirect from the current first hop installs a host route (EnableICMPRedirect).</summary>
    public bool AcceptRedirects { get; init; } = true;

    /// <summary>How long a route learned by redirect lives.</summary>
    public long RedirectLifetimeNs { get; init; } = 600 * Second;

    /// <summary>Strong host model when receiving: a packet is ours only if its destination belongs to the interface it came in on.</summary>
    public bool StrongHostReceive { get; init; } = true;

    /// <summary>Strong host model when sending: a packet leaves only through the interface that owns its source address.</summary>
    public bool StrongHostSend { get; init; } = true;

    /// <summary>Source-routed IPv4 packets are dropped instead of being processed or forwarded (sourceroutingbehavior=drop).</summary>
    public bool DropSourceRouted { get; init; } = true;

    /// <summary>What IPv4 reassembly does with overlapping fragments.</summary>
    public Ipv4OverlapPolicy Ipv4Overlap { get; init; } = Ipv4OverlapPolicy.Windows;

    /// <summary>How long an incomplete datagram waits for its fragments; not extended by later ones.</summary>
    public long ReassemblyTimeoutNs { get; init; } = 60 * Second;

    /// <summary>Memory that waiting fragments may occupy per family, with the buffers they lie in, before the oldest datagrams are dropped.</summary>
    public int ReassemblyLimitBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Fragments of one datagram before it is dropped (45 are needed for 64 KiB over Ethernet).</summary>
    public int ReassemblyMaxFragments { get; init; } = 1024;

    /// <summary>
    /// Fragments that are routed through wait for each other and are shown to the forward layer once more as a group
    /// (<c>netsh interface ip set global groupforwardedfragments</c>). Only while that layer has filters.
    /// </summary>
    public bool GroupForwardedFragments { get; init; }

    /// <summary>An echo request sent to a broadcast or multicast address is answered.</summary>
    public bool AnswerBroadcastEcho { get; init; }

    /// <summary>An echo reply carries code 0 whatever the request said (Windows; others copy the code).</summary>
    public bool ZeroEchoReplyCode { get; init; } = true;

    /// <summary>An ICMP error for IPv4 quotes up to 576 bytes in all; off: the header and eight bytes.</summary>
    public bool QuoteWholePacketV4 { get; init; } = true;

    /// <summary>ICMP errors that may leave in one burst (token bucket, RFC 4443 section 2.4(f)).</summary>
    public int IcmpErrorBurst { get; init; } = 10;

    /// <summary>ICMP errors a second after the burst.</summary>
    public int IcmpErrorsPerSecond { get; init; } = 200;

    /// <summary>BaseReachableTime of neighbours, both families (RFC 4861 section 10, REACHABLE_TIME).</summary>
    public long NeighbourReachableNs { get; init; } = 30 * Second;

    /// <summary>Time between solicitations (RFC 4861 section 10, RETRANS_TIMER).</summary>
    public long NeighbourRetransmitNs { get; init; } = 1 * Second;

    /// <summary>Wait in DELAY before the first unicast probe (RFC 4861 section 10, DELAY_FIRST_PROBE_TIME).</summary>
    public long NeighbourDelayNs { get; init; } = 5 * Second;

    /// <summary>Solicitations to an address that was never resolved (MAX_MULTICAST_SOLICIT).</summary>
    public int NeighbourMulticastSolicits { get; init; } = 3;

    /// <summary>Solicitations to a neighbour that should still be there (MAX_UNICAST_SOLICIT).</summary>
    public int NeighbourUnicastSolicits { get; init; } = 3;

    /// <summary>Neighbours kept per interface and family (netsh neighborcachelimit).</summary>
    public int NeighbourCacheLimit { get; init; } = 256;

    /// <summary>Lists that wait for one unresolved neighbour; the oldest is dropped beyond it.</summary>
    public int NeighbourQueueLimit { get; init; } = 64;

    /// <summary>Neighbour solicitations of duplicate address detection for IPv6 (RFC 4862 section 5.1, DupAddrDetectTransmits).</summary>
    public int DadTransmitsV6 { get; init; } = 1;

    /// <summary>An IPv6 interface gets a link-local address with a random, constant interface identifier by itself (RFC 4862 section 5.3, RandomizeIdentifiers).</summary>
    public bool AutoLinkLocal { get; init; } = true;

    /// <summary>ARP probes before an IPv4 address is used (RFC 5227 section 1.1, PROBE_NUM).</summary>
    public int DadTransmitsV4 { get; init; } = 3;

    /// <summary>First port of the dynamic range.</summary>
    public ushort DynamicPortStart { get; init; } = 49152;

    /// <summary>Number of ports in the dynamic range.</summary>
    public int DynamicPortCount { get; init; } = 16384;

    /// <summary>Default receive buffer of a UDP endpoint in bytes.</summary>
    public int UdpReceiveBuffer { get; init; } = 64 * 1024;

    /// <summary>Datagrams that may wait for the client of a UDP endpoint; empty and short ones hold more memory than bytes.</summary>
    public int UdpReceiveLists { get; init; } = 2048;

    /// <summary>Datagrams of one endpoint to one peer that may wait for a filter which holds their redirection; more fail for want of resources.</summary>
    public int UdpHeldSends { get; init; } = 64;

    /// <summary>Raw endpoints may send TCP segments. Client systems forbid it since Windows XP SP2; servers do not.</summary>
    public bool RawTcpSends { get; init; }

    /// <summary>Raw endpoints are open to everybody, not to administrators alone (AllowUserRawAccess).</summary>
    public bool AllowUserRawAccess { get; init; }

    /// <summary>Initial retransmission time-out (InitialRto).</summary>
    public long TcpInitialRtoNs { get; init; } = 1 * Second;

    /// <summary>Smallest retransmission time-out (MinRto).</summary>
    public long TcpMinRtoNs { get; init; } = 300 * Millisecond;

    /// <summary>Largest retransmission time-out (RFC 6298 section 2.4).</summary>
    public long TcpMaxRtoNs { get; init; } = 60 * Second;

    /// <summary>SYN retransmissions (MaxSynRetransmissions).</summary>
    public int TcpSynRetransmissions { get; init; } = 4;

    /// <summary>SYN-ACK retransmissions (TcpMaxConnectResponseRetransmissions).</summary>
    public int TcpSynAckRetransmissions { get; init; } = 2;

    /// <summary>Retransmissions of data before the connection is given up (TcpMaxDataRetransmissions).</summary>
    public int TcpDataRetransmissions { get; init; } = 5;

    /// <summary>A refused SYN is sent again this often, <see cref="TcpRefusedRetryNs"/> apart, before the connect fails (Windows: 2 more; others 0).</summary>
    public int TcpRefusedRetries { get; init; } = 2;

    /// <summary>Time between a refusal and the next SYN.</summary>
    public long TcpRefusedRetryNs { get; init; } = 500 * Millisecond;

    /// <summary>Delayed acknowledgement time-out.</summary>
    public long TcpDelayedAckNs { get; init; } = 40 * Millisecond;

    /// <summary>Full segments per acknowledgement.</summary>
    public int TcpAckFrequency { get; init; } = 2;

    /// <summary>Initial congestion window in segments (RFC 6928).</summary>
    public int TcpInitialWindowSegments { get; init; } = 10;

    /// <summary>TIME-WAIT (TcpTimedWaitDelay).</summary>
    public long TcpTimeWaitNs { get; init; } = 120 * Second;

    /// <summary>FIN-WAIT-2 without a user.</summary>
    public long TcpFinWait2Ns { get; init; } = 120 * Second;

    /// <summary>Idle time before the first keep-alive probe.</summary>
    public long TcpKeepAliveIdleNs { get; init; } = 7_200 * Second;

    /// <summary>Time between keep-alive probes.</summary>
    public long TcpKeepAliveIntervalNs { get; init; } = 1 * Second;

    /// <summary>Unanswered keep-alive probes before the connection is reset.</summary>
    public int TcpKeepAliveProbes { get; init; } = 10;

    /// <summary>A keep-alive probe carries one byte of garbage at SND.UNA-1.</summary>
    public bool TcpKeepAliveGarbageByte { get; init; } = true;

    /// <summary>Window field of a SYN.</summary>
    public int TcpSynWindow { get; init; } = 64240;

    /// <summary>Window field of a SYN-ACK.</summary>
    public int TcpSynAckWindow { get; init; } = 65535;

    /// <summary>Window scale shift that is offered.</summary>
    public byte TcpWindowScale { get; init; } = 8;

    /// <summary>Receive buffer that the window opens to.</summary>
    public int TcpReceiveBuffer { get; init; } = 1024 * 1024;

    /// <summary>Timestamps (RFC 7323) are offered in a SYN; they are always accepted from the peer when <see cref="TcpAcceptTimestamps"/> is set.</summary>
    public bool TcpOfferTimestamps { get; init; }

    /// <summary>Timestamps offered by a peer are accepted.</summary>
    public bool TcpAcceptTimestamps { get; init; } = true;

    /// <summary>Selective acknowledgement (RFC 2018).</summary>
    public bool TcpSack { get; init; } = true;

    /// <summary>The congestion control of new connections.</summary>
    public CongestionAlgorithm TcpCongestion { get; init; } = CongestionAlgorithm.Cubic;

    /// <summary>Smallest MSS accepted from a peer; smaller ones are raised to it (CVE-2005 class hardening).</summary>
    public int TcpMinimumMss { get; init; } = 536;
}
