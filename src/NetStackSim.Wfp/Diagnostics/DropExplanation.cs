namespace NetStackSim.Wfp;

/// <summary>Why something was blocked: down to the filter, its sublayer and the conditions that matched.</summary>
/// <param name="TimeNs">Virtual time.</param>
/// <param name="CorrelationId">The packet; 0 for none.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="FilterId">The filter whose block became final.</param>
/// <param name="FilterName">Its name.</param>
/// <param name="SubLayer">Its sublayer.</param>
/// <param name="Condition">Its conditions that matched, in words.</param>
/// <param name="IsVeto">True when a callout overrode a hard permit.</param>
/// <param name="Values">The fields that had a value.</param>
/// <param name="Opinions">What each sublayer said, heaviest first.</param>
public sealed record DropExplanation(
    long TimeNs,
    ulong CorrelationId,
    string Layer,
    ulong FilterId,
    string FilterName,
    string SubLayer,
    string Condition,
    bool IsVeto,
    IReadOnlyList<KeyValuePair<string, string>> Values,
    IReadOnlyList<DropOpinion> Opinions)
{
    /// <summary>The filter's provider, its symbol or key; empty when it has none.</summary>
    public string Provider { get; init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() =>
        $"blocked at {Layer} by filter {FilterId} \"{FilterName}\" in sublayer {SubLayer}: {Condition}{(IsVeto ? " (veto)" : string.Empty)}";
}
