using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One piece of a gather list: bytes that lie together (SCATTER_GATHER_ELEMENT).</summary>
/// <param name="Memory">The bytes.</param>
[WindowsDdi("SCATTER_GATHER_ELEMENT")]
public readonly record struct ScatterGatherElement(Memory<byte> Memory);
