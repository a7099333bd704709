namespace NetStackSim.Wfp;

/// <summary>What a filter cost while a meter ran, counted as the specification classifies: filter by filter, condition by condition.</summary>
/// <param name="FilterId">Run-time id.</param>
/// <param name="Name">Name.</param>
/// <param name="Layer">Layer.</param>
/// <param name="SubLayer">Sublayer.</param>
/// <param name="Asked">Classifications that came to it: no heavier filter of its sublayer had terminated.</param>
/// <param name="Matches">Those of them whose values matched.</param>
/// <param name="Hits">Those of them whose sublayer it ended.</param>
/// <param name="Comparisons">Fields that were compared, up to the first that failed.</param>
public sealed record FilterCost(ulong FilterId, string Name, string Layer, string SubLayer, long Asked, long Matches, long Hits, long Comparisons);
