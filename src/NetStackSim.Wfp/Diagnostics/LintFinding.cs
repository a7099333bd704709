namespace NetStackSim.Wfp;

/// <summary>Something about a policy that its author should look at.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="FilterId">The filter.</param>
/// <param name="OtherFilterId">The other filter of a pair; 0 for none.</param>
/// <param name="Message">In words.</param>
public sealed record LintFinding(LintRule Rule, string Layer, ulong FilterId, ulong OtherFilterId, string Message);
