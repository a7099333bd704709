namespace NetStackSim.Wfp;

/// <summary>Flags of a registered callout (<c>FWP_CALLOUT_FLAG_*</c>, Windows' numbers).</summary>
[Flags]
public enum CalloutFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Ask the callout only for flows with a context of it.</summary>
    ConditionalOnFlow = 0x1,

    /// <summary>Matching traffic may be offloaded.</summary>
    AllowOffload = 0x2,

    /// <summary>Tell the callout after the commit, too.</summary>
    EnableCommitAddNotify = 0x4,

    /// <summary>Streams that exist already are inspected from their current byte on.</summary>
    AllowMidStreamInspection = 0x8,

    /// <summary>Binds and listens may be classified again.</summary>
    AllowReclassify = 0x10,

    /// <summary>Reserved.</summary>
    Reserved1 = 0x20,

    /// <summary>Segments may be coalesced.</summary>
    AllowReceiveCoalescing = 0x40,

    /// <summary>Chains of lists may be classified together at the MAC layers.</summary>
    AllowL2BatchClassify = 0x80,

    /// <summary>UDP segmentation offload is allowed.</summary>
    AllowUdpSegmentation = 0x100,

    /// <summary>UDP receive offload is allowed.</summary>
    AllowUdpReceive = 0x200,
}
