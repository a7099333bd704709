namespace NetStackSim.Wfp;

/// <summary>What a layer cost while a meter ran.</summary>
/// <param name="LayerId">Run-time id.</param>
/// <param name="Layer">Name.</param>
/// <param name="Classifications">How often it was asked.</param>
/// <param name="Comparisons">Fields that the specification compares for them, filter by filter; the engine's index needs fewer.</param>
/// <param name="RealNs">Time that the engine took, in nanoseconds of the meter's clock, with callouts; 0 without a clock.</param>
public sealed record LayerCost(ushort LayerId, string Layer, long Classifications, long Comparisons, long RealNs);
