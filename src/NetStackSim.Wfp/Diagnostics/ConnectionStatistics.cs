namespace NetStackSim.Wfp;

/// <summary>Connections of one direction and family as ALE decided about them.</summary>
/// <param name="Allowed">Authorised for the first time.</param>
/// <param name="Blocked">Refused, or ended when they were authorised anew.</param>
/// <param name="Active">Authorised and alive now.</param>
public readonly record struct ConnectionStatistics(long Allowed, long Blocked, long Active);
