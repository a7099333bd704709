namespace NetStackSim.Wfp;

/// <summary>The filter that ended the evaluation of a sublayer.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Action">Permit or Block.</param>
/// <param name="IsHard">True when it cleared the right.</param>
/// <param name="Effect">What became of the opinion.</param>
public readonly record struct TerminatingFilter(RuntimeFilter Filter, FilterActionType Action, bool IsHard, TerminatingEffect Effect);
