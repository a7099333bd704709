namespace NetStackSim.Wfp;

/// <summary>Kinds of provider contexts (<c>FWPM_PROVIDER_CONTEXT_TYPE</c>, Windows' numbers).</summary>
public enum ProviderContextType
{
    /// <summary>Keying modules.</summary>
    IpsecKeying = 0,

    /// <summary>IKE quick mode, transport.</summary>
    IpsecIkeQuickModeTransport = 1,

    /// <summary>IKE quick mode, tunnel.</summary>
    IpsecIkeQuickModeTunnel = 2,

    /// <summary>AuthIP quick mode, transport.</summary>
    IpsecAuthIpQuickModeTransport = 3,

    /// <summary>AuthIP quick mode, tunnel.</summary>
    IpsecAuthIpQuickModeTunnel = 4,

    /// <summary>IKE main mode.</summary>
    IpsecIkeMainMode = 5,

    /// <summary>AuthIP main mode.</summary>
    IpsecAuthIpMainMode = 6,

    /// <summary>Options set at classify time.</summary>
    ClassifyOptions = 7,

    /// <summary>A blob whose meaning its provider knows.</summary>
    General = 8,

    /// <summary>IKEv2 quick mode, tunnel.</summary>
    IpsecIkeV2QuickModeTunnel = 9,

    /// <summary>IKEv2 main mode.</summary>
    IpsecIkeV2MainMode = 10,

    /// <summary>Denial of service protection.</summary>
    IpsecDosProtection = 11,

    /// <summary>IKEv2 quick mode, transport.</summary>
    IpsecIkeV2QuickModeTransport = 12,

    /// <summary>Network connection policy.</summary>
    NetworkConnectionPolicy = 13,
}
