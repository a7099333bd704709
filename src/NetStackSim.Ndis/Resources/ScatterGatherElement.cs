using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One piece of a gather list: bytes that lie together for the device (SCATTER_GATHER_ELEMENT). It never crosses a page.</summary>
/// <param name="Address">Where the device finds it.</param>
/// <param name="Memory">The bytes.</param>
[WindowsDdi("SCATTER_GATHER_ELEMENT")]
public readonly record struct ScatterGatherElement(ulong Address, Memory<byte> Memory)
{
    /// <summary>How many bytes.</summary>
    public int Length => Memory.Length;
}
