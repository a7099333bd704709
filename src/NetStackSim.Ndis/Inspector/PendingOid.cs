namespace NetStackSim.Ndis;

/// <summary>A request that is not complete.</summary>
/// <param name="Oid">What it is about.</param>
/// <param name="Name">The name of the OID.</param>
/// <param name="Type">Query, set, method.</param>
/// <param name="Path">Regular or direct.</param>
/// <param name="Submitter">Who wants to know.</param>
/// <param name="Adapter">The adapter of the stack.</param>
/// <param name="Driver">The driver that has it, or in front of which it waits.</param>
/// <param name="IsQueued">True while it waits for the driver to finish another one.</param>
/// <param name="AgeNs">Virtual nanoseconds since it came to this driver.</param>
/// <param name="BufferLength">Bytes of its buffer.</param>
public sealed record PendingOid(Oid Oid, string Name, OidRequestType Type, OidPath Path, string Submitter, string Adapter, string Driver, bool IsQueued, long AgeNs, int BufferLength);
