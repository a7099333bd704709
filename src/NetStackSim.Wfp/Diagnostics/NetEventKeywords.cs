using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>What is recorded besides drops of unicast traffic and outbound drops.</summary>
[Flags]
[WindowsDdi("FWPM_ENGINE_NET_EVENT_MATCH_ANY_KEYWORDS")]
public enum NetEventKeywords : uint
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Drops of inbound multicasts.</summary>
    InboundMulticast = 0x1,

    /// <summary>Drops of inbound broadcasts.</summary>
    InboundBroadcast = 0x2,

    /// <summary>Drops because of a missing capability.</summary>
    CapabilityDrop = 0x4,

    /// <summary>What a capability allowed.</summary>
    CapabilityAllow = 0x8,

    /// <summary>What ALE allowed.</summary>
    ClassifyAllow = 0x10,

    /// <summary>Drops of port scans.</summary>
    PortScanningDrop = 0x20,

    /// <summary>Everything.</summary>
    All = 0x3F,
}
