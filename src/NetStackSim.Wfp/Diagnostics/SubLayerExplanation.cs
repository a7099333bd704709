namespace NetStackSim.Wfp;

/// <summary>One sublayer's part in a decision.</summary>
/// <param name="Key">The sublayer's key.</param>
/// <param name="Name">Its symbol or name.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Filters">Its filters, heaviest first.</param>
/// <param name="TerminatingFilterId">The filter that ended it; 0 when it was silent.</param>
/// <param name="Action">What it said; Continue when it was silent.</param>
/// <param name="IsHard">True when it cleared the right to override.</param>
/// <param name="Effect">What became of its opinion; null when it was silent.</param>
public sealed record SubLayerExplanation(
    Guid Key,
    string Name,
    ushort Weight,
    IReadOnlyList<FilterExplanation> Filters,
    ulong TerminatingFilterId,
    FilterActionType Action,
    bool IsHard,
    TerminatingEffect? Effect);
