namespace NetStackSim.Wfp;

/// <summary>One filter and why it did or did not match.</summary>
/// <param name="FilterId">Run-time id.</param>
/// <param name="FilterKey">Key.</param>
/// <param name="Name">Name.</param>
/// <param name="Action">What it does on a match.</param>
/// <param name="EffectiveWeight">Its order.</param>
/// <param name="Matched">True when all its fields matched.</param>
/// <param name="Reached">True when it was looked at: no heavier filter of the sublayer had terminated.</param>
/// <param name="Terminated">True when it ended the sublayer.</param>
/// <param name="Conditions">Its conditions.</param>
/// <param name="Reason">In words why it matched, or which condition failed first.</param>
public sealed record FilterExplanation(
    ulong FilterId,
    Guid FilterKey,
    string Name,
    FilterActionType Action,
    ulong EffectiveWeight,
    bool Matched,
    bool Reached,
    bool Terminated,
    IReadOnlyList<ConditionExplanation> Conditions,
    string Reason);
