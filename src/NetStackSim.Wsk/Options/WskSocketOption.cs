namespace NetStackSim.Wsk;

/// <summary>Option and IOCTL codes of WSK sockets with Windows' values. Every code needs an IRP unless it says otherwise.</summary>
public static class WskSocketOption
{
    /// <summary><c>SOL_SOCKET</c>: level of the options below unless they say otherwise.</summary>
    public const uint LevelSocket = 0xFFFF;

    /// <summary><c>IPPROTO_IP</c>.</summary>
    public const uint LevelIp = 0;

    /// <summary><c>IPPROTO_TCP</c>.</summary>
    public const uint LevelTcp = 6;

    /// <summary><c>IPPROTO_UDP</c>.</summary>
    public const uint LevelUdp = 17;

    /// <summary><c>IPPROTO_IPV6</c>.</summary>
    public const uint LevelIpv6 = 41;

    /// <summary><c>SO_REUSEADDR</c>, before bind.</summary>
    public const uint ReuseAddress = 0x0004;

    /// <summary><c>SO_KEEPALIVE</c>.</summary>
    public const uint KeepAlive = 0x0008;

    /// <summary><c>SO_BROADCAST</c>, datagram sockets.</summary>
    public const uint Broadcast = 0x0020;

    /// <summary><c>SO_RCVBUF</c>.</summary>
    public const uint ReceiveBuffer = 0x1002;

    /// <summary><c>SO_CONDITIONAL_ACCEPT</c>, listening sockets before bind.</summary>
    public const uint ConditionalAccept = 0x3002;

    /// <summary><c>SO_WSK_SECURITY</c>, before bind. Answered with NotSupported: the transports share ports by account, not by descriptor.</summary>
    public const uint Security = 0x4001;

    /// <summary><c>SO_WSK_EVENT_CALLBACK</c>: the input is a 32-bit <see cref="WskEventMask"/>. No IRP to enable; with or without one to disable.</summary>
    public const uint EventCallback = 0x4002;

    /// <summary><c>SO_EXCLUSIVEADDRUSE</c>, before bind: the complement of <see cref="ReuseAddress"/>.</summary>
    public const uint ExclusiveAddressUse = 0xFFFFFFFB;

    /// <summary><c>TCP_NODELAY</c> at level TCP.</summary>
    public const uint TcpNoDelay = 1;

    /// <summary><c>TCP_KEEPIDLE</c> at level TCP, seconds.</summary>
    public const uint TcpKeepIdle = 3;

    /// <summary><c>TCP_MAXRT</c> at level TCP, seconds.</summary>
    public const uint TcpMaximumRetransmissionTime = 5;

    /// <summary><c>TCP_KEEPCNT</c> at level TCP.</summary>
    public const uint TcpKeepCount = 16;

    /// <summary><c>TCP_KEEPINTVL</c> at level TCP, seconds.</summary>
    public const uint TcpKeepInterval = 17;

    /// <summary><c>TCP_FAIL_CONNECT_ON_ICMP_ERROR</c> at level TCP.</summary>
    public const uint TcpFailConnectOnIcmpError = 18;

    /// <summary><c>UDP_NOCHECKSUM</c> at level UDP.</summary>
    public const uint UdpNoChecksum = 1;

    /// <summary><c>IP_TOS</c> at level IP.</summary>
    public const uint IpTypeOfService = 3;

    /// <summary><c>IP_TTL</c> at level IP, <c>IPV6_UNICAST_HOPS</c> at level IPv6.</summary>
    public const uint IpTimeToLive = 4;

    /// <summary><c>IP_DONTFRAGMENT</c> at level IP, <c>IPV6_DONTFRAG</c> at level IPv6.</summary>
    public const uint IpDontFragment = 14;

    /// <summary><c>IP_UNICAST_IF</c> at level IP (index in network order), <c>IPV6_UNICAST_IF</c> at level IPv6 (host order).</summary>
    public const uint IpUnicastInterface = 31;

    /// <summary><c>IPV6_TCLASS</c> at level IPv6.</summary>
    public const uint Ipv6TrafficClass = 39;

    /// <summary><c>IPV6_V6ONLY</c> at level IPv6, before bind; 0 makes a dual-mode socket.</summary>
    public const uint Ipv6Only = 27;

    /// <summary><c>IP_HDRINCL</c>, <c>IPV6_HDRINCL</c>: the client writes the IP header of a raw socket.</summary>
    public const uint HeaderIncluded = 2;

    /// <summary><c>IPV6_PROTECTION_LEVEL</c>: 10 allows edge traversal, 20 leaves it to the system, 30 denies it.</summary>
    public const uint Ipv6ProtectionLevel = 23;

    /// <summary><c>SIO_RCVALL</c>: packets of the whole interface for a raw socket; 0 off, 1 on, 3 without promiscuous mode.</summary>
    public const uint ReceiveAll = 0x98000001;

    /// <summary><c>SIO_UDP_CONNRESET</c>: whether an ICMP error ends a pending receive.</summary>
    public const uint UdpConnectionReset = 0x9800000C;

    /// <summary><c>SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS</c>: who redirected the connection that was accepted; an opaque value.</summary>
    public const uint QueryRedirectRecords = 0x980000DC;

    /// <summary><c>SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT</c>: what the redirecting callout tells the process that accepted the connection.</summary>
    public const uint QueryRedirectContext = 0x980000DD;

    /// <summary><c>SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS</c>: between bind and connect, the records of the connection that this one stands in for.</summary>
    public const uint SetRedirectRecords = 0x980000DE;

    /// <summary><c>SIO_WSK_SET_REMOTE_ADDRESS</c>: a socket address, empty to clear; default target and receive filter.</summary>
    public const uint SetRemoteAddress = 0x8F000001;

    /// <summary><c>SIO_WSK_REGISTER_EXTENSION</c>: no IRP; NotSupported, no extension interface is defined.</summary>
    public const uint RegisterExtension = 0xCF000002;

    /// <summary><c>SIO_WSK_QUERY_IDEAL_SEND_BACKLOG</c>: 8 bytes.</summary>
    public const uint QueryIdealSendBacklog = 0x4F000003;

    /// <summary><c>SIO_WSK_QUERY_RECEIVE_BACKLOG</c>: 8 bytes.</summary>
    public const uint QueryReceiveBacklog = 0x4F000004;

    /// <summary><c>SIO_WSK_QUERY_INSPECT_ID</c>: 8 bytes, no IRP.</summary>
    public const uint QueryInspectId = 0x4F000005;

    /// <summary><c>SIO_WSK_SET_SENDTO_ADDRESS</c>: a socket address, empty to clear; default target only.</summary>
    public const uint SetSendToAddress = 0x8F000006;

    /// <summary><c>SIO_WSK_SET_TCP_SILENT_MODE</c>.</summary>
    public const uint SetTcpSilentMode = 0x2F000007;
}
