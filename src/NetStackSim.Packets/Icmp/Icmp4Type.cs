namespace NetStackSim.Packets;

/// <summary>ICMPv4 types (RFC 792 and the icmp-parameters registry).</summary>
public enum Icmp4Type : byte
{
    /// <summary>Echo reply.</summary>
    EchoReply = 0,

    /// <summary>Destination unreachable; codes in <see cref="Icmp4Codes"/>.</summary>
    DestinationUnreachable = 3,

    /// <summary>Source quench, obsolete (RFC 6633).</summary>
    SourceQuench = 4,

    /// <summary>Redirect.</summary>
    Redirect = 5,

    /// <summary>Echo request.</summary>
    Echo = 8,

    /// <summary>Router advertisement (RFC 1256).</summary>
    RouterAdvertisement = 9,

    /// <summary>Router solicitation (RFC 1256).</summary>
    RouterSolicitation = 10,

    /// <summary>Time exceeded.</summary>
    TimeExceeded = 11,

    /// <summary>Parameter problem.</summary>
    ParameterProblem = 12,

    /// <summary>Timestamp request.</summary>
    Timestamp = 13,

    /// <summary>Timestamp reply.</summary>
    TimestampReply = 14,

    /// <summary>Address mask request (RFC 950).</summary>
    AddressMask = 17,

    /// <summary>Address mask reply (RFC 950).</summary>
    AddressMaskReply = 18,
}
