using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>The capability of an AppContainer that a net event is about (<c>FWPM_APPC_NETWORK_CAPABILITY_TYPE</c>).</summary>
[WindowsDdi("FWPM_APPC_NETWORK_CAPABILITY_TYPE")]
public enum NetworkCapability
{
    /// <summary>Connections to the Internet.</summary>
    InternetClient,

    /// <summary>Connections to and from the Internet.</summary>
    InternetClientServer,

    /// <summary>Connections to and from private networks.</summary>
    PrivateNetwork,
}
