namespace NetStackSim.Packets;

/// <summary>Neighbour discovery option types (RFC 4861 section 4.6 and the icmpv6-parameters registry).</summary>
public enum NdOptionType : byte
{
    /// <summary>Source link-layer address.</summary>
    SourceLinkLayerAddress = 1,

    /// <summary>Target link-layer address.</summary>
    TargetLinkLayerAddress = 2,

    /// <summary>Prefix information.</summary>
    PrefixInformation = 3,

    /// <summary>Redirected header.</summary>
    RedirectedHeader = 4,

    /// <summary>MTU.</summary>
    Mtu = 5,

    /// <summary>Nonce (RFC 3971, used by RFC 7527).</summary>
    Nonce = 14,

    /// <summary>Route information (RFC 4191).</summary>
    RouteInformation = 24,

    /// <summary>Recursive DNS servers (RFC 8106).</summary>
    RecursiveDnsServer = 25,

    /// <summary>DNS search list (RFC 8106).</summary>
    DnsSearchList = 31,
}
