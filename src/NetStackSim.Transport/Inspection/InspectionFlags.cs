namespace NetStackSim.Transport;

/// <summary>Facts about what is inspected (the subset of <c>FWP_CONDITION_FLAG_*</c> that the stack knows; same values).</summary>
[Flags]
public enum InspectionFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>FWP_CONDITION_FLAG_IS_LOOPBACK</c>.</summary>
    Loopback = 0x1,

    /// <summary><c>FWP_CONDITION_FLAG_IS_IPSEC_SECURED</c>.</summary>
    IpsecSecured = 0x2,

    /// <summary><c>FWP_CONDITION_FLAG_IS_REAUTHORIZE</c>.</summary>
    Reauthorize = 0x4,

    /// <summary><c>FWP_CONDITION_FLAG_IS_WILDCARD_BIND</c>.</summary>
    WildcardBind = 0x8,

    /// <summary><c>FWP_CONDITION_FLAG_IS_RAW_ENDPOINT</c>.</summary>
    RawEndpoint = 0x10,

    /// <summary><c>FWP_CONDITION_FLAG_IS_FRAGMENT</c>.</summary>
    Fragment = 0x20,

    /// <summary><c>FWP_CONDITION_FLAG_IS_FRAGMENT_GROUP</c>.</summary>
    FragmentGroup = 0x40,

    /// <summary><c>FWP_CONDITION_FLAG_IS_IPSEC_NATT_RECLASSIFY</c>.</summary>
    IpsecNatTraversalReclassify = 0x80,

    /// <summary><c>FWP_CONDITION_FLAG_REQUIRES_ALE_CLASSIFY</c>.</summary>
    RequiresAleClassify = 0x100,

    /// <summary><c>FWP_CONDITION_FLAG_IS_IMPLICIT_BIND</c>.</summary>
    ImplicitBind = 0x200,

    /// <summary><c>FWP_CONDITION_FLAG_IS_REASSEMBLED</c>.</summary>
    Reassembled = 0x400,

    /// <summary><c>FWP_CONDITION_FLAG_IS_RECLASSIFY</c>: a bind or listen is classified again.</summary>
    Reclassify = 0x20000,

    /// <summary><c>FWP_CONDITION_FLAG_IS_OUTBOUND_PASS_THRU</c>: sent by this host and forwarded between its interfaces.</summary>
    OutboundPassThrough = 0x40000,

    /// <summary><c>FWP_CONDITION_FLAG_IS_INBOUND_PASS_THRU</c>: for this host, and arrived at another interface than the one addressed.</summary>
    InboundPassThrough = 0x80000,

    /// <summary><c>FWP_CONDITION_FLAG_IS_CONNECTION_REDIRECTED</c>.</summary>
    ConnectionRedirected = 0x100000,

    /// <summary><c>FWP_CONDITION_FLAG_IS_PROXY_CONNECTION</c>: opened by a proxy for a connection that was sent to it.</summary>
    ProxyConnection = 0x200000,
}
