namespace NetStackSim.Ndis;

/// <summary>Slot 22 on receive: how many TCP segments the NIC joined (NDIS_RSC_NBL_INFO). A count above zero marks a single coalesced unit.</summary>
public readonly record struct CoalesceInfo
{
    /// <summary>Reads a slot value: CoalescedSegCount:16, DupAckCount:16.</summary>
    public CoalesceInfo(ulong value) => Value = value;

    /// <summary>Makes a value.</summary>
    public CoalesceInfo(int segmentCount, int duplicateAckCount) => Value = (ushort)segmentCount | ((ulong)(ushort)duplicateAckCount << 16);

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>Data segments in the unit; 0 when the frame is as it was on the wire.</summary>
    public int SegmentCount => (ushort)Value;

    /// <summary>Duplicate acknowledgements swallowed; should be 0 (NDIS turns coalescing off otherwise).</summary>
    public int DuplicateAckCount => (ushort)(Value >> 16);

    /// <summary>True for a coalesced unit.</summary>
    public bool IsCoalesced => SegmentCount > 0;
}
