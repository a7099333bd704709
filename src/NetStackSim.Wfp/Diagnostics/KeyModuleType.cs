using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Who negotiated the keys (<c>IKEEXT_KEY_MODULE_TYPE</c>).</summary>
[WindowsDdi("IKEEXT_KEY_MODULE_TYPE")]
public enum KeyModuleType
{
    /// <summary>IKE.</summary>
    Ike,

    /// <summary>AuthIP.</summary>
    AuthIp,

    /// <summary>IKEv2.</summary>
    IkeV2,
}
