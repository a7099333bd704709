using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>What a layer decided so far.</summary>
/// <param name="LayerId">Run-time id.</param>
/// <param name="Layer">Name.</param>
/// <param name="Permits">Classifications that permitted, with those that a cache answered.</param>
/// <param name="Blocks">Classifications that blocked, with vetoes.</param>
/// <param name="Vetoes">Blocks by a callout against a hard permit.</param>
/// <param name="CacheEntries">Decisions that are kept: flows that the layer authorised.</param>
[WindowsDdi("FWPM_LAYER_STATISTICS0")]
public readonly record struct LayerStatistics(ushort LayerId, string Layer, long Permits, long Blocks, long Vetoes, long CacheEntries);
