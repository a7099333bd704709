namespace NetStackSim.Wfp.Tests;

/// <summary>Who asks: the SIDs of the user side, those of the package side, the family name.</summary>
internal sealed record NaiveToken(HashSet<string> UserSide, HashSet<string> AppSide, string? Package, string? Family);
