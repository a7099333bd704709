namespace NetStackSim.Wfp;

/// <summary>An entry of the security log.</summary>
/// <param name="TimeNs">When, in nanoseconds of virtual time.</param>
/// <param name="Id">What happened.</param>
/// <param name="Change">The change of policy; null for traffic.</param>
/// <param name="Traffic">The traffic; null for a change of policy.</param>
public sealed record AuditEvent(long TimeNs, AuditEventId Id, PolicyChange? Change, NetEvent? Traffic);
