namespace NetStackSim.TcpIp;

/// <summary>What an ICMP error says, one list for both families.</summary>
public enum IcmpErrorKind : byte
{
    /// <summary>Network unreachable, no route to destination.</summary>
    NetworkUnreachable,

    /// <summary>Host or address unreachable.</summary>
    HostUnreachable,

    /// <summary>Protocol unreachable, unknown next header.</summary>
    ProtocolUnreachable,

    /// <summary>Port unreachable.</summary>
    PortUnreachable,

    /// <summary>Fragmentation needed, packet too big; see <see cref="IcmpErrorInfo.Mtu"/>.</summary>
    PacketTooBig,

    /// <summary>Source route failed.</summary>
    SourceRouteFailed,

    /// <summary>Administratively prohibited, in any wording.</summary>
    AdministrativelyProhibited,

    /// <summary>Beyond scope of source address.</summary>
    BeyondScope,

    /// <summary>Hop limit exceeded in transit.</summary>
    HopLimitExceeded,

    /// <summary>Reassembly time exceeded.</summary>
    ReassemblyTimeExceeded,

    /// <summary>Parameter problem; see <see cref="IcmpErrorInfo.Pointer"/>.</summary>
    ParameterProblem,

    /// <summary>An error type that RFC 4443 section 2.4(a) passes on although it is not known.</summary>
    Other,
}
