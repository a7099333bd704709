using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>How traffic is secured (<c>IPSEC_TRAFFIC_TYPE</c>).</summary>
[WindowsDdi("IPSEC_TRAFFIC_TYPE")]
public enum IpsecTrafficMode
{
    /// <summary>Between two hosts.</summary>
    Transport,

    /// <summary>Through a tunnel.</summary>
    Tunnel,
}
