using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A change of a transaction, with what subscribers and the persistent store need when it is committed.</summary>
/// <param name="Change">What subscribers hear.</param>
/// <param name="Value">The object as it was added or deleted.</param>
/// <param name="Lifetime">Its lifetime.</param>
/// <param name="Descriptor">Its own security descriptor; null for the container's.</param>
internal readonly record struct PendingChange(PolicyChange Change, object Value, ObjectLifetime Lifetime, SecurityDescriptor? Descriptor);
