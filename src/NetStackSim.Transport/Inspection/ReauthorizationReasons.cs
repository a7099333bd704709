namespace NetStackSim.Transport;

/// <summary>Why a flow is authorised again (<c>FWP_CONDITION_REAUTHORIZE_REASON_*</c>, Windows' numbers).</summary>
[Flags]
public enum ReauthorizationReasons : uint
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>A filter came or went at the layer that authorised the flow.</summary>
    PolicyChange = 0x1,

    /// <summary>A packet came by another interface.</summary>
    NewArrivalInterface = 0x2,

    /// <summary>A packet leaves by another interface.</summary>
    NewNextHopInterface = 0x4,

    /// <summary>The network got another category.</summary>
    ProfileCrossing = 0x8,

    /// <summary>A callout completed the operation that it had pended.</summary>
    ClassifyCompletion = 0x10,

    /// <summary>The traffic became secure, or secure in another way.</summary>
    IpsecPropertiesChanged = 0x20,

    /// <summary>A callout wants to look at streams that exist already.</summary>
    MidStreamInspection = 0x40,

    /// <summary>An option of the socket changed.</summary>
    SocketPropertyChanged = 0x80,

    /// <summary>The first multicast or broadcast of a sender to a group that others sent to before.</summary>
    NewInboundGroupPacket = 0x100,

    /// <summary>The policy of enterprise data protection changed.</summary>
    EdpPolicyChanged = 0x200,

    /// <summary>A local address is classified before it is used.</summary>
    PreclassifyLocalAddress = 0x400,

    /// <summary>A remote address is classified before it is used.</summary>
    PreclassifyRemoteAddress = 0x800,

    /// <summary>A local port is classified before it is used.</summary>
    PreclassifyLocalPort = 0x1000,

    /// <summary>A remote port is classified before it is used.</summary>
    PreclassifyRemotePort = 0x2000,

    /// <summary>The handle of the proxy changed.</summary>
    ProxyHandleChanged = 0x4000,

    /// <summary>What was classified before is polled.</summary>
    PreclassifyPoll = 0x8000,

    /// <summary>Whether the flow can be offloaded is asked again.</summary>
    CheckOffload = 0x10000,
}
