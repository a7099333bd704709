namespace NetStackSim.Kernel;

/// <summary>A group in a token.</summary>
/// <param name="Sid">The group.</param>
/// <param name="DenyOnly">True for a group that only deny entries see, as Administrators in a filtered token.</param>
public readonly record struct TokenGroup(Sid Sid, bool DenyOnly = false);
