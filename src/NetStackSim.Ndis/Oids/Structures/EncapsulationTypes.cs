namespace NetStackSim.Ndis;

/// <summary>Framings that an offload understands (NDIS_ENCAPSULATION_*).</summary>
[Flags]
public enum EncapsulationTypes : uint
{
    /// <summary>The offload is not supported.</summary>
    NotSupported = 0,

    /// <summary>IP without framing.</summary>
    Null = 0x1,

    /// <summary>IEEE 802.3.</summary>
    Ieee8023 = 0x2,

    /// <summary>IEEE 802.3 with priority and VLAN tag in the frame.</summary>
    Ieee8023PAndQ = 0x4,

    /// <summary>Priority and VLAN tag beside the frame.</summary>
    Ieee8023PAndQInOob = 0x8,

    /// <summary>LLC/SNAP, routed.</summary>
    LlcSnapRouted = 0x10,
}
