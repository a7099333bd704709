using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Kinds of net events (<c>FWPM_NET_EVENT_TYPE</c>).</summary>
[WindowsDdi("FWPM_NET_EVENT_TYPE")]
public enum NetEventType : byte
{
    /// <summary>IKE or AuthIP main mode failed.</summary>
    IkeExtMainModeFailure,

    /// <summary>IKE or AuthIP quick mode failed.</summary>
    IkeExtQuickModeFailure,

    /// <summary>AuthIP extended mode failed.</summary>
    IkeExtExtendedModeFailure,

    /// <summary>A filter blocked.</summary>
    ClassifyDrop,

    /// <summary>IPsec dropped.</summary>
    IpsecKernelDrop,

    /// <summary>IPsec denial-of-service protection dropped.</summary>
    IpsecDospDrop,

    /// <summary>ALE allowed.</summary>
    ClassifyAllow,

    /// <summary>A capability was missing.</summary>
    CapabilityDrop,

    /// <summary>A capability allowed.</summary>
    CapabilityAllow,

    /// <summary>A filter at a MAC layer blocked.</summary>
    ClassifyDropMac,

    /// <summary>A low-power-mode packet arrived.</summary>
    LpmPacketArrival,
}
