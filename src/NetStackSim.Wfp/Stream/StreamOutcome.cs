namespace NetStackSim.Wfp;

/// <summary>What a sublayer said about an indication.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Bytes">Bytes concerned; for more data how many more.</param>
/// <param name="Filter">The filter that decided; null when nobody did.</param>
internal readonly record struct StreamOutcome(StreamOutcomeKind Kind, int Bytes, RuntimeFilter? Filter = null);
