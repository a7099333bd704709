using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Header-data split of an adapter: what it can do and what is on (OID_GEN_HD_SPLIT_CURRENT_CONFIG).</summary>
/// <param name="IsSupported">The hardware can split.</param>
/// <param name="IsEnabled">It does (*HeaderDataSplit).</param>
/// <param name="CombinesAllHeaders">NDIS_HD_SPLIT_COMBINE_ALL_HEADERS: frames are indicated unsplit all the same.</param>
/// <param name="BackfillSize">Free bytes before the data part, so that a contiguous frame can be rebuilt there.</param>
/// <param name="MaxHeaderSize">Longest header part; frames with more stay whole.</param>
[WindowsDdi("NDIS_HD_SPLIT_CURRENT_CONFIG")]
public sealed partial record HeaderDataSplitConfig(bool IsSupported, bool IsEnabled, bool CombinesAllHeaders, int BackfillSize, int MaxHeaderSize);
