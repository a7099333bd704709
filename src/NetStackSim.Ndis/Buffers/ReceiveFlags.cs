namespace NetStackSim.Ndis;

/// <summary>Flags of a receive indication (NDIS_RECEIVE_FLAGS_*): true for all lists of the chain.</summary>
[Flags]
public enum ReceiveFlags : uint
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>The caller knows that it runs at DISPATCH_LEVEL.</summary>
    DispatchLevel = 0x1,

    /// <summary>
    /// A loan: ownership stays with the originator, the lists are valid until the indication call returns, nobody returns them, and the chain is whole again,
    /// in its order, when the call returns.
    /// </summary>
    Resources = 0x2,

    /// <summary>All lists have the same EtherType. Whoever breaks that must clear the flag.</summary>
    SingleEtherType = 0x100,

    /// <summary>All lists are of the same VLAN.</summary>
    SingleVlan = 0x200,

    /// <summary>Everything in the chain matches packet filter and multicast list: NDIS does not filter again.</summary>
    PerfectFiltered = 0x400,

    /// <summary>All lists are of one VM queue.</summary>
    SingleQueue = 0x800,

    /// <summary>The shared memory information of the lists is valid.</summary>
    SharedMemoryInfoValid = 0x1000,

    /// <summary>Reserved: more lists follow.</summary>
    MoreNetBufferLists = 0x2000,

    /// <summary>All lists have the same destinations on the virtual switch.</summary>
    SwitchDestinationGroup = 0x4000,

    /// <summary>All lists come from the same source port of the virtual switch.</summary>
    SwitchSingleSource = 0x8000,
}
