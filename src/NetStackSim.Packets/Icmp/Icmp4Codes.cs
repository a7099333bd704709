namespace NetStackSim.Packets;

/// <summary>ICMPv4 codes, named after the type that they belong to.</summary>
public static class Icmp4Codes
{
    /// <summary>Unreachable: network.</summary>
    public const byte NetworkUnreachable = 0;

    /// <summary>Unreachable: host.</summary>
    public const byte HostUnreachable = 1;

    /// <summary>Unreachable: protocol.</summary>
    public const byte ProtocolUnreachable = 2;

    /// <summary>Unreachable: port.</summary>
    public const byte PortUnreachable = 3;

    /// <summary>Unreachable: fragmentation needed and DF set; the MTU of the next hop is in the header (RFC 1191).</summary>
    public const byte FragmentationNeeded = 4;

    /// <summary>Unreachable: source route failed.</summary>
    public const byte SourceRouteFailed = 5;

    /// <summary>Unreachable: network administratively prohibited (RFC 1122).</summary>
    public const byte NetworkProhibited = 9;

    /// <summary>Unreachable: host administratively prohibited (RFC 1122).</summary>
    public const byte HostProhibited = 10;

    /// <summary>Unreachable: communication administratively prohibited (RFC 1812).</summary>
    public const byte CommunicationProhibited = 13;

    /// <summary>Redirect: for the network.</summary>
    public const byte RedirectNetwork = 0;

    /// <summary>Redirect: for the host.</summary>
    public const byte RedirectHost = 1;

    /// <summary>Redirect: for type of service and network.</summary>
    public const byte RedirectServiceNetwork = 2;

    /// <summary>Redirect: for type of service and host.</summary>
    public const byte RedirectServiceHost = 3;

    /// <summary>Time exceeded: time to live ran out in transit.</summary>
    public const byte TimeToLiveExceeded = 0;

    /// <summary>Time exceeded: reassembly timed out.</summary>
    public const byte ReassemblyTimeExceeded = 1;

    /// <summary>Parameter problem: the pointer shows the byte.</summary>
    public const byte PointerIndicatesError = 0;

    /// <summary>Parameter problem: a required option is missing (RFC 1108).</summary>
    public const byte MissingOption = 1;

    /// <summary>Parameter problem: bad length.</summary>
    public const byte BadLength = 2;
}
