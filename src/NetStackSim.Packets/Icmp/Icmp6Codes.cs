namespace NetStackSim.Packets;

/// <summary>ICMPv6 codes, named after the type that they belong to (RFC 4443 section 3).</summary>
public static class Icmp6Codes
{
    /// <summary>Unreachable: no route.</summary>
    public const byte NoRoute = 0;

    /// <summary>Unreachable: administratively prohibited.</summary>
    public const byte Prohibited = 1;

    /// <summary>Unreachable: beyond the scope of the source address.</summary>
    public const byte BeyondScope = 2;

    /// <summary>Unreachable: address.</summary>
    public const byte AddressUnreachable = 3;

    /// <summary>Unreachable: port.</summary>
    public const byte PortUnreachable = 4;

    /// <summary>Unreachable: the source address failed ingress or egress policy.</summary>
    public const byte SourcePolicy = 5;

    /// <summary>Unreachable: a reject route.</summary>
    public const byte RejectRoute = 6;

    /// <summary>Time exceeded: hop limit ran out in transit.</summary>
    public const byte HopLimitExceeded = 0;

    /// <summary>Time exceeded: reassembly timed out.</summary>
    public const byte ReassemblyTimeExceeded = 1;

    /// <summary>Parameter problem: erroneous header field.</summary>
    public const byte ErroneousHeader = 0;

    /// <summary>Parameter problem: next header not known.</summary>
    public const byte UnknownNextHeader = 1;

    /// <summary>Parameter problem: option not known.</summary>
    public const byte UnknownOption = 2;

    /// <summary>Parameter problem: the first fragment lacks part of the header chain (RFC 7112).</summary>
    public const byte IncompleteHeaderChain = 3;
}
