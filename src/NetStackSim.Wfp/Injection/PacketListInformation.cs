using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>What IPsec did to a packet. All false for a packet that it never touched.</summary>
[WindowsDdi("FWPS_PACKET_LIST_INFORMATION0")]
public readonly record struct PacketListInformation
{
    /// <summary>Inbound: it came under a security association.</summary>
    public bool IsSecure { get; init; }

    /// <summary>Inbound: in tunnel mode.</summary>
    public bool IsTunnelMode { get; init; }

    /// <summary>Inbound: the tunnel was checked against the policy.</summary>
    public bool IsTunnelModeVerified { get; init; }

    /// <summary>Inbound: it is the inner packet already.</summary>
    public bool IsDetunneled { get; init; }

    /// <summary>Outbound: an IPsec filter matched at the transport layer.</summary>
    public bool IsIpsecPolicyMatch { get; init; }

    /// <summary>Outbound: one of transport mode.</summary>
    public bool IsTransportPolicyMatch { get; init; }

    /// <summary>Outbound: one of tunnel mode.</summary>
    public bool IsTunnelPolicyMatch { get; init; }
}
