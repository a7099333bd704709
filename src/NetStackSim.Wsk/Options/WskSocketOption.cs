namespace NetStackSim.Wsk;

/// <summary>Option and IOCTL codes of WSK sockets with Windows' values.</summary>
public static class WskSocketOption
{
    /// <summary><c>SOL_SOCKET</c>: level of the options below unless they say otherwise.</summary>
    public const uint LevelSocket = 0xFFFF;

    /// <summary><c>IPPROTO_IP</c>.</summary>
    public const uint LevelIp = 0;

    /// <summary><c>IPPROTO_TCP</c>.</summary>
    public const uint LevelTcp = 6;

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

    /// <summary><c>SO_WSK_SECURITY</c>, before bind.</summary>
    public const uint Security = 0x4001;

    /// <summary><c>SO_WSK_EVENT_CALLBACK</c>: the input is a 32-bit <see cref="WskEventMask"/>.</summary>
    public const uint EventCallback = 0x4002;

    /// <summary><c>SO_EXCLUSIVEADDRUSE</c>, before bind.</summary>
    public const uint ExclusiveAddressUse = 0xFFFFFFFB;

    /// <summary><c>TCP_NODELAY</c> at level TCP.</summary>
    public const uint TcpNoDelay = 1;

    /// <summary><c>IP_TTL</c> at level IP.</summary>
    public const uint IpTimeToLive = 4;

    /// <summary><c>IPV6_V6ONLY</c> at level IPv6, before bind; 0 makes a dual-mode socket.</summary>
    public const uint Ipv6Only = 27;

    /// <summary><c>SIO_WSK_SET_REMOTE_ADDRESS</c>.</summary>
    public const uint SetRemoteAddress = 0x8F000001;

    /// <summary><c>SIO_WSK_QUERY_IDEAL_SEND_BACKLOG</c>.</summary>
    public const uint QueryIdealSendBacklog = 0x4F000003;

    /// <summary><c>SIO_WSK_QUERY_RECEIVE_BACKLOG</c>.</summary>
    public const uint QueryReceiveBacklog = 0x4F000004;

    /// <summary><c>SIO_WSK_QUERY_INSPECT_ID</c>.</summary>
    public const uint QueryInspectId = 0x4F000005;

    /// <summary><c>SIO_WSK_SET_SENDTO_ADDRESS</c>.</summary>
    public const uint SetSendToAddress = 0x8F000006;

    /// <summary><c>SIO_WSK_SET_TCP_SILENT_MODE</c>.</summary>
    public const uint SetTcpSilentMode = 0x2F000007;
}
