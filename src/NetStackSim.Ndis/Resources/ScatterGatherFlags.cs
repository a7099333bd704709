using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What a device can do about scatter-gather DMA (NDIS_SG_DMA_*).</summary>
[Flags]
[WindowsDdi("NDIS_SG_DMA_DESCRIPTION")]
public enum ScatterGatherFlags : uint
{
    /// <summary>Addresses of 32 bits: memory above 4 GiB is mapped below by map registers.</summary>
    None = 0,

    /// <summary>NDIS_SG_DMA_64_BIT_ADDRESS: the device reaches all memory.</summary>
    Address64Bit = 0x1,

    /// <summary>NDIS_SG_DMA_V3_HAL_API: the driver takes version 3 of the DMA routines.</summary>
    V3HalApi = 0x2,

    /// <summary>NDIS_SG_DMA_HYBRID_DMA: some transfers are set up by the device itself.</summary>
    HybridDma = 0x4,
}
