namespace NetStackSim.Ndis;

/// <summary>Which received frames a binding, or an adapter, wants (OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_*).</summary>
[Flags]
public enum PacketFilter : uint
{
    /// <summary>Nothing: the state after open.</summary>
    None = 0,

    /// <summary>Frames to the current MAC address.</summary>
    Directed = 0x1,

    /// <summary>Frames to group addresses in the multicast list.</summary>
    Multicast = 0x2,

    /// <summary>Frames to every group address.</summary>
    AllMulticast = 0x4,

    /// <summary>Broadcast frames.</summary>
    Broadcast = 0x8,

    /// <summary>Source-routed frames (token ring).</summary>
    SourceRouting = 0x10,

    /// <summary>Everything on the wire.</summary>
    Promiscuous = 0x20,

    /// <summary>Station management (FDDI).</summary>
    Smt = 0x40,

    /// <summary>Also every packet that this host sends (monitoring).</summary>
    AllLocal = 0x80,

    /// <summary>Group (token ring).</summary>
    Group = 0x1000,

    /// <summary>All functional addresses (token ring).</summary>
    AllFunctional = 0x2000,

    /// <summary>Functional addresses (token ring).</summary>
    Functional = 0x4000,

    /// <summary>MAC frames (token ring, FDDI).</summary>
    MacFrame = 0x8000,

    /// <summary>No looped-back packets (Windows 8).</summary>
    NoLocal = 0x1_0000,
}
