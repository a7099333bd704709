namespace NetStackSim.Ndis;

/// <summary>Which parts of an 802.1Q tag a card handles (*PriorityVLANTag).</summary>
[Flags]
public enum PriorityVlanTag
{
    /// <summary>None: tags stay in the frame, slot 4 is ignored.</summary>
    None = 0,

    /// <summary>802.1p: the user priority.</summary>
    Priority = 1,

    /// <summary>802.1Q: the VLAN identifier.</summary>
    Vlan = 2,

    /// <summary>Both.</summary>
    Both = Priority | Vlan,
}
