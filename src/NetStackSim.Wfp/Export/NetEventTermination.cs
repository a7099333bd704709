namespace NetStackSim.Wfp;

/// <summary>The filter that ended one sublayer, as a net event lists it.</summary>
/// <param name="FilterId">The filter.</param>
/// <param name="SubLayer">The sublayer as the event names it.</param>
/// <param name="Action">The action's symbol.</param>
public sealed record NetEventTermination(ulong FilterId, string SubLayer, string Action);
