using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Ports of the system whose numbers rules do not name (<c>FWPM_SYSTEM_PORT_TYPE</c>).</summary>
[WindowsDdi("FWPM_SYSTEM_PORT_TYPE")]
public enum SystemPortType
{
    /// <summary>The endpoint mapper of RPC.</summary>
    RpcEndpointMapper,

    /// <summary>Teredo.</summary>
    Teredo,

    /// <summary>IP-HTTPS, incoming.</summary>
    IpHttpsIn,

    /// <summary>IP-HTTPS, outgoing.</summary>
    IpHttpsOut,
}
