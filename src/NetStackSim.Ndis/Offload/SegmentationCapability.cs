namespace NetStackSim.Ndis;

/// <summary>How large a send the NIC cuts by itself, per protocol and IP version.</summary>
/// <param name="MaxOffloadSize">Most payload bytes of one send; 0 = not supported.</param>
/// <param name="MinSegmentCount">Fewest segments that a send must have to be offloaded.</param>
public readonly record struct SegmentationCapability(int MaxOffloadSize, int MinSegmentCount = 2)
{
    /// <summary>True when the NIC cuts.</summary>
    public bool IsSupported => MaxOffloadSize > 0;
}
