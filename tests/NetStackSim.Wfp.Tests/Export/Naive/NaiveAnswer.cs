namespace NetStackSim.Wfp.Tests;

/// <summary>What must be equal in an answer.</summary>
internal sealed record NaiveAnswer(string Decision, bool IsDefault, ulong FilterId, bool IsHard, string Terminating);
