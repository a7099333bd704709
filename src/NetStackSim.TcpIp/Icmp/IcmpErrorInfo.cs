using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>An ICMP error as a transport sees it. Addresses are those of the quoted packet, that is as our side sent it. Lent for the call.</summary>
internal readonly ref struct IcmpErrorInfo
{
    /// <summary>What it says.</summary>
    internal required IcmpErrorKind Kind { get; init; }

    /// <summary>ICMP type as received.</summary>
    internal byte Type { get; init; }

    /// <summary>ICMP code as received.</summary>
    internal byte Code { get; init; }

    /// <summary>The source of the quoted packet: our address.</summary>
    internal required IpAddress Local { get; init; }

    /// <summary>The destination of the quoted packet: the peer.</summary>
    internal required IpAddress Remote { get; init; }

    /// <summary>Who sent the error.</summary>
    internal IpAddress Reporter { get; init; }

    /// <summary>The transport protocol of the quoted packet.</summary>
    internal byte Protocol { get; init; }

    /// <summary>The quoted packet from its transport header on; at least eight bytes, the rest as far as the reporter quoted.</summary>
    internal ReadOnlySpan<byte> Transport { get; init; }

    /// <summary>Packet too big: the MTU of the next hop, already limited to what the profile and the RFCs allow; 0 for other kinds.</summary>
    internal int Mtu { get; init; }

    /// <summary>Parameter problem: the offset of the offending byte.</summary>
    internal uint Pointer { get; init; }

    /// <summary>The interface that the error came in on.</summary>
    internal uint InterfaceIndex { get; init; }

    /// <summary>Source port of the quoted TCP or UDP header: ours.</summary>
    internal ushort LocalPort => (ushort)((Transport[0] << 8) | Transport[1]);

    /// <summary>Destination port of the quoted TCP or UDP header: the peer's.</summary>
    internal ushort RemotePort => (ushort)((Transport[2] << 8) | Transport[3]);

    /// <summary>True for the errors that mean "never" instead of "not now" (RFC 1122 section 4.2.3.9): protocol and port unreachable.</summary>
    internal bool IsHard => Kind is IcmpErrorKind.ProtocolUnreachable or IcmpErrorKind.PortUnreachable;

    /// <summary>The status that a client is told.</summary>
    internal NtStatus Status => Kind switch
    {
        IcmpErrorKind.NetworkUnreachable or IcmpErrorKind.BeyondScope or IcmpErrorKind.SourceRouteFailed => NtStatus.NetworkUnreachable,
        IcmpErrorKind.ProtocolUnreachable => NtStatus.ProtocolUnreachable,
        IcmpErrorKind.PortUnreachable => NtStatus.PortUnreachable,
        IcmpErrorKind.HopLimitExceeded or IcmpErrorKind.ReassemblyTimeExceeded => NtStatus.HopLimitExceeded,
        _ => NtStatus.HostUnreachable,
    };
}
