namespace NetStackSim.Ndis;

/// <summary>Slot 4, both directions: the 802.1Q tag that travels beside the frame (NDIS_NET_BUFFER_LIST_8021Q_INFO).</summary>
public readonly record struct VlanInfo
{
    /// <summary>Reads a slot value: UserPriority:3, CanonicalFormatId:1, VlanId:12.</summary>
    public VlanInfo(ulong value) => Value = value;

    /// <summary>Makes a tag.</summary>
    public VlanInfo(int userPriority, int vlanId) => Value = ((ulong)userPriority & 0x7) | (((ulong)vlanId & 0xFFF) << 4);

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>True when there is no tag (or a tag of all zeros, which NDIS cannot tell apart).</summary>
    public bool IsEmpty => Value == 0;

    /// <summary>802.1p user priority, 0 to 7.</summary>
    public int UserPriority => (int)(Value & 0x7);

    /// <summary>VLAN identifier; 0 for a priority tag.</summary>
    public int VlanId => (int)((Value >> 4) & 0xFFF);
}
