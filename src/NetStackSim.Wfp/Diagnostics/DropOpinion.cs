namespace NetStackSim.Wfp;

/// <summary>What one sublayer said about something that was blocked.</summary>
/// <param name="SubLayer">The sublayer.</param>
/// <param name="FilterId">The filter that ended it.</param>
/// <param name="FilterName">Its name.</param>
/// <param name="Action">Permit or Block.</param>
/// <param name="Effect">What became of it.</param>
public sealed record DropOpinion(string SubLayer, ulong FilterId, string FilterName, FilterActionType Action, TerminatingEffect Effect);
