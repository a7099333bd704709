using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>How a device does scatter-gather DMA (NDIS_SG_DMA_DESCRIPTION).</summary>
[WindowsDdi("NDIS_SG_DMA_DESCRIPTION")]
public sealed record ScatterGatherDescription
{
    /// <summary>What the device can do.</summary>
    public ScatterGatherFlags Flags { get; init; } = ScatterGatherFlags.Address64Bit;

    /// <summary>Most bytes that one net buffer may have.</summary>
    public required int MaximumPhysicalMapping { get; init; }

    /// <summary>Pages that may be mapped for the device at a time; a list that finds too few waits until others are freed. Unlimited unless set.</summary>
    public int MapRegisters { get; init; } = int.MaxValue;
}
