namespace NetStackSim.Ndis;

/// <summary>Requests that a card answers while the system sleeps (NDIS_PM_PROTOCOL_OFFLOAD_*).</summary>
[Flags]
public enum ProtocolOffloadKinds : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ARP requests.</summary>
    Arp = 0x1,

    /// <summary>Neighbour solicitations.</summary>
    NeighborSolicitation = 0x2,
}
