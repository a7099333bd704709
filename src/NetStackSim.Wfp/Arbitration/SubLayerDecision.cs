namespace NetStackSim.Wfp;

/// <summary>An opinion that ends a sublayer: a static filter's or a callout's after normalisation.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Action">Permit or Block.</param>
/// <param name="IsHard">True when it clears the right.</param>
/// <param name="FromCallout">True when a callout said it: only such a block can veto.</param>
/// <param name="Absorb">True when the callout takes the data over.</param>
internal readonly record struct SubLayerDecision(RuntimeFilter Filter, FilterActionType Action, bool IsHard, bool FromCallout, bool Absorb);
