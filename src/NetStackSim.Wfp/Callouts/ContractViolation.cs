namespace NetStackSim.Wfp;

/// <summary>A rule that a callout broke.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Callout">The callout's key.</param>
/// <param name="FilterId">The filter through which the callout was called.</param>
/// <param name="Message">What happened, in words.</param>
public sealed record ContractViolation(ContractRule Rule, string Layer, Guid Callout, ulong FilterId, string Message);
